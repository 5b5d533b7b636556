import ServiceKit
import Synchronization
import Time
import Wire

/// Gathers what functions print and stores it in batches, off the path of their invocations.
///
/// While one batch is being written the next is gathered. A group that logs faster than that loses lines, and is told
/// how many; it neither fills memory nor slows the others.
package final class LogBuffer: Sendable {
    /// Bytes of one group that may wait.
    private static let groupLimit = 32 << 20
    /// Bytes of all groups that may wait.
    private static let limit = 64 << 20
    /// How long lines are gathered.
    private static let moment = Duration.milliseconds(100)

    /// What waits of one group.
    private struct Waiting {
        struct Stream {
            var events = EventChunks()
            var leftOut = 0

            /// Returns how many bytes more wait now.
            mutating func add(_ messages: [[UInt8]], at timestamp: Int64, room: Int) -> Int {
                var bytes = 0
                for message in messages where !message.isEmpty {
                    guard bytes < room else {
                        leftOut += 1
                        continue
                    }
                    events.append(message, at: timestamp)
                    bytes += message.count + 64
                }
                return bytes
            }
        }

        var streams: [String: Stream] = [:]
        var bytes = 0

        /// Returns how many bytes more wait now.
        mutating func add(_ messages: [[UInt8]], at timestamp: Int64, _ stream: String, limit: Int) -> Int {
            let more = streams[stream, default: Stream()].add(messages, at: timestamp, room: limit - bytes)
            bytes += more
            return more
        }
    }

    private struct State {
        var groups: [String: Waiting] = [:]
        var bytes = 0
        /// A batch is being written, or will be in a moment.
        var isBusy = false
    }

    private let logs: Logs
    private let state = Mutex(State())

    package init(_ logs: Logs) { self.logs = logs }

    /// Takes lines. Groups and streams need not exist. `isEssential` lines, of which each invocation has a few, have room of
    /// their own. Does not block.
    package func append(
        _ messages: [[UInt8]],
        at instant: Timestamp,
        group: String,
        stream: String,
        isEssential: Bool = false
    ) {
        // AWS takes no empty events.
        guard messages.contains(where: { !$0.isEmpty }) else { return }
        let timestamp = instant.millisecondsSinceEpoch
        let share = isEssential ? 2 : 1
        let mustStart = state.withLock { state in
            let limit = state.bytes < Self.limit * share ? Self.groupLimit * share : 0
            state.bytes += state.groups[group, default: Waiting()].add(messages, at: timestamp, stream, limit: limit)
            defer { state.isBusy = true }
            return !state.isBusy
        }
        if mustStart { writeSoon() }
    }

    private func writeSoon() {
        logs.context.time.schedule(after: Self.moment) { [self] in write() }
    }

    private func write() {
        let batches = take()
        guard !batches.isEmpty else { return }
        logs.append(batches, making: .all, handled: { [self] in writeSoon() }) { _ in }
    }

    /// What waits, in batches of one stream each; nothing more is under way when there are none.
    private func take() -> [LogBatch] {
        let groups = state.withLock { state in
            defer {
                state.groups = [:]
                state.bytes = 0
            }
            if state.groups.isEmpty { state.isBusy = false }
            return state.groups
        }
        let now = logs.context.time.now.millisecondsSinceEpoch
        return groups.flatMap { group, waiting in
            waiting.streams.map { name, stream in
                LogBatch(group: group, stream: name, events: ordered(stream, now))
            }
        }
    }

    private func ordered(_ stream: Waiting.Stream, _ now: Int64) -> EventChunks {
        var events = stream.events.ordered()
        if stream.leftOut > 0 {
            let note = "(\(stream.leftOut) lines left out: more was logged than could be kept)"
            events.append(Array(note.utf8), at: max(now, events.chunks.last?.last ?? now))
        }
        return events
    }

    /// Returns when all that was taken is stored. For the end, when nothing more comes.
    package func flush() throws {
        let batches = take()
        try logs.appendAndWait(batches)
    }
}
