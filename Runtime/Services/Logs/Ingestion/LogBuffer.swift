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
    /// How long lines are gathered,
    private static let moment = Duration.milliseconds(100)
    /// unless they come to this many bytes: the store takes them in pieces that hold nobody up.
    private static let plenty = 128 << 10

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
        var stage = Stage.idle
    }

    private enum Stage {
        case idle
        case gathering(until: ScheduledAction)
        case writing
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
        let isPlenty = state.withLock { state in
            let limit = state.bytes < Self.limit * share ? Self.groupLimit * share : 0
            state.bytes += state.groups[group, default: Waiting()].add(messages, at: timestamp, stream, limit: limit)
            if case .idle = state.stage { gather(&state) }
            return end(of: &state, isDue: state.bytes >= Self.plenty)
        }
        if isPlenty { write() }
    }

    private func gather(_ state: inout State) {
        let timer = logs.context.time.schedule(after: Self.moment) { [self] in
            if self.state.withLock({ end(of: &$0, isDue: true) }) { write() }
        }
        state.stage = .gathering(until: timer)
    }

    /// Whether what has been gathered is to be written, and this caller is to do it.
    private func end(of state: inout State, isDue: Bool) -> Bool {
        guard isDue, case .gathering(let timer) = state.stage else { return false }
        timer.cancel()
        state.stage = .writing
        return true
    }

    private func write() {
        logs.append(take(), making: .all, handled: { [self] in goOn() }) { _ in }
    }

    /// What has come while a batch was being written is gathered further, unless it is plenty.
    private func goOn() {
        let isPlenty = state.withLock { state in
            if state.groups.isEmpty {
                state.stage = .idle
                return false
            }
            gather(&state)
            return end(of: &state, isDue: state.bytes >= Self.plenty)
        }
        if isPlenty { write() }
    }

    /// What waits, in batches of one stream each.
    private func take() -> [LogBatch] {
        let groups = state.withLock { state in
            defer {
                state.groups = [:]
                state.bytes = 0
            }
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
