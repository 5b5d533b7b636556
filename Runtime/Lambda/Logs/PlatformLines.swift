import Processes
import Recording
import Time
import Wire

/// The lines that Lambda itself writes into a function's log.
enum PlatformLines {
    static func start(_ requestID: String, version: String) -> [UInt8] {
        var line = line("START RequestId: ", requestID)
        line += " Version: ".utf8
        line += version.utf8
        return line
    }

    static func end(_ requestID: String) -> [UInt8] { line("END RequestId: ", requestID) }

    private static func line(_ event: String, _ requestID: String) -> [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(80)
        line += event.utf8
        line += requestID.utf8
        return line
    }

    /// The line and the empty one behind it.
    static func timeout(_ requestID: String, at now: Timestamp, text: String) -> [String] {
        ["\(now.iso8601Milliseconds) \(requestID) \(text)", ""]
    }

    static func failure(_ requestID: String, text: String, errorType: String) -> [String] {
        ["RequestId: \(requestID) Error: \(text)", errorType]
    }

    /// When an initialization went on.
    enum InitPhase: String { case initialization = "init", invocation = "invoke" }

    /// Of an initialization that failed, or that was of provisioned concurrency.
    /// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    static func initReport(_ duration: Duration, phase: InitPhase, failure: FunctionFailure?) -> String {
        let head = "INIT_REPORT Init Duration: \(decimals(duration.inMilliseconds)) ms\tPhase: \(phase.rawValue)"
        guard let failure else { return "\(head)\tStatus: success" }
        return failure.kind == .timeout
            ? "\(head)\tStatus: timeout" : "\(head)\tStatus: error\tError Type: \(failure.errorType)"
    }
}

/// What an invocation took, as its REPORT line says it.
struct InvocationReport {
    var requestID: String
    var duration: Duration
    /// Only on a cold start.
    var initDuration: Duration?
    /// What provisioned concurrency took to initialize, in the first report: told, and not billed by the invocation.
    var preparation: Duration?
    /// In MB.
    var memorySize: Int
    /// In MB, rounded up.
    var maxMemoryUsed: Int
    /// Reported by the runtime or found by the platform.
    var failure: FunctionFailure?
    /// What was answered, where that is recorded.
    var result: RecordedResult?
    /// What handler and initialization have had of the processors, where that is recorded.
    var processing: ProcessorTime?
    var initProcessing: ProcessorTime?

    /// Whole milliseconds, rounded up. Custom runtimes are billed for their initialization too
    /// (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).
    var billedMilliseconds: Int64 {
        let total = duration + (initDuration ?? .zero)
        return max(1, (total.nanoseconds + 999_999) / 1_000_000)
    }

    /// Every invocation has one: it is put together in bytes.
    var line: [UInt8] {
        var line: [UInt8] = []
        line.reserveCapacity(256)
        line += "REPORT RequestId: ".utf8
        line += requestID.utf8
        line += "\tDuration: ".utf8
        line += decimals(duration.inMilliseconds).utf8
        line += " ms\tBilled Duration: ".utf8
        line += String(billedMilliseconds).utf8
        line += " ms\tMemory Size: ".utf8
        line += String(memorySize).utf8
        line += " MB\tMax Memory Used: ".utf8
        line += String(maxMemoryUsed).utf8
        line += " MB\t".utf8
        if let initDuration = initDuration ?? preparation {
            line += "Init Duration: \(decimals(initDuration.inMilliseconds)) ms\t".utf8
        }
        if let status { line += status.utf8 }
        return line
    }

    /// For what the platform found, and for initializations that failed.
    private var status: String? {
        if failure?.kind == .timeout { return "Status: timeout\t" }
        return failure?.reportedType.map { "Status: error\tError Type: \($0)\t" }
    }
}
