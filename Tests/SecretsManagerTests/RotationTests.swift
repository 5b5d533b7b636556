import JSON
import ServiceKit
import ServiceTesting
import Synchronization
import Testing
import Time
import Wire

@testable import SecretsManager

/// Secrets that functions give new values.
@Suite(.timeLimit(.minutes(10))) struct RotationTests {
    private static let function = "arn:aws:lambda:us-east-1:000000000000:function:rotate"
    private static let token = "11111111-1111-1111-1111-111111111111"

    /// What the function was told once it has done it, and how often it fails first.
    private final class Function: Sendable {
        let done = AsyncStream<(step: String, token: String)>.makeStream()
        let failures = Mutex(0)
        let current = Mutex(RotationTests.token)
        let refuses = Mutex(false)
    }

    private let client: ServiceClient<SecretsManager>
    private let function = Function()

    init() throws {
        let calls = FunctionCalls()
        client = try ServiceClient(targetPrefix: "secretsmanager.", migrations: SecretsManager.migrations) {
            SecretsManager($0, functions: calls)
        }
        let (function, service) = (function, client.service)
        calls.register { _, caller, payload, completion in
            #expect(caller.principal == "secretsmanager.amazonaws.com" && caller.source.contains(":secret:key-"))
            let event = (try? JSON(parsing: payload)) ?? [:]
            let (step, token) = (event["Step"]?.stringValue ?? "", event["ClientRequestToken"]?.stringValue ?? "")
            let fails = function.failures.withLock { failures in
                defer { failures = max(0, failures - 1) }
                return failures > 0
            }
            Self.perform(fails ? "" : step, token, function, service) {
                function.done.continuation.yield((step, token))
                completion(.success(fails ? "failed" : nil))
            }
        } refusal: { _, _ in
            function.refuses.withLock { $0 } ? AWSError("AccessDeniedException", message: "no") : nil
        }
    }

    /// What a function for rotation does.
    private static func perform(
        _ step: String,
        _ token: String,
        _ function: Function,
        _ service: SecretsManager,
        _ done: @escaping @Sendable () -> Void
    ) {
        let (action, members): (String, String)
        switch step {
        case "createSecret":
            action = "PutSecretValue"
            members = #""ClientRequestToken":"\#(token)","SecretString":"\#(token)","VersionStages":["AWSPENDING"]"#
        case "finishSecret":
            action = "UpdateSecretVersionStage"
            let former = function.current.withLock { current in
                defer { current = token }
                return current
            }
            members =
                #""VersionStage":"AWSCURRENT","MoveToVersionId":"\#(token)","RemoveFromVersionId":"\#(former)""#
        default: return done()
        }
        let request = HTTPRequest(
            method: "POST",
            target: "/",
            headers: [
                "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "secretsmanager.\(action)",
                "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/secretsmanager/aws4_request",
            ],
            body: Array(#"{"SecretId":"key",\#(members)}"#.utf8)
        )
        service.handle(request) { _ in done() }
    }

    private func rotate(_ more: String = "") async throws {
        try await client.call(
            "CreateSecret",
            #"{"Name":"key","SecretString":"one","ClientRequestToken":"\#(Self.token)"}"#
        )
        try await client.call(
            "RotateSecret",
            #"{"SecretId":"key",\#(Self.second),"RotationLambdaARN":"\#(Self.function)"\#(more)}"#
        )
    }

    /// The next steps that the function does.
    private func steps(_ count: Int) async -> [(step: String, token: String)] {
        var steps: [(step: String, token: String)] = []
        for await step in function.done.stream.prefix(count) { steps.append(step) }
        return steps
    }

    private func value() async throws -> String? {
        try await client.call("GetSecretValue", #"{"SecretId":"key"}"#)["SecretString"]?.stringValue
    }

    private static let second = #""ClientRequestToken":"22222222-2222-2222-2222-222222222222""#
    private static let all = ["createSecret", "setSecret", "testSecret", "finishSecret"]

    @Test func callsTheFunctionStepByStep() async throws {
        try await rotate()
        let steps = await steps(4)
        #expect(steps.map(\.step) == Self.all)
        let described = try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)
        #expect(described["RotationEnabled"] == true && described["RotationLambdaARN"] == .string(Self.function))
        #expect(try await value() == steps.last?.token)
        let old = try await client.call("GetSecretValue", #"{"SecretId":"key","VersionStage":"AWSPREVIOUS"}"#)
        #expect(old["SecretString"] == "one")
    }

    @Test func rotatesAgainWhenItIsDue() async throws {
        try await rotate(#","RotateImmediately":false,"RotationRules":{"AutomaticallyAfterDays":30}"#)
        let described = try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)
        #expect(try await value() == "one")
        #expect(await steps(1).map(\.step) == ["testSecret"])
        let next = try #require(described["NextRotationDate"]?.doubleValue)
        #expect(next == client.time.now.secondsSinceEpoch + 30 * 86_400)
        await client.time.waitForScheduled()
        client.time.advance(by: .seconds(30 * 86_400))
        #expect(await steps(4).map(\.step) == Self.all)
    }

    @Test func triesAgainWhatFailed() async throws {
        function.failures.withLock { $0 = 1 }
        try await rotate()
        #expect(await steps(1).map(\.step) == ["createSecret"])
        await client.time.waitForScheduled()
        client.time.advance(by: .seconds(30))
        #expect(await steps(4).map(\.step) == Self.all)
    }

    @Test func ends() async throws {
        try await rotate(#","RotateImmediately":false,"RotationRules":{"ScheduleExpression":"rate(4 hours)"}"#)
        try await client.call("CancelRotateSecret", #"{"SecretId":"key"}"#)
        let described = try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)
        #expect(described["RotationEnabled"] == false && described["NextRotationDate"] == nil)
    }

    @Test func needsThePermissionOfItsFunction() async throws {
        try await client.call(
            "CreateSecret",
            #"{"Name":"key","SecretString":"one","ClientRequestToken":"\#(Self.token)"}"#
        )
        function.refuses.withLock { $0 = true }
        let body = #"{"SecretId":"key",\#(Self.second),"RotationLambdaARN":"\#(Self.function)"}"#
        let refusal = try await client.refusal("RotateSecret", body)
        #expect(
            refusal.hasPrefix("AccessDeniedException: Secrets Manager cannot invoke the specified Lambda function.")
        )
        #expect(try await client.call("DescribeSecret", #"{"SecretId":"key"}"#)["RotationEnabled"] == nil)
        function.refuses.withLock { $0 = false }
        try await client.call("RotateSecret", body)
        #expect(await steps(4).count == 4)
    }

    @Test(arguments: [
        #"{"SecretId":"key",\#(second)}"#,
        #"{"SecretId":"key",\#(second),"RotationLambdaARN":"arn:aws:sqs:us-east-1:000000000000:q"}"#,
        #"{"SecretId":"key",\#(second),"RotationLambdaARN":"\#(function)","RotationRules":{"ScheduleExpression":"soon"}}"#,
    ])
    func refuses(_ body: String) async throws {
        try await client.call("CreateSecret", #"{"Name":"key","SecretString":"one",\#(Self.second)}"#)
        #expect(try await client.send("RotateSecret", body).status == 400)
    }
}
