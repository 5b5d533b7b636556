import CurlHTTP
import FoundationEssentials
import Recording

/// What came of an invocation that was sent again.
struct ReplayOutcome: Sendable {
    enum Start: String, Sendable { case cold, warm, throttled, refused }

    var start: Start
    /// As its report says; `nil` where it was not run.
    var milliseconds: Double?
    var hasFailed = false
    var result: RecordedResult?

    /// From what the Invoke API answers with the log's tail.
    init(_ response: CurlResponse) {
        let log = response.headers["x-amz-log-result"].flatMap { Data(base64Encoded: $0) } ?? Data()
        let report = String(decoding: log, as: UTF8.self).split(separator: "\n").last { $0.hasPrefix("REPORT") } ?? ""
        func figure(_ name: String) -> Double? {
            report.split(separator: "\t").first { $0.hasPrefix(name) }
                .flatMap { Double($0.dropFirst(name.count).prefix { $0 != " " }) }
        }
        switch response.status {
        case 200: start = figure("Init Duration: ") == nil ? .warm : .cold
        case 429: start = .throttled
        default: start = .refused
        }
        guard response.status == 200 else { return }
        let duration = report.split(separator: "\t").first { $0.contains("Duration: ") && $0.hasPrefix("Duration") }
        milliseconds = duration.flatMap { Double($0.dropFirst("Duration: ".count).prefix { $0 != " " }) }
        hasFailed = response.headers["x-amz-function-error"] != nil
        result = RecordedResult(response.body)
    }

    init() { start = .refused }
}
