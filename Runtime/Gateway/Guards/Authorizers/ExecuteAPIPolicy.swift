import JSON
import Lambda

/// The IAM policy that a Lambda authorizer answers, as far as it speaks of `execute-api:Invoke`.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
struct ExecuteAPIPolicy: Sendable {
    enum Decision { case allow, explicitDeny, implicitDeny }

    private struct Statement: Sendable {
        var allows: Bool
        var resources: [[UInt8]]
    }

    private var statements: [Statement] = []

    /// Throws with the reason what cannot be evaluated.
    init(_ document: JSON) throws(Refusal) {
        guard let value = document["Statement"] else { throw .authorizerReply("the policy has no Statement") }
        for statement in value.arrayValue ?? [value] {
            guard let object = statement.objectValue else {
                throw .authorizerReply("a statement of the policy is no object")
            }
            try add(object)
        }
    }

    private mutating func add(_ object: JSON.Object) throws(Refusal) {
        let known = ["Action", "Effect", "Resource", "Sid"]
        if let stranger = object.keys.first(where: { !known.contains($0) }) {
            throw .authorizerReply("Hearth does not evaluate \(stranger) of a policy")
        }
        guard let effect = object["Effect"]?.stringValue, ["Allow", "Deny"].contains(effect) else {
            throw .authorizerReply("the Effect of a statement is neither Allow nor Deny")
        }
        let actions = try Self.texts("Action", object)
        let resources = try Self.texts("Resource", object)
        guard actions.contains(where: { Wildcards.match(Array($0.lowercased().utf8), Self.action) }) else { return }
        statements.append(Statement(allows: effect == "Allow", resources: resources.map { Array($0.utf8) }))
    }

    private static let action = Array("execute-api:invoke".utf8)

    private static func texts(_ name: String, _ object: JSON.Object) throws(Refusal) -> [String] {
        let value = object[name]
        let texts = value?.arrayValue?.map(\.stringValue) ?? [value?.stringValue]
        let known = texts.compactMap { $0 }
        guard known.count == texts.count, !known.isEmpty else {
            throw .authorizerReply("the \(name) of a statement is no string")
        }
        return known
    }

    /// One denial outweighs all that allow.
    func decision(for arn: String) -> Decision {
        let arn = Array(arn.utf8)
        var isAllowed = false
        for statement in statements where statement.resources.contains(where: { Wildcards.match($0, arn) }) {
            if !statement.allows { return .explicitDeny }
            isAllowed = true
        }
        return isAllowed ? .allow : .implicitDeny
    }
}
