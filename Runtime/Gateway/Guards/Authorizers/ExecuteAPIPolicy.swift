import JSON
import Wire

/// The IAM policy that a Lambda authorizer answers, as far as it speaks of `execute-api:Invoke`.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html
struct ExecuteAPIPolicy: Sendable {
    enum Decision { case allow, explicitDeny, implicitDeny }

    private struct Statement: Sendable {
        var allows: Bool
        var resources: [[UInt8]]
        /// It is for all but `resources`.
        var isForOthers: Bool
        var conditions: [PolicyCondition]

        func isFor(_ arn: [UInt8], _ context: PolicyContext) -> Bool {
            resources.contains { Wildcards.match($0, arn) } != isForOthers
                && conditions.allSatisfy { $0.holds(in: context) }
        }
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
        let known = ["Action", "Condition", "Effect", "NotAction", "NotResource", "Resource", "Sid"]
        if let stranger = object.keys.first(where: { !known.contains($0) }) {
            throw .authorizerReply("Hearth does not evaluate \(stranger) of a policy")
        }
        guard let effect = object["Effect"]?.stringValue, ["Allow", "Deny"].contains(effect) else {
            throw .authorizerReply("the Effect of a statement is neither Allow nor Deny")
        }
        let actions = try Self.choice("Action", object)
        let resources = try Self.choice("Resource", object)
        let conditions = try object["Condition"].map(PolicyCondition.all) ?? []
        let isNamed = actions.texts.contains { Wildcards.match(Array($0.lowercased().utf8), Self.action) }
        guard isNamed != actions.isForOthers else { return }
        statements.append(
            Statement(
                allows: effect == "Allow",
                resources: resources.texts.map { Array($0.utf8) },
                isForOthers: resources.isForOthers,
                conditions: conditions
            )
        )
    }

    private static let action = Array("execute-api:invoke".utf8)

    /// `Action` or `NotAction`, `Resource` or `NotResource`: one of both.
    private static func choice(
        _ name: String,
        _ object: JSON.Object
    ) throws(Refusal) -> (texts: [String], isForOthers: Bool) {
        guard object["Not\(name)"] != nil else { return (try texts(name, object), false) }
        guard object[name] == nil else { throw .authorizerReply("a statement has both \(name) and Not\(name)") }
        return (try texts("Not\(name)", object), true)
    }

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
    func decision(for arn: String, in context: PolicyContext) -> Decision {
        let arn = Array(arn.utf8)
        var isAllowed = false
        for statement in statements where statement.isFor(arn, context) {
            if !statement.allows { return .explicitDeny }
            isAllowed = true
        }
        return isAllowed ? .allow : .implicitDeny
    }
}
