import JSON
import Lambda
import Template
import Wire

/// What a Lambda authorizer answered: good for one request, and as long as it is cached for others of the same identity.
struct AuthorizerResult: Sendable {
    private enum Verdict: Sendable {
        case policy(ExecuteAPIPolicy)
        case simple(Bool)
    }

    private var verdict: Verdict
    private var principalID: String?
    private var context: JSON.Object
    private var usageIdentifierKey: String?

    init(_ result: InvocationResult, simple: Bool, isREST: Bool) throws(Refusal) {
        guard let reply = try? JSON(parsing: result.payload) else { throw .authorizerReply("it is no JSON") }
        if result.functionError != nil { throw Self.failure(reply) }
        guard reply.objectValue != nil else { throw .authorizerReply("it is no object but \(reply.kind)") }
        if simple {
            guard let isAuthorized = reply["isAuthorized"]?.boolValue else {
                throw .authorizerReply("'isAuthorized' is no boolean")
            }
            verdict = .simple(isAuthorized)
        } else {
            guard let document = reply["policyDocument"] else { throw .authorizerReply("there is no 'policyDocument'") }
            verdict = .policy(try ExecuteAPIPolicy(document))
        }
        principalID = reply["principalId"]?.stringValue
        if isREST, principalID == nil { throw .authorizerReply("there is no 'principalId'") }
        usageIdentifierKey = reply["usageIdentifierKey"]?.stringValue
        context = try Self.context(reply["context"], isREST: isREST)
    }

    /// A function that throws `Unauthorized` has decided; any other that throws has not.
    private static func failure(_ error: JSON) -> Refusal {
        let message = error["errorMessage"]?.stringValue ?? "no message"
        return message == "Unauthorized" ? .unauthorized : .authorizerFailed(message)
    }

    /// A REST API takes no lists and objects.
    private static func context(_ value: JSON?, isREST: Bool) throws(Refusal) -> JSON.Object {
        guard let value, !value.isNull else { return JSON.Object() }
        guard let object = value.objectValue else { throw .authorizerReply("'context' is no object") }
        let nested = object.members.first { $0.value.arrayValue != nil || $0.value.objectValue != nil }
        if isREST, let nested { throw .authorizerReply("'\(nested.key)' in 'context' is no string, number or boolean") }
        return object
    }

    /// `latency`: milliseconds; 0 for a cached result.
    func authorization(for arn: String, in request: PolicyContext, latency: Int64) throws(Refusal) -> Authorization {
        switch verdict {
        case .simple(true): break
        case .simple(false): throw .denied(explicitly: true)
        case .policy(let policy):
            switch policy.decision(for: arn, in: request) {
            case .allow: break
            case .explicitDeny: throw .denied(explicitly: true)
            case .implicitDeny: throw .denied(explicitly: false)
            }
        }
        return Authorization(
            context: .lambda(context, principalID: principalID, latency: latency),
            usageIdentifierKey: usageIdentifierKey
        )
    }
}
