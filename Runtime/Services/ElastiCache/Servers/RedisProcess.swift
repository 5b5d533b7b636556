import FoundationEssentials
import Processes
import Synchronization
import Time

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A server of this machine's that runs for one cache, on the same port for as long as Hearth does: when it dies, it is
/// started again.
final class RedisProcess: Sendable {
    let port: Int
    private let program: String
    private let directory: String
    private let supervisor: ProcessSupervisor
    private let time: any TimeSource
    private let note: @Sendable (String) -> Void
    private let state = Mutex(State())

    private struct State {
        var process: ChildProcess?
        /// It has answered once, so that it is started again when it ends.
        var isReady = false
        var isStopping = false
        var hasEnded = false
        var startedAt: Timestamp?
        var restarts = RestartPolicy()
    }

    /// Starts `program` in `directory`, where it keeps its data and its log, and waits until it answers.
    static func start(
        _ program: String,
        directory: String,
        options: RedisServerOptions,
        isDurable: Bool,
        supervisor: ProcessSupervisor,
        time: any TimeSource,
        note: @escaping @Sendable (String) -> Void
    ) async throws(ElastiCacheError) -> RedisProcess {
        try prepare(directory)
        var tries = 3
        while true {
            guard let port = LoopbackPort.free() else { throw ElastiCacheError("there is no free port on 127.0.0.1") }
            let file = RedisConfigurationFile(port: port.number, options: options, isDurable: isDurable)
            try write(file.text, to: "\(directory)/\(configurationName)")
            let redis = RedisProcess(program, directory, port.number, supervisor, time, note)
            redis.launch()
            do throws(ElastiCacheError) {
                try await redis.waitUntilReady()
                return redis
            } catch {
                // Another program may have been faster to take the port; then it has ended.
                let hasEnded = redis.state.withLock(\.hasEnded)
                await redis.stop()
                tries -= 1
                if tries == 0 || !hasEnded { throw error }
            }
        }
    }

    private init(
        _ program: String,
        _ directory: String,
        _ port: Int,
        _ supervisor: ProcessSupervisor,
        _ time: any TimeSource,
        _ note: @escaping @Sendable (String) -> Void
    ) {
        self.program = program
        self.directory = directory
        self.port = port
        self.supervisor = supervisor
        self.time = time
        self.note = note
    }

    // MARK: Files

    private static let configurationName = "redis.conf"
    private var log: String { "\(directory)/redis.log" }

    private static func prepare(_ directory: String) throws(ElastiCacheError) {
        do {
            try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        } catch {
            throw ElastiCacheError("the folder \(directory) cannot be made")
        }
    }

    /// For this user's eyes: there may be a password in it.
    private static func write(_ text: String, to path: String) throws(ElastiCacheError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw ElastiCacheError("\(path) cannot be written") }
        defer { close(descriptor) }
        guard Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count else {
            throw ElastiCacheError("\(path) cannot be written")
        }
    }

    // MARK: Starting

    private func launch() {
        let output = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard output >= 0 else { return ended("\(log) cannot be written") }
        let specification = ProcessSpecification(
            path: program,
            arguments: [Self.configurationName],
            environment: ["PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"],
            workingDirectory: directory,
            output: output
        )
        supervisor.start(specification) { [self] result in
            close(output)
            switch result {
            case .success(let process): launched(process)
            case .failure(let error): ended(error.description)
            }
        } onExit: { [self] exit, _ in
            switch exit {
            case .code(let code): ended("it ended with status \(code)")
            case .signal(let number): ended("it was ended by signal \(number)")
            }
        }
    }

    private func launched(_ process: ChildProcess) {
        let isUnwanted = state.withLock { state in
            state.process = process
            state.hasEnded = false
            state.startedAt = time.now
            return state.isStopping
        }
        if isUnwanted { process.kill() }
    }

    /// Starts it again, in a while, unless it never answered or is to stop.
    private func ended(_ reason: String) {
        let delay = state.withLock { state -> Duration? in
            state.process = nil
            state.hasEnded = true
            guard state.isReady, !state.isStopping else { return nil }
            return state.restarts.delay(afterRunning: state.startedAt.map { time.now - $0 } ?? .zero)
        }
        guard let delay else { return }
        note("\(program) on port \(port) is started again: \(reason)\(lastWords); its log is \(log)")
        time.schedule(after: delay) { [self] in
            if !state.withLock(\.isStopping) { launch() }
        }
    }

    /// A large data set takes a while to be read.
    private func waitUntilReady() async throws(ElastiCacheError) {
        let reminder = time.schedule(after: .seconds(3)) { [self] in
            note("waiting for \(program) on port \(port) to answer; its log is \(log)")
        }
        defer { reminder.cancel() }
        let deadline = time.now + .seconds(60)
        while !state.withLock(\.hasEnded) {
            if LoopbackPort(number: port).answers {
                state.withLock { $0.isReady = true }
                return
            }
            // After the look: on a full machine a sleep may last for long.
            if time.now >= deadline { break }
            do { try await time.sleep(for: .milliseconds(20)) } catch { break }
        }
        throw ElastiCacheError(
            state.withLock(\.hasEnded)
                ? "\(program) does not start\(lastWords). If its data in \(directory) is damaged, remove that folder: "
                    + "a cache fills again. Its log is \(log)"
                : "\(program) has not answered for a minute; its log is \(log)"
        )
    }

    /// The last line of its log, which mostly says why it has ended.
    private var lastWords: String {
        guard let data = FileManager.default.contents(atPath: log) else { return "" }
        let line = String(decoding: data.suffix(4_096), as: UTF8.self).split(separator: "\n").last
        return line.map { ": \($0)" } ?? ""
    }

    // MARK: Stopping

    /// Asks it to end, which it does when all is written, and ends it after five seconds.
    func stop() async {
        let process = state.withLock { state in
            state.isStopping = true
            return state.process
        }
        process?.terminate()
        let deadline = time.now + .seconds(5)
        while state.withLock({ $0.process != nil }), time.now < deadline {
            do { try await time.sleep(for: .milliseconds(10)) } catch { break }
        }
        state.withLock { $0.process }?.kill()
    }
}
