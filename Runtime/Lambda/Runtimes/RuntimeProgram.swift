import Processes

#if canImport(Glibc)
    import Glibc
#endif

/// What runs a function on this machine.
enum RuntimeProgram: Hashable {
    case bootstrap(String)
    /// An interpreter of this machine.
    case interpreted(ManagedRuntime)
    case missingBootstrap
    /// Why nothing does, and what to do about it.
    case none(String)
}

extension FunctionConfiguration {
    /// Its own program wherever it has one; looks at the files.
    var program: RuntimeProgram {
        if packageType == "Image" {
            return .none("Hearth runs no container images: create the function from a zip with a bootstrap instead")
        }
        if let path = bootstrapCandidates.first(where: FileSystem.isExecutable) { return .bootstrap(path) }
        if let managedRuntime { return .interpreted(managedRuntime) }
        if LambdaRuntimes.isCustom(runtime) {
            // One that is there and no program fails when it is started, which says why.
            return bootstrapCandidates.first { FileSystem.version(of: $0) != nil }.map { .bootstrap($0) }
                ?? .missingBootstrap
        }
        return .none(
            "Hearth has no \(runtime): it runs functions for provided.al2023, python3.* and nodejs*. Put an executable "
                + "bootstrap into the zip that starts the runtime's interface client, and it is run instead"
        )
    }

    /// A command behind the program that the variable `AWS_LAMBDA_EXEC_WRAPPER` names, which is given it as arguments; as
    /// on AWS, custom runtimes do without.
    /// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-modify.html
    func wrapped(_ command: [String]) -> [String] {
        guard let wrapper = environment["AWS_LAMBDA_EXEC_WRAPPER"], !wrapper.isEmpty else { return command }
        return [local(wrapper)] + command
    }

    /// Where a file is here that AWS has below `/var/task` or `/opt`.
    private func local(_ path: String) -> String {
        if path.hasPrefix("/var/task/") { return "\(codeDirectory)/\(path.dropFirst("/var/task/".count))" }
        guard path.hasPrefix("/opt/") else { return path }
        let candidates = layerDirectories.map { "\($0)/\(path.dropFirst("/opt/".count))" }
        return candidates.first(where: FileSystem.isExecutable) ?? path
    }

    /// Where AWS has a file that is here.
    func onLambda(_ path: String) -> String {
        for (here, there) in folders where path.hasPrefix(here) { return there + path.dropFirst(here.count) }
        return path
    }

    /// What a runtime reports of an error, as callers get it: with AWS's paths, in stack traces for the most part. The log
    /// keeps those of this machine.
    func onLambda(_ error: ReportedError) -> FunctionFailure {
        let document = folders.reduce(error.document) { document, folder in
            document.replacing(Array(folder.here.utf8), with: Array(folder.there.utf8))
        }
        return .reported(type: error.type, document: document)
    }

    /// Of the code and the layers, here and on AWS.
    private var folders: [(here: String, there: String)] {
        ([(codeDirectory, "/var/task/")] + layerDirectories.map { ($0, "/opt/") }).map { ("\($0)/", $1) }
    }

    /// Why a program could not be started, in Lambda's words. A wrapper is started by a shell there.
    func startFailure(of path: String, _ error: ProcessError, requestID: String) -> FunctionFailure {
        if wrapped([]).first == path, managedRuntime != nil {
            return .exited(requestID: requestID, .code(error.errno == ENOENT ? 127 : 126))
        }
        return .notStarted(requestID: requestID, reason: "fork/exec \(onLambda(path)): \(error.reason)")
    }

    /// The folders that stand for `/opt`, the one that wins first.
    var layerDirectories: [String] { layers.reversed().map(\.directory) }
}
