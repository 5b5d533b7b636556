import Foundation
import JSON
import Programs
import Testing

/// A language whose functions are run from their sources, and one small project in it: a function of two files with a
/// layer, and one in the template itself.
struct InterpretedLanguage: Sendable, CustomTestStringConvertible {
    var name: String
    var runtime: String
    var handler: String
    var layer: (path: String, text: String)
    var names: (path: String, text: @Sendable (String) -> String)
    var app: (path: String, text: String)
    var inline: String

    var testDescription: String { name }

    /// Those that this machine can run.
    static let here = [
        Program.pythonHas("awslambdaric") ? python : nil,
        Program.exists("node") ? node : nil,
    ].compactMap(\.self)

    static let python = Self(
        name: "Python",
        runtime: "python3.12",
        handler: "src.app.handler",
        layer: ("python/words.py", "GREETING = 'Hello'\n"),
        names: ("src/names.py", { "NAME = '\($0)'\n" }),
        app: (
            "src/app.py",
            "import words\nfrom src.names import NAME\n\ndef handler(event, context):\n    return f'{words.GREETING}, {NAME}'\n"
        ),
        inline: "def handler(event, context): return {'inline': event}"
    )

    static let node = Self(
        name: "Node.js",
        runtime: "nodejs22.x",
        handler: "src/app.handler",
        layer: ("nodejs/node_modules/words/index.js", "exports.greeting = 'Hello'\n"),
        names: ("src/names.js", { "exports.name = '\($0)'\n" }),
        app: (
            "src/app.js",
            "const words = require('words'), {name} = require('./names')\n"
                + "exports.handler = async () => `${words.greeting}, ${name}`\n"
        ),
        inline: "exports.handler = async (event) => ({inline: event});"
    )

    var template: String {
        """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: \(runtime), Timeout: 60}}
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {LayerName: words, ContentUri: layer/}}
          Greeter:
            Type: AWS::Serverless::Function
            Properties: {Handler: \(handler), CodeUri: ., Layers: [!Ref Shared], FunctionName: greeter}
          Inline:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              InlineCode: |
                \(inline)

        """
    }

    func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("template.yaml", template)
        try workshop.write("layer/\(layer.path)", layer.text)
        try workshop.write(names.path, names.text("Ada"))
        try workshop.write(app.path, app.text)
        return workshop
    }
}

/// Functions as SAM's users write them: a folder, a layer, a few lines in the template.
@Suite(.fewAtATime, .timeLimit(.minutes(10))) struct InterpretedFunctionTests {
    @Test(arguments: InterpretedLanguage.here)
    func runFromAFolderWithALayerAndFromTheTemplate(_ language: InterpretedLanguage) async throws {
        let workshop = try language.workshop()
        let valid = try await workshop.hearth("validate")
        #expect(valid.status == 0 && !valid.output.contains("warning"), "\(valid)")
        let greeting = try await workshop.hearth("invoke", "greeter", "--ephemeral")
        #expect(greeting.status == 0 && greeting.output == "\"Hello, Ada\"\n", "\(greeting)")
        let inline = try await workshop.hearth("invoke", "Inline", "--ephemeral", "--event", "{\"a\":1}")
        #expect(try JSON(parsing: inline.output) == ["inline": ["a": 1]], "\(inline)")
    }

    @Test(arguments: InterpretedLanguage.here)
    func areNewWhenAnyOfTheirFilesChanges(_ language: InterpretedLanguage) async throws {
        let hearth = try await RunningHearth(try language.workshop())
        func greeting() async throws -> String { try await hearth.workshop.hearth("invoke", "greeter").output }
        #expect(try await greeting() == "\"Hello, Ada\"\n")
        try hearth.workshop.write(language.names.path, language.names.text("Grace Hopper"))
        let inline = try await hearth.workshop.hearth("invoke", "Inline", "--event", "1")
        #expect(try JSON(parsing: inline.output) == ["inline": 1], "\(inline)")
        while try await greeting() != "\"Hello, Grace Hopper\"\n" { try await Task.sleep(for: .milliseconds(50)) }
    }
}
