import JSON
import ServiceKit
import Storage
import Wire

/// Keeps the value of a secret in the transaction of the connection, or removes the secret where there is no value.
package typealias KeepSecret = @Sendable (_ secret: ARN, _ value: String?, Connection) throws -> Void

/// An action on a connection, whose secret changes with it.
protocol ConnectionChange: DocumentChange<EventBridge> {}

extension ConnectionChange {
    func perform(_ service: EventBridge, _ connection: Connection) throws -> [UInt8] {
        var documents = service.documents.current
        let (shelf, name) = (call.shelf(Kind.connection), call.text("Name") ?? "")
        let former = documents[shelf, name]
        let reply = try change(&documents, service)
        try service.documents.write(documents, connection)
        let present = documents[shelf, name]
        if let secret = (present ?? former)?.text("SecretArn").flatMap({ ARN($0) }) {
            try service.keepSecret(secret, present?.connectionSecret.text, connection)
        }
        return reply.bytes
    }
}

extension JSON.Object {
    /// What a connection authorizes itself with, as its secret has it.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-auth.html
    fileprivate var connectionSecret: JSON {
        let parameters = self["AuthParameters"]
        var secret = JSON.Object()
        if let basic = parameters?["BasicAuthParameters"]?.nonNull {
            secret["username"] = basic["Username"]
            secret["password"] = basic["Password"]
        }
        if let key = parameters?["ApiKeyAuthParameters"]?.nonNull {
            secret["api_key_name"] = key["ApiKeyName"]
            secret["api_key_value"] = key["ApiKeyValue"]
        }
        if let oauth = parameters?["OAuthParameters"]?.nonNull {
            secret["client_id"] = oauth["ClientParameters"]?["ClientID"]
            secret["client_secret"] = oauth["ClientParameters"]?["ClientSecret"]
            secret["authorization_endpoint"] = oauth["AuthorizationEndpoint"]
            secret["http_method"] = oauth["HttpMethod"]
            secret["oauth_http_parameters"] = oauth["OAuthHttpParameters"]?.nonNull?.inSnakeCase
        }
        secret["invocation_http_parameters"] = parameters?["InvocationHttpParameters"]?.nonNull?.inSnakeCase
        return .object(secret)
    }
}

extension JSON {
    /// With members as `is_value_secret` in place of `IsValueSecret`.
    fileprivate var inSnakeCase: JSON {
        switch self {
        case .array(let values): .array(values.map(\.inSnakeCase))
        case .object(let object):
            .object(JSON.Object(object.members.map { (Self.snakeCase($0.key), $0.value.inSnakeCase) }))
        default: self
        }
    }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            if character.isUppercase, !text.isEmpty { text.append("_") }
            text += character.lowercased()
        }
    }
}
