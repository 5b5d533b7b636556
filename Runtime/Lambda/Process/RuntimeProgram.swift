/// What runs a function on this machine.
enum RuntimeProgram: Hashable {
    case bootstrap(String)
    /// An interpreter of this version, such as `3.12`, with AWS's runtime interface client.
    case python(String)
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
        if runtime.hasPrefix("python3.") { return .python(String(runtime.dropFirst("python".count))) }
        if LambdaRuntimes.isCustom(runtime) { return .missingBootstrap }
        return .none(
            "Hearth has no \(runtime): it runs functions for provided.al2023 and for python3.*. Put an executable bootstrap "
                + "into the zip that starts the runtime's interface client, and it is run instead"
        )
    }

    /// The folders that stand for `/opt`, the one that wins first.
    var layerDirectories: [String] { layers.reversed().map(\.directory) }
}

extension RuntimeProgram {
    static func missingPython(_ version: String) -> String {
        "Hearth finds no Python with awslambdaric for python\(version): install python\(version), or any python3, and run "
            + "'python3 -m pip install awslambdaric'"
    }
}
