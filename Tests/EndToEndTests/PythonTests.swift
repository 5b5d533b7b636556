import Foundation
import JSON
import Programs
import Testing

/// Functions in Python as SAM's users write them: a folder, a layer, a few lines in the template.
@Suite(.fewAtATime, .enabled(if: Program.pythonHas("awslambdaric")), .timeLimit(.minutes(5))) struct PythonTests {
    private static let template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: python3.12, Timeout: 60}}
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {LayerName: words, ContentUri: layer/}}
          Greeter:
            Type: AWS::Serverless::Function
            Properties: {Handler: src.app.handler, CodeUri: ., Layers: [!Ref Shared], FunctionName: greeter}
          Inline:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              InlineCode: |
                def handler(event, context):
                    return {"inline": event}
        """

    private static func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("template.yaml", template)
        try workshop.write("layer/python/words.py", "GREETING = 'Hello'\n")
        try workshop.write("src/names.py", "NAME = 'Ada'\n")
        try workshop.write(
            "src/app.py",
            "import words\nfrom src.names import NAME\n\ndef handler(event, context):\n    return f'{words.GREETING}, {NAME}'\n"
        )
        return workshop
    }

    @Test func runFromAFolderWithALayerAndFromTheTemplate() async throws {
        let workshop = try Self.workshop()
        let valid = try await workshop.hearth("validate")
        #expect(valid.status == 0 && !valid.output.contains("warning"), "\(valid)")
        let greeting = try await workshop.hearth("invoke", "greeter", "--ephemeral")
        #expect(greeting.status == 0 && greeting.output == "\"Hello, Ada\"\n", "\(greeting)")
        let inline = try await workshop.hearth("invoke", "Inline", "--ephemeral", "--event", "{\"a\":1}")
        #expect(try JSON(parsing: inline.output) == ["inline": ["a": 1]], "\(inline)")
    }

    @Test func areNewWhenAnyOfTheirFilesChanges() async throws {
        let hearth = try await RunningHearth(try Self.workshop())
        func greeting() async throws -> String { try await hearth.workshop.hearth("invoke", "greeter").output }
        #expect(try await greeting() == "\"Hello, Ada\"\n")
        try hearth.workshop.write("src/names.py", "NAME = 'Grace Hopper'\n")
        while try await greeting() != "\"Hello, Grace Hopper\"\n" { try await Task.sleep(for: .milliseconds(50)) }
    }
}
