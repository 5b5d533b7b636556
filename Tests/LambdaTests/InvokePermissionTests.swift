import JSON
import Synchronization
import Testing
import Wire

@testable import Lambda

private final class Notes: Sendable {
    private let state = Mutex<[String]>([])

    var texts: [String] { state.withLock { $0 } }

    func add(_ text: String) { state.withLock { $0.append(text) } }
}

/// What a function's policy lets services do.
@Suite struct InvokePermissionTests {
    private static let topic = "arn:aws:sns:us-east-1:000000000000:news"

    private func allows(
        _ permission: JSON,
        _ source: String = topic,
        by principal: String = "sns.amazonaws.com"
    ) throws -> Bool {
        var request = permission.objectValue ?? JSON.Object()
        request["StatementId"] = "s"
        if request["Principal"] == nil { request["Principal"] = "sns.amazonaws.com" }
        if request["Action"] == nil { request["Action"] = "lambda:InvokeFunction" }
        var policy = ResourcePolicy(nil)
        _ = try policy.add(request, resource: "f", revisionID: "r")
        return policy.allowsInvoking(
            by: InvokingService(principal: principal, sourceARN: source),
            of: "000000000000"
        )
    }

    @Test func aPolicyNamesThePrincipal() throws {
        #expect(try allows([:]))
        #expect(try !allows([:], by: "events.amazonaws.com"))
        #expect(try allows(["Principal": "*"], by: "events.amazonaws.com"))
        #expect(try !allows(["Principal": "000000000000"]))
    }

    @Test func aPolicyNamesThePrincipalOfItsRegion() throws {
        #expect(try allows(["Principal": "sns.us-east-1.amazonaws.com"]))
        #expect(try !allows(["Principal": "sns.eu-west-1.amazonaws.com"]))
    }

    @Test func aPolicyNamesTheAction() throws {
        #expect(try allows(["Action": "lambda:*"]))
        #expect(try !allows(["Action": "lambda:GetFunction"]))
        #expect(try !allows(["Action": "lambda:InvokeFunctionUrl", "FunctionUrlAuthType": "NONE"]))
    }

    /// https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html#urls-auth-none
    @Test(
        arguments: [
            (["FunctionUrlAuthType": "NONE"], true), ([:], true), (["Action": "lambda:*"], true),
            (["FunctionUrlAuthType": "AWS_IAM"], false), (["Action": "lambda:InvokeFunction"], false),
            (["Principal": "000000000000"], false), (["SourceAccount": "000000000000"], false),
        ] as [(JSON, Bool)]
    )
    func aPolicyOpensAURL(changes: JSON, isPublic: Bool) throws {
        var policy = ResourcePolicy(nil)
        var request = JSON.Object([
            ("StatementId", "s"), ("Action", "lambda:InvokeFunctionUrl"), ("Principal", "*"),
        ])
        for member in changes.objectValue?.members ?? [] { request[member.key] = member.value }
        _ = try policy.add(request, resource: "f", revisionID: "r")
        #expect(policy.allowsEveryone("lambda:InvokeFunctionUrl") == isPublic)
    }

    @Test func theSecondPermissionOfAURL() throws {
        var policy = ResourcePolicy(nil)
        let request = JSON.Object([
            ("StatementId", "s"), ("Action", "lambda:InvokeFunction"), ("Principal", "*"),
            ("InvokedViaFunctionUrl", true),
        ])
        _ = try policy.add(request, resource: "f", revisionID: "r")
        #expect(policy.allowsEveryone("lambda:InvokeFunction") && !policy.allowsEveryone("lambda:InvokeFunctionUrl"))
    }

    @Test(arguments: [
        (topic, true), ("arn:aws:sns:us-east-1:000000000000:*", true), ("arn:aws:sns:us-east-1:*:news", true),
        ("arn:aws:sns:us-east-1:000000000000:new", false), ("arn:aws:sns:*", false), ("*", false),
    ])
    func aPolicyNamesTheSource(pattern: String, isAllowed: Bool) throws {
        #expect(try allows(["SourceArn": .string(pattern)]) == isAllowed)
    }

    @Test func aPolicyNamesTheAccount() throws {
        #expect(try allows(["SourceAccount": "000000000000"]))
        #expect(try !allows(["SourceAccount": "111122223333"]))
    }

    @Test func whatAServiceCannotTellDoesNotHold() throws {
        #expect(try !allows(["PrincipalOrgID": "o-1234567890"]))
        #expect(try !allows(["Principal": "*", "InvokedViaFunctionUrl": true]))
    }

    @Test func theMethodsOfAnAPIAreNamedByTheirPaths() throws {
        let source = "arn:aws:execute-api:us-east-1:000000000000:abc/$default/GET/books/{id}"
        for resource in ["abc/*/GET/books/*", "abc/*/*/books/{id}", "abc/*/*", "abc/*"] {
            let pattern = JSON.string("arn:aws:execute-api:us-east-1:000000000000:\(resource)")
            let permission: JSON = ["Principal": "apigateway.amazonaws.com", "SourceArn": pattern]
            #expect(try allows(permission, source, by: "apigateway.amazonaws.com"))
        }
    }

    @Test func whatCallsAddStaysBesideTheTemplate() throws {
        let declared: JSON = ["Statement": [["Sid": "a"]], "RevisionId": "1"]
        var policy = ResourcePolicy(nil, declared: declared)
        let request: JSON.Object = JSON.Object([("StatementId", "b"), ("Principal", "*"), ("Action", "lambda:*")])
        _ = try policy.add(request, resource: "f", revisionID: "2")
        #expect(policy.statements.map { $0["Sid"] } == ["a", "b"])
        #expect(policy.storedDeclaration?["Statement"] == declared["Statement"])
        let next = ResourcePolicy(policy.stored, declared: ["Statement": [["Sid": "c"]], "RevisionId": "3"])
        #expect(next.statements.map { $0["Sid"] } == ["c", "b"])
        try policy.remove("a", revisionID: "4")
        #expect(policy.storedDeclaration == nil && policy.stored?["RevisionId"] == "4")
    }

    @Test func anAnswerIsKeptUntilAPolicyChanges() throws {
        let settings = FunctionSettings()
        let notes = Notes()
        let permissions = InvokePermissions(settings, AWSAccount()) { notes.add($0) }
        let service = InvokingService(principal: "sns.amazonaws.com", sourceARN: Self.topic)
        let request = InvocationRequest(functionName: "f", payload: [], service: service)
        #expect(permissions.refusal(of: request)?.code == "AccessDeniedException")
        #expect(permissions.refusal(of: request) != nil)
        #expect(notes.texts.count == 1)
        #expect(notes.texts.first?.contains("sns.amazonaws.com may not invoke") == true)
        var allowing: [FunctionSettings.Key: JSON] = [:]
        let permission = JSON.Object([
            ("StatementId", "s"), ("Principal", "sns.amazonaws.com"), ("Action", "lambda:InvokeFunction"),
        ])
        allowing.allow(permission, to: "f", nil, AWSAccount())
        settings.declare("f", allowing)
        #expect(permissions.refusal(of: request) == nil)
        #expect(permissions.refusal(of: InvocationRequest(functionName: "g", payload: [])) == nil)
    }
}
