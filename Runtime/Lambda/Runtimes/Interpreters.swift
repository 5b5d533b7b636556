import FoundationEssentials
import Processes
import Synchronization

/// The interpreters of this machine: of Python those that have AWS's runtime interface client, `awslambdaric`, of Node.js
/// those from 18 on.
///
/// A function's own version is preferred; where that is not there, another one runs it, and the user is told.
final class Interpreters: Sendable {
    private let supervisor: ProcessSupervisor
    private let note: @Sendable (String) -> Void
    private let found = Mutex<[ManagedRuntime: Interpreter]>([:])

    init(_ supervisor: ProcessSupervisor, note: @escaping @Sendable (String) -> Void) {
        self.supervisor = supervisor
        self.note = note
    }

    /// Calls `completion`, on whatever thread, with the interpreter for a runtime, or with `nil` where there is none. One that
    /// was not found is looked for again the next time.
    func find(_ runtime: ManagedRuntime, completion: @escaping @Sendable (Interpreter?) -> Void) {
        if let known = found.withLock({ $0[runtime] }) { return completion(known) }
        probe(runtime.candidates[...], runtime) { [self] interpreter in
            if let interpreter, found.withLock({ $0.updateValue(interpreter, forKey: runtime) }) == nil,
                !interpreter.isOf(runtime)
            {
                let name = runtime.language.name
                note("no \(name) \(runtime.version) is here: its functions run on \(name) \(interpreter.version)")
            }
            completion(interpreter)
        }
    }

    private func probe(
        _ paths: ArraySlice<String>,
        _ runtime: ManagedRuntime,
        _ completion: @escaping @Sendable (Interpreter?) -> Void
    ) {
        guard let path = paths.first else { return completion(nil) }
        let printed = Printed()
        guard let pipe = try? LogPipe(onLine: { printed.append($0) }) else { return completion(nil) }
        let specification = ProcessSpecification(
            path: path,
            arguments: runtime.language.probe,
            environment: ProcessInfo.processInfo.environment,
            workingDirectory: "/",
            output: pipe.writeEnd
        )
        supervisor.start(specification) { [self] result in
            pipe.closeWriteEnd()
            if case .failure = result { probe(paths.dropFirst(), runtime, completion) }
        } onExit: { [self] exit, _ in
            pipe.finish()
            if exit == .code(0), let interpreter = printed.interpreter { return completion(interpreter) }
            probe(paths.dropFirst(), runtime, completion)
        }
    }

    /// What a probe has printed.
    private final class Printed: Sendable {
        private let lines = Mutex<[String]>([])

        func append(_ line: [UInt8]) { lines.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }

        var interpreter: Interpreter? {
            for line in lines.withLock({ $0 }) where line.hasPrefix("hearth ") {
                let words = line.split(separator: " ", maxSplits: 2).map(String.init)
                if words.count == 3 { return Interpreter(path: words[2], version: words[1]) }
            }
            return nil
        }
    }
}

extension ManagedRuntime {
    /// Where its interpreter may be, the best first.
    fileprivate var candidates: [String] {
        let environment = ProcessInfo.processInfo.environment
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":").map(String.init)
        func paths(_ names: [String]) -> [String] { names.flatMap { name in folders.map { "\($0)/\(name)" } } }
        let candidates =
            switch language {
            case .python: paths(["python\(version)", "python3"])
            case .nodejs: managedByNvm(environment) + paths(["node\(version)", "node", "nodejs"])
            }
        return candidates.filter(FileSystem.isExecutable)
    }

    /// Those of the right version that https://github.com/nvm-sh/nvm has installed.
    private func managedByNvm(_ environment: [String: String]) -> [String] {
        let root = environment["NVM_DIR"] ?? environment["HOME"].map { "\($0)/.nvm" } ?? ""
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/versions/node")) ?? []
        return versions.filter { $0.hasPrefix("v\(version).") }.sorted(by: >).map {
            "\(root)/versions/node/\($0)/bin/node"
        }
    }
}

extension ManagedRuntime.Language {
    fileprivate var name: String {
        switch self {
        case .python: "Python"
        case .nodejs: "Node.js"
        }
    }

    /// Arguments that let an interpreter print its version and its own path, which a launcher such as pyenv's may stand
    /// before, or fail where it does not do.
    fileprivate var probe: [String] {
        switch self {
        case .python:
            ["-c", "import platform, sys, awslambdaric; print('hearth', platform.python_version(), sys.executable)"]
        case .nodejs:
            [
                "-e",
                "const {node} = process.versions; if (parseInt(node) < 18) process.exit(1);"
                    + "console.log('hearth', node, process.execPath)",
            ]
        }
    }
}
