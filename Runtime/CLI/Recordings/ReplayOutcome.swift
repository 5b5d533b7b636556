import CurlHTTP
import FoundationEssentials
import JSON
import Recording

/// What came of an invocation that was sent again.
struct ReplayOutcome: Sendable {
    enum Start: String, Sendable { case cold, warm, throttled, refused }

    var start: Start
    /// Empty where there was no answer.
    var requestID = ""
    /// As its report says; `nil` where it was not run.
    var milliseconds: Double?
    var hasFailed = false
    var result: RecordedResult?

    /// From what the Invoke API answers with the log's tail.
    init(_ response: CurlResponse) {
        let log = response.headers["x-amz-log-result"].flatMap { Data(base64Encoded: $0) } ?? Data()
        let report = Report(log: String(decoding: log, as: UTF8.self))
        switch response.status {
        case 200: start = report.isOfColdStart ? .cold : .warm
        case 429: start = .throttled
        default: start = .refused
        }
        requestID = response.headers["x-amzn-requestid"] ?? ""
        guard response.status == 200 else { return }
        milliseconds = report.milliseconds
        hasFailed = response.headers["x-amz-function-error"] != nil
        result = RecordedResult(response.body)
    }

    init() { start = .refused }
}

/// The last report of a log, whether that is text or JSON.
private struct Report {
    var milliseconds: Double?
    private var initMilliseconds: Double?
    private var billedMilliseconds: Double?

    /// The first report of provisioned concurrency tells how long it took to initialize, too, but does not bill it.
    var isOfColdStart: Bool {
        guard let initMilliseconds, let milliseconds else { return false }
        // Both are rounded to hundredths.
        return (billedMilliseconds ?? .infinity) > milliseconds + initMilliseconds - 0.02
    }

    init(log: String) {
        for line in log.split(separator: "\n").reversed() {
            if line.hasPrefix("REPORT") {
                milliseconds = Self.figure("Duration: ", line)
                initMilliseconds = Self.figure("Init Duration: ", line)
                billedMilliseconds = Self.figure("Billed Duration: ", line)
                return
            }
            guard line.hasPrefix("{"), let event = try? JSON(parsing: String(line)), event["type"] == "platform.report"
            else { continue }
            milliseconds = event["record"]?["metrics"]?["durationMs"]?.doubleValue
            initMilliseconds = event["record"]?["metrics"]?["initDurationMs"]?.doubleValue
            billedMilliseconds = event["record"]?["metrics"]?["billedDurationMs"]?.doubleValue
            return
        }
    }

    private static func figure(_ name: String, _ line: Substring) -> Double? {
        line.split(separator: "\t").first { $0.hasPrefix(name) }
            .flatMap { Double($0.dropFirst(name.count).prefix { $0 != " " }) }
    }
}
