import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// Functions for Node.js as SAM's users write them: a folder, a layer, a few lines in the template.
@Suite(.fewAtATime, .enabled(if: Program.exists("node")), .timeLimit(.minutes(5))) struct NodeTests {
    private static let template = """
        Transform: AWS::Serverless-2016-10-31
        Globals: {Function: {Runtime: nodejs22.x, Timeout: 60}}
        Resources:
          Shared: {Type: AWS::Serverless::LayerVersion, Properties: {LayerName: words, ContentUri: layer/}}
          Greeter:
            Type: AWS::Serverless::Function
            Properties: {Handler: src/app.handler, CodeUri: ., Layers: [!Ref Shared], FunctionName: greeter}
          Inline:
            Type: AWS::Serverless::Function
            Properties:
              Handler: index.handler
              InlineCode: |
                exports.handler = async (event) => ({inline: event});
          Streamer:
            Type: AWS::Serverless::Function
            Properties:
              FunctionName: streamer
              Handler: src/stream.handler
              CodeUri: .
              Events:
                Api: {Type: HttpApi, Properties: {Path: /stream, Method: get}}
        """

    private static func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("template.yaml", template)
        try workshop.write("layer/nodejs/node_modules/words/index.js", "exports.greeting = 'Hello'\n")
        try workshop.write("src/names.js", "exports.name = 'Ada'\n")
        try workshop.write(
            "src/app.js",
            "const words = require('words'), {name} = require('./names')\n"
                + "exports.handler = async () => `${words.greeting}, ${name}`\n"
        )
        try workshop.write(
            "src/stream.js",
            """
            exports.handler = awslambda.streamifyResponse(async (event, stream) => {
                const reply = {statusCode: 201, headers: {'content-type': 'text/plain', 'x-of': event.of ?? 'nobody'}}
                stream = awslambda.HttpResponseStream.from(stream, reply)
                for (const word of ['one', 'two', 'three']) stream.write(word + '\\n')
                if (event.fails) throw new TypeError('in the middle')
                stream.end()
            })
            """
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

    @Test func typeScriptIsToBeBuilt() async throws {
        let workshop = try Self.workshop()
        try workshop.write("index.ts", "")
        let template = Self.template.replacingOccurrences(of: "src/app.handler", with: "index.handler")
        try workshop.write("template.yaml", template)
        let result = try await workshop.hearth("validate")
        #expect(result.status == 0)
        #expect(result.output.contains("index.ts must be compiled first; run 'sam build'"), "\(result)")
    }

    @Test func areNewWhenAnyOfTheirFilesChanges() async throws {
        let hearth = try await RunningHearth(try Self.workshop())
        func greeting() async throws -> String { try await hearth.workshop.hearth("invoke", "greeter").output }
        #expect(try await greeting() == "\"Hello, Ada\"\n")
        try hearth.workshop.write("src/names.js", "exports.name = 'Grace Hopper'\n")
        let inline = try await hearth.workshop.hearth("invoke", "Inline", "--event", "1")
        #expect(try JSON(parsing: inline.output) == ["inline": 1], "\(inline)")
        while try await greeting() != "\"Hello, Grace Hopper\"\n" { try await Task.sleep(for: .milliseconds(50)) }
    }

    @Test func streamTheirAnswers() async throws {
        let hearth = try await RunningHearth(try Self.workshop())
        let reply = try await hearth.send("GET", "/stream")
        #expect(reply.status == 201 && String(decoding: reply.body, as: UTF8.self) == "one\ntwo\nthree\n", "\(reply)")
        #expect(reply.headers["x-of"] == "nobody")
        let failed = try await hearth.workshop.hearth("invoke", "streamer", "--event", "{\"fails\":true}")
        #expect(failed.status == 1)
        #expect(try JSON(parsing: failed.output)["errorMessage"] == "in the middle", "\(failed)")
    }
}
