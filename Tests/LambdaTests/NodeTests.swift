import FoundationEssentials
import JSON
import Lambda
import Processes
import Programs
import Testing
import Time
import ZipWriting

/// Whether there is a Node.js here.
private let hasNode = (try? RunningProgram.run("/bin/sh", ["-c", "command -v node || command -v nodejs"]))?.status == 0

/// What handlers for Node.js do on Lambda, they do here.
@Suite(.fewAtATime, .enabled(if: hasNode), .timeLimit(.minutes(10))) struct NodeTests {
    /// The answer of a function that consists of one file, and what it logged.
    private func answer(
        _ source: String,
        in file: String = "app.js",
        handler: String = "app.handler",
        runtime: String = "nodejs22.x",
        others: [String: String] = [:],
        event: JSON = ["name": "Ada"]
    ) async throws -> (json: JSON, log: [String]) {
        var result: (JSON, [String])?
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            let files = others.merging([file: source]) { $1 }
            let zip = Zip.archive(files.map { Zip.Entry($0.key, Array($0.value.utf8)) })
            let code: JSON = ["ZipFile": .string(Data(zip).base64EncodedString())]
            try await api.create(
                "g",
                "",
                [("Code", code), ("Runtime", .string(runtime)), ("Handler", .string(handler)), ("Timeout", 20)]
            )
            let json = try await api.invoke("g", nil, event).json
            await api.harness.log.wait(for: "REPORT")
            result = (json, api.harness.log.lines)
        }
        return try #require(result)
    }

    @Test func answerWithWhatTheyReturnOrResolveTo() async throws {
        let source = """
            exports.handler = async (event, context) => ({
                event, id: context.awsRequestId.length, name: context.functionName, memory: context.memoryLimitInMB,
                left: context.getRemainingTimeInMillis() > 10000, arn: context.invokedFunctionArn,
                runtime: process.env.AWS_EXECUTION_ENV, level: process.env.SHLVL,
                folder: process.env.PWD === process.env.LAMBDA_TASK_ROOT,
            });
            """
        let answer = try await answer(source).json
        #expect(
            answer == [
                "event": ["name": "Ada"], "id": 36, "name": "g", "memory": "128", "left": true,
                "arn": "arn:aws:lambda:us-east-1:000000000000:function:g", "runtime": "AWS_Lambda_nodejs22.x",
                "level": "0", "folder": true,
            ]
        )
        #expect(try await self.answer("exports.handler = async () => {}").json == .null)
    }

    @Test func areModulesOfEitherKind() async throws {
        let module = "import os from 'node:os'; await 0; export const handler = async () => typeof os.cpus"
        #expect(try await answer(module, in: "app.mjs").json == "function")
        #expect(try await answer(module, others: ["package.json": #"{"type":"module"}"#]).json == "function")
        let common = "exports.in = {handler: async () => require('./words').hello}"
        let words = ["pkg/words.js": "exports.hello = 'Hi'"]
        #expect(try await answer(common, in: "pkg/app.js", handler: "pkg/app.in.handler", others: words).json == "Hi")
        #expect(try await answer("exports.handler = async () => 1", in: "app.cjs").json == 1)
    }

    /// Lambda waits until nothing is left to do, unless it is told not to.
    @Test func callBack() async throws {
        let late = "setTimeout(() => console.log('late'), 50); "
        let waiting = try await answer("exports.handler = (event, context, callback) => { \(late) callback(null, 1); }")
        #expect(waiting.json == 1 && waiting.log.contains { $0.hasSuffix("\tINFO\tlate") })
        let hasty = "context.callbackWaitsForEmptyEventLoop = false; setTimeout(() => {}, 1e6);"
        let soon = try await answer(
            "exports.handler = (event, context, callback) => { \(hasty) callback(null, 2); callback(null, 3); }"
        )
        #expect(soon.json == 2)
        #expect(try await answer("exports.handler = (event, context) => context.succeed(4)").json == 4)
        #expect(try await answer("exports.handler = (event, context) => { }").json == .null)
        let failed = try await answer("exports.handler = (event, context, callback) => callback('no')").json
        #expect(failed == ["errorType": "string", "errorMessage": "no", "trace": []])
    }

    @Test func doNotCallBackFromVersion24On() async throws {
        let source = "exports.handler = (event, context, callback) => callback(null, 1)"
        #expect(
            try await answer(source, runtime: "nodejs24.x").json["errorType"] == "Runtime.CallbackHandlerDeprecated"
        )
        let without = "exports.handler = (event, context) => [context.done === undefined]"
        #expect(try await answer(without, runtime: "nodejs24.x").json == [true])
    }

    @Test(arguments: [
        ("exports.handler = async () => { throw new TypeError('bad') }", "TypeError", "bad"),
        ("exports.handler = () => { throw new RangeError('worse') }", "RangeError", "worse"),
        ("exports.handler = async () => { await new Promise(() => {}) }", "Runtime.NodeJsExit", nil),
        ("exports.handler = async () => 1n", "Error", "Unable to stringify response body"),
        ("exports.other = 1", "Runtime.HandlerNotFound", "app.handler is undefined or not exported"),
        ("exports.handler = 1", "Runtime.HandlerNotFound", "app.handler is not a function"),
        ("exports.handler = () => {", "Runtime.UserCodeSyntaxError", "SyntaxError: Unexpected end of input"),
        ("require('nothing')", "Runtime.ImportModuleError", nil),
        ("throw new EvalError('at once')", "EvalError", "at once"),
        (
            "exports.handler = () => new Promise(() => setTimeout(() => { throw new TypeError('late') }, 1))",
            "TypeError", "late"
        ),
        (
            "exports.handler = () => { Promise.reject(new Error('lost')); return new Promise(() => {}) }",
            "Runtime.UnhandledPromiseRejection", "Error: lost"
        ),
    ]) func failInAWSsWords(source: String, type: String, message: String?) async throws {
        let answer = try await answer(source).json
        #expect(answer["errorType"]?.stringValue == type, "\(answer)")
        if let message { #expect(answer["errorMessage"]?.stringValue == message) }
        #expect(answer["trace"]?.arrayValue?.isEmpty == false)
    }

    @Test(arguments: ["app", "..", "../app.handler", "none.handler"]) func mustBeThere(handler: String) async throws {
        let answer = try await answer("exports.handler = async () => 1", handler: handler).json
        let type = handler == "none.handler" ? "Runtime.ImportModuleError" : "Runtime.MalformedHandlerName"
        #expect(answer["errorType"]?.stringValue == type)
    }

    @Test func logALineForEachMessage() async throws {
        let source = """
            exports.handler = async (event, context) => {
                console.log('two\\nlines %d', 2, {a: 1}); console.warn('careful'); return context.awsRequestId;
            }
            """
        let (json, log) = try await answer(source)
        let id = json.stringValue ?? "none"
        #expect(log.contains { $0.hasSuffix("\t\(id)\tINFO\ttwo\nlines 2 { a: 1 }") }, "\(log)")
        #expect(log.contains { $0.hasSuffix("\t\(id)\tWARN\tcareful") })
    }
}
