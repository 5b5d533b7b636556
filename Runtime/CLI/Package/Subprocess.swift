#if canImport(Glibc)
    import Glibc
#endif

/// A program that runs to its end while the command waits. Its errors go where the command's go.
struct Subprocess {
    struct Result {
        /// Minus the signal's number where one has ended it.
        var status: Int32
        var output: [UInt8]
    }

    /// The program is looked for in `PATH` unless it is a path.
    var words: [String]
    var input: [UInt8] = []

    init(_ words: [String], input: [UInt8] = []) { (self.words, self.input) = (words, input) }

    /// Runs it with what it prints going to `output`, or to this command's standard error where that is not wanted.
    func run(isOutputWanted: Bool = true) throws(CommandError) -> Result {
        let (input, output) = (try Self.pipe(), try Self.pipe())
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, input.reading, 0)
        posix_spawn_file_actions_adddup2(&actions, isOutputWanted ? output.writing : 2, 1)
        var pid = pid_t()
        let arguments = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        let failure = posix_spawnp(&pid, words[0], &actions, nil, arguments + [nil], environ)
        close(input.reading)
        close(output.writing)
        guard failure == 0 else {
            close(input.writing)
            close(output.reading)
            throw CommandError("\(words[0]) cannot be started: \(String(cString: strerror(failure)))")
        }
        return Self.finish(pid, self.input, to: input.writing, output.reading)
    }

    private static func pipe() throws(CommandError) -> (reading: Int32, writing: Int32) {
        var ends: [Int32] = [0, 0]
        guard Glibc.pipe(&ends) == 0 else {
            throw CommandError("there is no pipe to be had: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        return (ends[0], ends[1])
    }

    /// Writes and reads at the same time, because the program may do one before the other.
    private static func finish(_ pid: pid_t, _ input: [UInt8], to writing: Int32, _ reading: Int32) -> Result {
        var output: [UInt8] = []
        var rest = input[...]
        signal(SIGPIPE, SIG_IGN)
        _ = fcntl(writing, F_SETFL, O_NONBLOCK)
        var isWriting = true
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            if isWriting, rest.isEmpty {
                close(writing)
                isWriting = false
            }
            var files = [
                pollfd(fd: reading, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isWriting ? writing : -1, events: Int16(POLLOUT), revents: 0),
            ]
            poll(&files, 2, -1)
            if files[1].revents != 0 {
                let count = rest.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
                rest = count > 0 ? rest.dropFirst(count) : errno == EAGAIN ? rest : []
            }
            if files[0].revents != 0 {
                let count = read(reading, &chunk, chunk.count)
                if count <= 0 { break }
                output += chunk[..<count]
            }
        }
        if isWriting { close(writing) }
        close(reading)
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        return Result(status: status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F), output: output)
    }
}
