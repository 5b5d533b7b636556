import JSON
import Time
import Wire

/// A sequence of events of one source.
struct LogStream: Sendable {
    /// In the store.
    var number: Int
    var name: String
    /// Milliseconds since 1970, as the others.
    var created: Int64
    /// Timestamps of the earliest and the latest event, and when the newest came in; `nil` without events.
    var first: Int64?
    var last: Int64?
    var ingested: Int64?

    func json(of group: String, _ account: AWSAccount) -> JSON {
        var object = JSON.Object([
            ("logStreamName", .string(name)), ("creationTime", JSON(created)),
            ("arn", .string("\(LogGroup.arn(group, account)):log-stream:\(name)")), ("storedBytes", 0),
        ])
        object["firstEventTimestamp"] = first.map { JSON($0) }
        object["lastEventTimestamp"] = last.map { JSON($0) }
        object["lastIngestionTime"] = ingested.map { JSON($0) }
        if ingested != nil { object["uploadSequenceToken"] = .string(SequenceToken.text(ingested ?? 0)) }
        return .object(object)
    }
}

/// What once ordered the batches of a stream. It is still given, and ignored where it comes back.
enum SequenceToken {
    /// 56 digits.
    static func text(_ ingested: Int64) -> String { "495" + paddedDigits(max(0, ingested), 53) }
}

/// A number with zeros before it, `width` digits altogether.
func paddedDigits(_ number: some BinaryInteger, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
