import ServiceKit
import Storage
import Time
import Wire

/// Events of one stream that come in together, in the order of their timestamps.
struct LogBatch: Sendable {
    var group: String
    var stream: String
    var events: EventChunks
}

/// The same, where the store has put it.
struct AppendedBatch: Sendable {
    var group: LogGroup
    var stream: String
    var chunks: [(number: Int, chunk: EventChunk)]

    struct Line {
        var position: EventPosition
        var text: String
    }

    var lines: [Line] {
        chunks.flatMap { number, chunk in
            chunk.bytes.withUnsafeBytes(EventChunk.events).enumerated().map { index, event in
                let position = EventPosition(timestamp: event.timestamp, chunk: number, index: index)
                return Line(position: position, text: event.text)
            }
        }
    }
}

/// What is made for events that come in for groups and streams that are not there.
enum MissingLogs: Sendable { case nothing, streams, all }

extension Logs {
    /// Stores events, and tells filters of them then. What is missing and not made is an error.
    /// `completion` comes when the events are stored, `handled` when all filters have been told: both on threads that must
    /// not be held up for long.
    func append(
        _ batches: [LogBatch],
        making missing: MissingLogs,
        handled: @escaping @Sendable () -> Void = {},
        completion: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        let now = context.time.now
        context.database.write(.savepoint) { connection in
            let store = LogStore(connection)
            return try batches.compactMap { try Self.append($0, missing, to: store, now) }
        } completion: { [self] result in
            completion(result.map { _ in () })
            listeners.tell((try? result.get()) ?? [], context, then: handled)
        }
    }

    /// The same for a caller that can wait until all is done.
    func appendAndWait(_ batches: [LogBatch]) throws {
        let now = context.time.now
        _ = try context.database.writeAndWait(.savepoint) { connection in
            let store = LogStore(connection)
            return try batches.compactMap { try Self.append($0, .all, to: store, now) }
        } committed: { [self] in
            listeners.tell($0, context) {}
        }
        listeners.wait()
    }

    private static func append(
        _ batch: LogBatch,
        _ missing: MissingLogs,
        to store: LogStore,
        _ now: Timestamp
    ) throws -> AppendedBatch? {
        let created = now.millisecondsSinceEpoch
        var group = try store.group(batch.group)
        if group == nil && missing == .all {
            group = try store.insert(batch.group, LogGroup.Settings(created: created))
        }
        guard let group else { throw AWSError.noSuchGroup }
        var stream = try store.stream(batch.stream, of: group)
        if stream == nil && missing != .nothing {
            stream = try store.insertStream(batch.stream, of: group, created: created)
        }
        guard let stream else { throw AWSError.noSuchStream }
        let chunks = batch.events.chunks
        let numbers = try store.append(chunks, to: stream, of: group, at: now)
        if numbers.isEmpty { return nil }
        return AppendedBatch(group: group, stream: batch.stream, chunks: Array(zip(numbers, chunks)))
    }
}
