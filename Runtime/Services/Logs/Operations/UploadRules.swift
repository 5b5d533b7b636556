import JSON
import Time
import Wire

/// What AWS demands of the events of one upload.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
enum UploadRules {
    /// Bytes of all messages, with 26 more for each.
    static let limit = 1_048_576
    private static let overhead = 26

    private static let (hour, day): (Int64, Int64) = (3_600_000, 86_400_000)

    static func check(_ events: [LogEvent]) throws(AWSError) {
        let size = events.reduce(0) { $0 + $1.message.count + overhead }
        guard size <= limit else {
            throw .invalidParameter("Upload too large: \(size) bytes exceeds limit of \(limit)")
        }
        guard zip(events, events.dropFirst()).allSatisfy({ $0.timestamp <= $1.timestamp }) else {
            throw .invalidParameter(
                "Log events in a single PutLogEvents request must be in chronological order."
            )
        }
    }

    static func checkSpan(_ events: [LogEvent]) throws(AWSError) {
        guard let first = events.first, let last = events.last, last.timestamp - first.timestamp > day else { return }
        throw .invalidParameter(
            "The batch of log events in a single PutLogEvents request cannot span more than 24 hours."
        )
    }

    struct Split {
        var accepted: [LogEvent]
        /// `rejectedLogEventsInfo`; `nil` where nothing was rejected.
        var rejected: JSON?
    }

    /// Leaves out what is older than 14 days or than the group keeps, and what is two hours ahead.
    static func split(_ events: [LogEvent], retentionInDays: Int?, at now: Timestamp) -> Split {
        let now = now.millisecondsSinceEpoch
        let expired =
            retentionInDays.map { days in events.prefix { $0.timestamp < now - Int64(days) * day }.count } ?? 0
        let tooOld = events.prefix { $0.timestamp < now - 14 * day }.count
        let start = max(expired, tooOld)
        let end = events[start...].firstIndex { $0.timestamp > now + 2 * hour } ?? events.count
        var info = JSON.Object()
        if tooOld > 0 { info["tooOldLogEventEndIndex"] = JSON(tooOld) }
        if expired > tooOld { info["expiredLogEventEndIndex"] = JSON(expired) }
        if end < events.count { info["tooNewLogEventStartIndex"] = JSON(end) }
        return Split(accepted: Array(events[start..<end]), rejected: info.isEmpty ? nil : .object(info))
    }
}
