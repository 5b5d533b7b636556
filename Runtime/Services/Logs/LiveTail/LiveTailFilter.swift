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
    func events(_ lines: [AppendedBatch.Line], of batch: AppendedBatch, ingested: Int64) -> [JSON] {
        guard let group = groups[batch.group.number], admits(batch.stream) else { return [] }
        return lines.filter { pattern.matches($0.text) }.map { line in
            [
                "logStreamName": .string(batch.stream), "logGroupIdentifier": .string(group),
                "message": .string(line.text), "timestamp": JSON(line.position.timestamp),
                "ingestionTime": JSON(ingested),
            ]
        }
    }

    private func admits(_ stream: String) -> Bool {
        if !streams.isEmpty { return streams.contains(stream) }
        return streamPrefixes.isEmpty || streamPrefixes.contains { stream.hasPrefix($0) }
    }
}
