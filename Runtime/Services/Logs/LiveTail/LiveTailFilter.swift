import JSON
import Wire

/// Which events a session is for.
struct LiveTailFilter: Sendable {
    /// What the client calls the groups, by their numbers.
    var groups: [Int: String]
    /// None of both: all streams.
    var streams: Set<String>
    var streamPrefixes: [String]
    var pattern: FilterPattern

    /// The events of a batch that the session is sent. Times are milliseconds since 1970.
    func events(_ batch: AppendedBatch, _ texts: [String], ingested: Int64) -> [JSON] {
        guard let group = groups[batch.group.number], admits(batch.stream) else { return [] }
        return zip(batch.events, texts).filter { pattern.matches($1) }.map { event, text in
            [
                "logStreamName": .string(batch.stream), "logGroupIdentifier": .string(group),
                "message": .string(text), "timestamp": JSON(event.timestamp), "ingestionTime": JSON(ingested),
            ]
        }
    }

    private func admits(_ stream: String) -> Bool {
        if !streams.isEmpty { return streams.contains(stream) }
        return streamPrefixes.isEmpty || streamPrefixes.contains { stream.hasPrefix($0) }
    }
}
