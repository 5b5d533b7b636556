import Dispatch
import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// A shell command that fills a new state: it runs once, when everything is up, and again at the next start until it
/// has succeeded.
struct Seed {
    var command: String
    /// `nil` when nothing is kept, so that every start is with a new state.
    var state: StateDirectory?

    private var marker: String? { state.map { "\($0.path)/seeded" } }

    var isDue: Bool { marker.map { !FileManager.default.fileExists(atPath: $0) } ?? true }

    /// Runs the command with `AWS_ENDPOINT_URL` set and this program's folder first in `PATH`.
    func run(endpointURL: String, console: Console) async {
        let status = await withCheckedContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(returning: execute(endpointURL)) }
        }
        guard status == 0 else {
            return console.warning("the seed command failed and will run again at the next start: \(command)")
        }
        if let marker { _ = FileManager.default.createFile(atPath: marker, contents: nil) }
    }

    private func execute(_ endpointURL: String) -> Int32 {
        var environment = ProcessInfo.processInfo.environment
        environment["AWS_ENDPOINT_URL"] = endpointURL
        if let folder = CommandLine.executableFolder {
            environment["PATH"] = "\(folder):\(environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin")"
        }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        let words: [String] = ["/bin/sh", "-c", command]
        let arguments = words.map { strdup($0) } + [nil]
        defer { for text in variables + arguments { free(text) } }
        var pid: pid_t = 0
        guard posix_spawn(&pid, "/bin/sh", nil, nil, arguments, variables) == 0 else { return -1 }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 && errno == EINTR {}
        return status
    }
}

extension CommandLine {
    /// Where this program lies.
    static var executableFolder: String? {
        guard let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe") else {
            return nil
        }
        return path.lastIndex(of: "/").map { String(path[..<$0]) }
    }
}
