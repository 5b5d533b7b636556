import JSON

/// What an authorizer found out about a request: what stands as `requestContext.authorizer` in its event.
struct Authorization: Sendable {
    enum Context: Sendable {
        /// Of a function, with the milliseconds that it took.
        case lambda(JSON.Object, principalID: String?, latency: Int64)
        /// Claims and scopes of a token, as JSON; the scopes are `null` for a route that asks for none.
        case token(claims: [UInt8], scopes: [UInt8])
        /// Claims of a token of a user pool, as JSON.
        case userPool(claims: [UInt8])
        /// The signer of the request.
        case iam(CallerIdentity, accessKeyID: String)
    }

    var context: Context
    /// The API key that the authorizer found for the client.
    var usageIdentifierKey: String?

    /// In events of format 2.0.
    func writeV2(to writer: inout JSONWriter) {
        switch context {
        case .lambda(let context, _, _):
            writer.literal(#"{"lambda":"#)
            writer.write(.object(context))
            writer.literal("}")
        case .token(let claims, let scopes):
            writer.literal(#"{"jwt":"#)
            Self.write(claims, scopes, to: &writer)
            writer.literal("}")
        case .userPool(let claims): Self.write(claims, to: &writer)
        case .iam(let caller, let accessKeyID): Self.write(caller, accessKeyID, to: &writer)
        }
    }

    private static func write(_ caller: CallerIdentity, _ accessKeyID: String, to writer: inout JSONWriter) {
        writer.literal(#"{"iam":{"accessKey":"#)
        writer.string(accessKeyID)
        writer.literal(#","accountId":"#)
        writer.string(caller.accountID)
        writer.literal(#","callerId":"#)
        writer.string(caller.userID)
        writer.literal(#","cognitoIdentity":null,"principalOrgId":null,"userArn":"#)
        writer.string(caller.arn)
        writer.literal(#","userId":"#)
        writer.string(caller.userID)
        writer.literal("}}")
    }

    /// What stands in `requestContext.identity` of events of format 1.0, which tell of nothing else there.
    var signer: (caller: CallerIdentity, accessKeyID: String)? {
        if case .iam(let caller, let accessKeyID) = context { (caller, accessKeyID) } else { nil }
    }

    /// In events of format 1.0. A REST API makes strings of a function's values.
    func writeV1(isREST: Bool, to writer: inout JSONWriter) {
        switch context {
        case .lambda(var context, let principalID, let latency):
            if isREST { for member in context.members { context[member.key] = .string(Self.text(member.value)) } }
            context["principalId"] = principalID.map { .string($0) }
            context["integrationLatency"] = JSON(latency)
            writer.write(.object(context))
        case .token(let claims, let scopes): Self.write(claims, scopes, to: &writer)
        case .userPool(let claims): Self.write(claims, to: &writer)
        case .iam: writer.literal("null")
        }
    }

    /// What `context.authorizer.X` stands for; `nil` where the authorizer has not found that.
    func value(of variable: String) -> String? {
        let name = String(variable.dropFirst("authorizer.".count))
        switch context {
        case .lambda(let context, let principalID, let latency):
            switch name {
            case "principalId": return principalID
            case "integrationLatency": return String(latency)
            default: return context[name].map(Self.text)
            }
        case .token(let claims, _), .userPool(let claims):
            guard name.hasPrefix("claims."), let claims = try? JSON(parsing: claims) else { return nil }
            return claims[String(name.dropFirst("claims.".count))].map(Self.text)
        case .iam: return nil
        }
    }

    private static func write(_ claims: [UInt8], _ scopes: [UInt8]? = nil, to writer: inout JSONWriter) {
        writer.literal(#"{"claims":"#)
        writer.raw(claims)
        if let scopes {
            writer.literal(#","scopes":"#)
            writer.raw(scopes)
        }
        writer.literal("}")
    }

    private static func text(_ value: JSON) -> String { value.stringValue ?? value.text }
}

/// Claims as events have them: all of them strings.
enum ClaimText {
    static func object(_ claims: JSON.Object) -> [UInt8] {
        JSON.object(JSON.Object(claims.members.map { ($0.key, .string(text($0.value))) })).bytes
    }

    static func list(_ scopes: [String]) -> [UInt8] { JSON.array(scopes.map { .string($0) }).bytes }

    /// Lists and objects as API Gateway writes them: `[a b]`, `map[k:v]`.
    private static func text(_ value: JSON) -> String {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        case .null: "<nil>"
        case .array(let values): "[" + values.map(text).joined(separator: " ") + "]"
        case .object(let object):
            "map[" + object.members.map { "\($0.key):\(text($0.value))" }.sorted().joined(separator: " ") + "]"
        }
    }
}
