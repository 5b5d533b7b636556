import Recording
import Time
import Wire

/// The lines that Lambda itself writes into a function's log.
enum PlatformLines {
    static func start(_ requestID: String, version: String) -> String {
        "START RequestId: \(requestID) Version: \(version)"
    }

    static func end(_ requestID: String) -> String { "END RequestId: \(requestID)" }

    /// The line and the empty one behind it.
    static func timeout(_ requestID: String, at now: Timestamp, text: String) -> [String] {
        ["\(now.iso8601Milliseconds) \(requestID) \(text)", ""]
    }

    static func failure(_ requestID: String, text: String, errorType: String) -> [String] {
        ["RequestId: \(requestID) Error: \(text)", errorType]
    }

    /// How an initialization that failed ended.
    enum InitPhase: String { case initialization = "init", invocation = "invoke" }

    static func initReport(_ duration: Duration, phase: InitPhase, failure: FunctionFailure) -> String {
        let head = "INIT_REPORT Init Duration: \(decimals(duration.inMilliseconds)) ms\tPhase: \(phase.rawValue)"
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
    /// In MB.
    var memorySize: Int
    /// In MB, rounded up.
    var maxMemoryUsed: Int
    /// Reported by the runtime or found by the platform.
    var failure: FunctionFailure?
    /// What was answered, where that is recorded.
    var result: RecordedResult?

    /// Whole milliseconds, rounded up. Custom runtimes are billed for their initialization too
    /// (https://aws.amazon.com/blogs/compute/aws-lambda-standardizes-billing-for-init-phase/).
    var billedMilliseconds: Int64 {
        let total = duration + (initDuration ?? .zero)
        return max(1, (total.nanoseconds + 999_999) / 1_000_000)
    }

    var line: String {
        var line = "REPORT RequestId: \(requestID)\tDuration: \(decimals(duration.inMilliseconds)) ms"
        line += "\tBilled Duration: \(billedMilliseconds) ms"
        line += "\tMemory Size: \(memorySize) MB\tMax Memory Used: \(maxMemoryUsed) MB\t"
        if let initDuration { line += "Init Duration: \(decimals(initDuration.inMilliseconds)) ms\t" }
        if let failure, failure.kind != .reported {
            line += failure.kind == .timeout ? "Status: timeout\t" : "Status: error\tError Type: \(failure.errorType)\t"
        }
        return line
    }
}
