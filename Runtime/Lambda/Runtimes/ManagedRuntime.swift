/// One of AWS's own runtimes that an interpreter of this machine stands in for.
struct ManagedRuntime: Hashable, Sendable {
    enum Language: Sendable { case python, nodejs }

    let language: Language
    /// Such as `3.12` of Python, `22` of Node.js.
    let version: String

    /// `nil` for a runtime that has no stand-in.
    init?(_ runtime: String) {
        if runtime.hasPrefix("python3.") {
            (language, version) = (.python, String(runtime.dropFirst("python".count)))
        } else if runtime.hasPrefix("nodejs"), runtime.hasSuffix(".x") {
            (language, version) = (.nodejs, String(runtime.dropFirst("nodejs".count).dropLast(".x".count)))
        } else {
            return nil
        }
    }

    /// The folders of a layer that modules are found in, relative to it.
    /// https://docs.aws.amazon.com/lambda/latest/dg/packaging-layers.html
    var layerFolders: [String] {
        switch language {
        case .python: ["python", "python/lib/python\(version)/site-packages"]
        case .nodejs: ["nodejs/node\(version)/node_modules", "nodejs/node_modules"]
        }
    }

    /// Endings of the files that functions are written in.
    var sourceEndings: [String] {
        switch language {
        case .python: [".py"]
        case .nodejs: [".js", ".mjs", ".cjs", ".json"]
        }
    }

    /// What to install where no interpreter is found.
    var missing: String {
        switch language {
        case .python:
            "Hearth finds no Python with awslambdaric for python\(version): install python\(version), or any python3, and run "
                + "'python3 -m pip install awslambdaric'"
        case .nodejs:
            "Hearth finds no Node.js for nodejs\(version).x: install Node.js \(version), or any from 18 on, so that 'node' is in "
                + "the PATH"
        }
    }
}

/// A program that runs functions of a managed runtime.
struct Interpreter: Sendable, Hashable {
    var path: String
    /// Such as `3.12.4`.
    var version: String

    func isOf(_ runtime: ManagedRuntime) -> Bool { "\(version).".hasPrefix("\(runtime.version).") }

    /// What is started for a function: its handler is loaded by AWS's runtime interface client for Python, and by Hearth's own
    /// at `nodeClient` for Node.js.
    func command(_ function: FunctionConfiguration, _ runtime: ManagedRuntime, nodeClient: String) -> [String] {
        switch runtime.language {
        case .python: [path, "-m", "awslambdaric", function.handler]
        case .nodejs: [path, "--max-http-header-size=81920"] + Self.heapLimits(function) + [nodeClient]
        }
    }

    /// As AWS's runtime sets them: a tenth of the memory for what is young. What `NODE_OPTIONS` says of them wins.
    private static func heapLimits(_ function: FunctionConfiguration) -> [String] {
        let options = (function.environment["NODE_OPTIONS"] ?? "").replacing("_", with: "-")
        if options.contains("--max-semi-space-size") || options.contains("--max-old-space-size") { return [] }
        let young = function.memorySize / 10
        return ["--max-semi-space-size=\(young / 2)", "--max-old-space-size=\(function.memorySize - young)"]
    }
}
