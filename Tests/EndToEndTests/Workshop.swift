import Foundation
import Programs

/// A folder for one test, with functions in it and a template that names them.
final class Workshop: Sendable {
    let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/hearth-e2e-\(UInt64.random(in: 0..<UInt64.max))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    func write(_ name: String, _ text: String, executable: Bool = false) throws {
        let path = "\(folder)/\(name)"
        let parent = URL(filePath: path).deletingLastPathComponent().path
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: path))
        if executable { try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path) }
    }

    /// A function that is a script, in a folder of its name. `next` sets `$id` and `$event`, `answer TEXT` replies.
    func script(_ name: String, _ body: String) throws {
        try write("\(name)/bootstrap", Self.prelude + body + "\n", executable: true)
    }

    private static let prelude = #"""
        #!/bin/bash
        base="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        next() {
            exec 3< <(curl -sS -D - "$base/invocation/next")
            id=""; while IFS= read -r line <&3; do
                line="${line%$'\r'}"; [ -z "$line" ] && break
                case "${line,,}" in lambda-runtime-aws-request-id:*) id="${line#*: }";; esac
            done
            event="$(cat <&3)"
        }
        answer() { curl -sS -o /dev/null -X POST "$base/invocation/$id/response" -d "$1"; }

        """#

    /// A template with these functions, each with a route `POST /name`; more of their properties as JSON members.
    func template(_ functions: [String: String], resources: String = "") throws {
        let entries = functions.sorted { $0.key < $1.key }.map { name, properties in
            #"""
            "\#(name)": {"Type": "AWS::Serverless::Function", "Properties": {
                "Handler": "app.handler", "Runtime": "provided.al2023", "CodeUri": "\#(name)",
                \#(properties.isEmpty ? "" : properties + ",")
                "Events": {"Call": {"Type": "HttpApi", "Properties": {"Method": "POST", "Path": "/\#(name)"}}}}}
            """#
        }
        let all = (entries + (resources.isEmpty ? [] : [resources])).joined(separator: ",\n")
        try write(
            "template.json",
            #"{"Transform": "AWS::Serverless-2016-10-31", "Resources": {\#(all)}}"#
        )
    }

    /// The product's own template, with its functions as they have just been built. `provider`: the address of the
    /// books that can be imported.
    /// `edits` are texts of the template and what stands in their place.
    func bookService(provider: String? = nil, workerTimeout: Int? = nil, edits: [String: String] = [:]) throws {
        var template = try String(contentsOfFile: Program.repository + "/template.json", encoding: .utf8)
        if let workerTimeout { template.replace("\"Timeout\": 120", with: "\"Timeout\": \(workerTimeout)") }
        for (text, other) in edits { template.replace(text, with: other) }
        try write("template.json", template)
        let secrets = try String(contentsOfFile: Program.repository + "/secrets.example.json", encoding: .utf8)
        try write("secrets.json", provider.map { secrets.replacing("http://127.0.0.1:8090", with: $0) } ?? secrets)
        for product in ["Books", "Catalog"] {
            let code = "\(folder)/.build/hearth/\(product)"
            try FileManager.default.createDirectory(atPath: code, withIntermediateDirectories: true)
            try FileManager.default.createSymbolicLink(
                atPath: "\(code)/bootstrap",
                withDestinationPath: "\(Program.products)/\(product)"
            )
        }
    }

    func hearth(_ arguments: String..., input: String = "") async throws -> ProgramResult {
        try await Program.run(Program.hearth, arguments, in: folder, input: input)
    }
}
