import FoundationEssentials
import Processes
import Synchronization

/// The Python interpreters of this machine that have AWS's runtime interface client, `awslambdaric`.
///
/// A function's own version is preferred; where that is not there, another one runs it.
final class PythonInterpreters: Sendable {
    /// Prints the interpreter's own path, which a launcher such as pyenv's may stand before.
    private static let script = "import sys, awslambdaric; print('hearth', sys.executable)"

    private let supervisor: ProcessSupervisor
    /// By version; `nil` within for one that was looked for in vain.
    private let found = Mutex<[String: String?]>([:])

    init(_ supervisor: ProcessSupervisor) { self.supervisor = supervisor }

    /// Calls `completion`, on whatever thread, with the path of the interpreter for a version such as `3.12`, or with `nil`
    /// where there is none. One that was not found is looked for again the next time.
    func find(_ version: String, completion: @escaping @Sendable (String?) -> Void) {
        if let known = found.withLock({ $0[version] }) { return completion(known) }
        probe(Self.candidates(version)[...]) { [self] path in
            if let path { found.withLock { $0[version] = path } }
            completion(path)
        }
    }

    private static func candidates(_ version: String) -> [String] {
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(
            separator: ":"
        )
        return ["python\(version)", "python3"].flatMap { name in folders.map { "\($0)/\(name)" } }
            .filter(FileSystem.isExecutable)
    }

    private func probe(_ paths: ArraySlice<String>, _ completion: @escaping @Sendable (String?) -> Void) {
        guard let path = paths.first else { return completion(nil) }
        let collected = Collected()
        guard let pipe = try? LogPipe(onLine: { collected.append($0) }) else { return completion(nil) }
        let specification = ProcessSpecification(
            path: path,
            arguments: ["-c", Self.script],
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: "/",
            output: pipe.writeEnd
        )
        supervisor.start(specification) { [self] result in
            pipe.closeWriteEnd()
            if case .failure = result { probe(paths.dropFirst(), completion) }
        } onExit: { [self] exit, _ in
            pipe.finish()
            if exit == .code(0), let path = collected.interpreter { return completion(path) }
            probe(paths.dropFirst(), completion)
        }
    }

    /// What a probe has printed.
    private final class Collected: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

        var interpreter: String? {
            lines.withLock { lines in
                lines.first { $0.hasPrefix("hearth ") }.map { String($0.dropFirst("hearth ".count)) }
            }
        }
    }
}
