import JSON
import Storage

/// Reads events of a group in the order of their positions, forwards or backwards.
///
/// Chunks are ordered by their first timestamp and may overlap: what has been read waits until no chunk that is still to
/// come can hold anything before it.
struct EventReader {
    let connection: Connection
    let group: Int
    /// `nil` for all of the group.
    var streams: [Int]?
    /// Milliseconds since 1970, both of them included.
    var range: ClosedRange<Int64>

    /// Hands on the events behind `start` until `body` returns false.
    func forwards(after start: EventPosition?, _ body: (StoredEvent) throws -> Bool) throws {
        var waiting: [StoredEvent] = []
        var isDone = false
        let from = max(range.lowerBound, start?.timestamp ?? .min)
        guard from <= range.upperBound else { return }
        try chunks(from, range.upperBound, order: "first, number") { chunk in
            let ready = waiting.prefix { $0.position.timestamp < chunk.first }
            for event in ready where try !body(event) {
                isDone = true
                return false
            }
            waiting.removeFirst(ready.count)
            waiting += chunk.events.filter { event in
                (from...range.upperBound).contains(event.position.timestamp)
                    && start.map { event.position > $0 } ?? true
            }
            waiting.sort { $0.position < $1.position }
            return true
        }
        if isDone { return }
        for event in waiting where try !body(event) { return }
    }

    /// Hands on the events before `end`, the last first, until `body` returns false.
    func backwards(before end: EventPosition?, _ body: (StoredEvent) throws -> Bool) throws {
        var waiting: [StoredEvent] = []
        var isDone = false
        let to = min(range.upperBound, end?.timestamp ?? .max)
        guard range.lowerBound <= to else { return }
        try chunks(range.lowerBound, to, order: "last DESC, number DESC") { chunk in
            let ready = waiting.prefix { $0.position.timestamp > chunk.last }
            for event in ready where try !body(event) {
                isDone = true
                return false
            }
            waiting.removeFirst(ready.count)
            waiting += chunk.events.filter { event in
                (range.lowerBound...to).contains(event.position.timestamp) && end.map { event.position < $0 } ?? true
            }
            waiting.sort { $0.position > $1.position }
            return true
        }
        if isDone { return }
        for event in waiting where try !body(event) { return }
    }

    private struct Chunk {
        var first: Int64
        var last: Int64
        var events: [StoredEvent]
    }

    private func chunks(_ from: Int64, _ to: Int64, order: String, _ body: (Chunk) throws -> Bool) throws {
        let columns = "number, stream, first, last, ingested, events"
        let isOne = streams?.count == 1
        var values: [SQLValue] = [.integer(isOne ? streams?.first ?? 0 : group), .integer(to), .integer(from)]
        var filter = isOne ? "stream = ?" : "log_group = ?"
        filter += " AND first <= ? AND last >= ?"
        if let streams, !isOne {
            filter += " AND stream IN (SELECT value FROM json_each(?))"
            values.append(.text(JSON.array(streams.map { JSON($0) }).text))
        }
        try connection.query("SELECT \(columns) FROM logs_chunk WHERE \(filter) ORDER BY \(order)", values) { row in
            try body(Self.chunk(row))
        }
    }

    private static func chunk(_ row: Row) -> Chunk {
        let (number, stream, ingested) = (row.integer(0), row.integer(1), Int64(row.integer(4)))
        let events = row.withBytes(5) { EventChunk.events($0) }
        return Chunk(
            first: Int64(row.integer(2)),
            last: Int64(row.integer(3)),
            events: events.enumerated().map { index, event in
                StoredEvent(
                    position: EventPosition(timestamp: event.timestamp, chunk: number, index: index),
                    stream: stream,
                    ingested: ingested,
                    event: event
                )
            }
        )
    }
}
