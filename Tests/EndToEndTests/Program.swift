import Foundation
import JSON
import Programs

/// Programs as a user would run them.
enum Program {
    /// Where SwiftPM has put the executables.
    static let products = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent().path
    static let hearth = "\(products)/hearth"

    /// The top of the repository.
    static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path

    /// The names of the template's functions that are in one of its programs.
    static func functions(of product: String) throws -> [String] {
        let template = try JSON(parsing: Data(contentsOf: URL(filePath: "\(repository)/template.json")))
        return (template["Resources"]?.objectValue?.members ?? []).map(\.value).compactMap {
            $0["Metadata"]?["SwiftProduct"]?.stringValue == product
                ? $0["Properties"]?["FunctionName"]?.stringValue : nil
        }
    }

    /// Runs a program to its end, `environment` added to what all have here.
    static func run(
        _ path: String,
        _ arguments: [String],
        in folder: String = repository,
        environment: [String: String] = [:],
        input: String = ""
    ) async throws -> ProgramResult {
        let environment = Self.environment.merging(environment) { $1 }
        return try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread {
                continuation.resume(
                    with: Result {
                        try RunningProgram.run(path, arguments, in: folder, environment: environment, input: input)
                    }
                )
            }
        }
    }

    /// This process's, without what would lead commands to another Hearth or to AWS.
    static var environment: [String: String] {
        var environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
        environment["AWS_ACCESS_KEY_ID"] = "test"
        environment["AWS_SECRET_ACCESS_KEY"] = "test"
        environment["AWS_DEFAULT_REGION"] = "us-east-1"
        environment["HEARTH_ENDPOINT_PORT"] = "1"
        return environment
    }

    /// Whether a command is on the path, or a Python module can be imported.
    static func exists(_ command: String) -> Bool { shell("command -v \(command)") }
    /// Whether user namespaces are allowed here.
    static var canChangeRoot: Bool { shell("unshare -r chroot / true") }
    static func pythonHas(_ module: String) -> Bool { shell("python3 -c 'import \(module)'") }

    private static func shell(_ script: String) -> Bool {
        (try? RunningProgram.run("/bin/sh", ["-c", script]))?.status == 0
    }
}
