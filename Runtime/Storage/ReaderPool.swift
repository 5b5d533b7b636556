import Dispatch
import GRDB
import Synchronization

/// Connections that only read, one thread each. A read waits only while all of them are busy with other reads.
final class ReaderPool: Sendable {
    typealias Read = @Sendable (Result<Connection, StorageError>) -> Void

    private struct Reader: Sendable {
        let thread: DispatchQueue
        let queue: DatabaseQueue
    }

    private struct State {
        var idle: [Reader]
        var waiting: [Read] = []
        /// Wait for the end of the turn.
        var gathered: [Read] = []
        var isHelping = false
        var isClosed = false
    }

    private static let worthSharing = 8

    private let path: String
    private let state: Mutex<State>
    private let all: [Reader]
    /// For reads of one row.
    private let inPlace: DatabaseQueue
    private let helper: Reader

    init(path: String, count: Int) throws {
        self.path = path
        func reader(_ name: String) throws -> Reader {
            Reader(
                thread: DispatchQueue(label: "hearth.storage.\(name)", qos: .userInitiated),
                queue: try DatabaseQueue(path: path, configuration: .reader)
            )
        }
        all = try (0..<count).map { try reader("reader.\($0)") }
        inPlace = try DatabaseQueue(path: path, configuration: .reader)
        helper = try reader("helper")
        state = Mutex(State(idle: all))
    }

    func read(_ body: @escaping Read) {
        enum Next { case work(Reader), wait, refuse }
        let next = state.withLock { state -> Next in
            if state.isClosed { return .refuse }
            if let reader = state.idle.popLast() { return .work(reader) }
            state.waiting.append(body)
            return .wait
        }
        // Outside of the lock: the thread that wakes takes it.
        switch next {
        case .work(let reader): reader.thread.async { self.work(reader, body) }
        case .wait: return
        case .refuse: body(.failure(.closed))
        }
    }

    /// Runs `body` on the thread that calls the action of `together`, with a connection of its own. Where enough has come
    /// in together to be worth waking the helper, that does half of it.
    func read(_ together: Together, _ body: @escaping Read) {
        let isFirst = state.withLock { state in
            state.gathered.append(body)
            return state.gathered.count == 1
        }
        if isFirst { together { self.readGathered() } }
    }

    private func readGathered() {
        let (bodies, isShared, isClosed) = state.withLock { state in
            let isShared = state.gathered.count >= Self.worthSharing && !state.isHelping && !state.isClosed
            if isShared { state.isHelping = true }
            defer { state.gathered = [] }
            return (state.gathered, isShared, state.isClosed)
        }
        if isClosed { return bodies.forEach { $0(.failure(.closed)) } }
        let shared = bodies.suffix(isShared ? bodies.count / 2 : 0)
        if isShared { helper.thread.async { self.help(shared) } }
        inPlace.inDatabase { database in
            let connection = Connection(database, path: path)
            for body in bodies.dropLast(shared.count) { body(.success(connection)) }
        }
    }

    private func help(_ bodies: ArraySlice<Read>) {
        helper.queue.inDatabase { database in
            let connection = Connection(database, path: path)
            for body in bodies { body(.success(connection)) }
        }
        state.withLock { $0.isHelping = false }
    }

    /// Runs `first` and then whatever has come to wait.
    private func work(_ reader: Reader, _ first: @escaping Read) {
        reader.queue.inDatabase { database in
            let connection = Connection(database, path: path)
            var body = first
            while true {
                body(.success(connection))
                let next: Read? = state.withLock { state in
                    if state.waiting.isEmpty {
                        state.idle.append(reader)
                        return nil
                    }
                    return state.waiting.removeFirst()
                }
                guard let next else { return }
                body = next
            }
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
        for reader in all + [helper] {
            // A reader that has not begun its last read yet still has it before it on its thread.
            reader.thread.sync {}
            try? reader.queue.close()
        }
        try? inPlace.close()
    }
}
