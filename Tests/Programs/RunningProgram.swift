import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A program that a test has started. It is killed when the last reference to it goes, and after a quarter of an hour: who
/// waits for what it does not say is to fail and not to wait on.
///
/// Foundation's `Process` does not do here: it reads past the end of a buffer when this process has some 1,350 files
/// open, and it hands on the signals that a test's thread has blocked.
package final class RunningProgram: @unchecked Sendable {
    /// Where its standard error goes.
    package enum Errors { case apart, withOutput, nowhere }

    package let pid: pid_t
    /// Its standard input; what it reads ends when this is closed.
    package let input: FileHandle
    package let output: FileHandle
    /// At its end from the start unless errors are kept apart.
    package let errors: FileHandle
    private let lock = NSLock()
    private var status: Int32?
    private let limit: any DispatchSourceTimer
    private static let starting = NSLock()

    package struct NotStarted: Error {
        package var path: String
        package var reason: String
    }

    /// `environment` and `folder` are this process's own unless given.
    package init(
        _ path: String,
        _ arguments: [String] = [],
        in folder: String? = nil,
        environment: [String: String]? = nil,
        errors: Errors = .apart
    ) throws {
        // So that no program gets the ends of another's pipes.
        Self.starting.lock()
        defer { Self.starting.unlock() }
        let (input, output, errorPipe) = (Self.pipe(), Self.pipe(), Self.pipe())
        var files = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&files)
        defer { posix_spawn_file_actions_destroy(&files) }
        posix_spawn_file_actions_adddup2(&files, input.fileHandleForReading.fileDescriptor, 0)
        posix_spawn_file_actions_adddup2(&files, output.fileHandleForWriting.fileDescriptor, 1)
        switch errors {
        case .apart: posix_spawn_file_actions_adddup2(&files, errorPipe.fileHandleForWriting.fileDescriptor, 2)
        case .withOutput: posix_spawn_file_actions_adddup2(&files, 1, 2)
        case .nowhere: posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0)
        }
        Self.keepOpenFiles()
        let words = (folder.map { ["/usr/bin/env", "-C", $0] } ?? []) + [path] + arguments
        pid = try Self.spawn(words, environment ?? ProcessInfo.processInfo.environment, &files)
        // Not before: one that was never activated must not be released.
        limit = DispatchSource.makeTimerSource()
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
        self.errors = errorPipe.fileHandleForReading
        for end in [input.fileHandleForReading, output.fileHandleForWriting, errorPipe.fileHandleForWriting] {
            try? end.close()
        }
        limit.setEventHandler { [weak self] in
            print("\(words.joined(separator: " ")) is killed: it has run for a quarter of an hour")
            self?.send(SIGKILL)
        }
        limit.schedule(deadline: .now() + 15 * 60)
        limit.activate()
    }

    /// What the tests have open by now, sockets above all, is not for programs that they start.
    private static func keepOpenFiles() {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        for file in names.compactMap(Int32.init) where file > 2 { _ = fcntl(file, F_SETFD, FD_CLOEXEC) }
    }

    /// Starts a process without blocked or ignored signals.
    private static func spawn(
        _ words: [String],
        _ environment: [String: String],
        _ files: inout posix_spawn_file_actions_t
    ) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var (none, all) = (sigset_t(), sigset_t())
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        let arguments = words.map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in arguments + variables { free(text) } }
        var pid = pid_t()
        var error = posix_spawn(&pid, words[0], &files, &attributes, arguments, variables)
        // A process that is just being made elsewhere may still hold a program open that has just been written.
        for _ in 0..<2_000 where error == ETXTBSY {
            usleep(1_000)
            error = posix_spawn(&pid, words[0], &files, &attributes, arguments, variables)
        }
        guard error == 0 else { throw NotStarted(path: words[0], reason: String(cString: strerror(error))) }
        return pid
    }

    private static func pipe() -> Pipe {
        let pipe = Pipe()
        for end in [pipe.fileHandleForReading, pipe.fileHandleForWriting] {
            _ = fcntl(end.fileDescriptor, F_SETFD, FD_CLOEXEC)
        }
        return pipe
    }

    deinit {
        limit.cancel()
        kill()
    }

    /// Sends a signal, unless it has ended.
    package func send(_ signal: Int32) {
        lock.withLock { if status == nil { _ = Glibc.kill(pid, signal) } }
    }

    /// Ends it at once and waits for that.
    package func kill() {
        send(SIGKILL)
        wait()
    }

    /// Its exit status when it has ended, or 128 and the number of the signal that ended it.
    @discardableResult
    package func wait() -> Int32 {
        if let status = lock.withLock({ status }) { return status }
        // Waiting takes no lock; only what has been waited for is no longer there to be sent a signal.
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) == -1 && errno == EINTR {}
        return lock.withLock {
            if let status { return status }
            var raw: Int32 = 0
            while waitpid(pid, &raw, 0) == -1 && errno == EINTR {}
            let status = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : 128 + (raw & 0x7F)
            self.status = status
            return status
        }
    }
}
