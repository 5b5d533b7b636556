import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// What functions for Node.js alone do.
@Suite(.fewAtATime, .enabled(if: Program.exists("node")), .timeLimit(.minutes(10))) struct NodeTests {
    private static func workshop() throws -> Workshop {
        let workshop = try InterpretedLanguage.node.workshop()
        let streamer = """
              Streamer:
                Type: AWS::Serverless::Function
                Properties:
                  FunctionName: streamer
                  Handler: src/stream.handler
                  CodeUri: .
                  Events:
                    Api:
                      Type: Api
                      Properties: {Path: /stream, Method: get, ResponseTransferMode: RESPONSE_STREAM}
            """
        try workshop.write("template.yaml", InterpretedLanguage.node.template + streamer)
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

    @Test func typeScriptIsToBeBuilt() async throws {
        let workshop = try InterpretedLanguage.node.workshop()
        try workshop.write("index.ts", "")
        let template = InterpretedLanguage.node.template
        try workshop.write("template.yaml", template.replacingOccurrences(of: "src/app.handler", with: "index.handler"))
        let result = try await workshop.hearth("validate")
        #expect(result.status == 0)
        #expect(result.output.contains("index.ts must be compiled first; run 'sam build'"), "\(result)")
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
