import EventBridge
import JSON
import ServiceKit
import Storage
import Synchronization
import Testing
import Time
import Wire

/// How HTTP endpoints would be called.
@Suite struct ConnectionTests {
    /// What was kept last of each secret.
    private final class Secrets: Sendable {
        let values = Mutex<[ARN: String?]>([:])
    }

    private func create(_ type: String, _ parameters: String) -> String {
        #"{"Name":"c","AuthorizationType":"\#(type)","AuthParameters":{\#(parameters)}}"#
    }

    private static let oauth =
        #""OAuthParameters":{"ClientParameters":{"ClientID":"i","ClientSecret":"s"},"#
        + #""AuthorizationEndpoint":"https://example.com","HttpMethod":"POST"}"#

    @Test(arguments: [
        (
            "BASIC", #""BasicAuthParameters":{"Username":"u","Password":"p"}"#,
            #"{"username":"u","password":"p"}"#
        ),
        (
            "BASIC",
            #""BasicAuthParameters":{"Username":"u","Password":"p"},"#
                + #""InvocationHttpParameters":{"HeaderParameters":[{"Key":"k","Value":"v","IsValueSecret":true}]}"#,
            #"{"username":"u","password":"p","invocation_http_parameters":"#
                + #"{"header_parameters":[{"key":"k","value":"v","is_value_secret":true}]}}"#
        ),
        (
            "API_KEY", #""ApiKeyAuthParameters":{"ApiKeyName":"n","ApiKeyValue":"v"}"#,
            #"{"api_key_name":"n","api_key_value":"v"}"#
        ),
        (
            "OAUTH_CLIENT_CREDENTIALS", oauth,
            #"{"client_id":"i","client_secret":"s","authorization_endpoint":"https://example.com","http_method":"POST"}"#
        ),
    ])
    func keepsASecret(_ type: String, _ parameters: String, _ value: String) async throws {
        let secrets = Secrets()
        let client = try Client { secret, value, _ in
            secrets.values.withLock { $0[secret] = value }
        }
        try await client.call("CreateConnection", create(type, parameters))
        let description = try await client.call("DescribeConnection", #"{"Name":"c"}"#)
        let arn = try #require(description["SecretArn"]?.stringValue.flatMap { ARN($0) })
        #expect(arn.resource.hasPrefix("secret:events!connection/c/"))
        #expect(secrets.values.withLock { $0[arn] } == .some(value))
        try await client.call("DeleteConnection", #"{"Name":"c"}"#)
        #expect(secrets.values.withLock { $0[arn] } == .some(nil))
        #expect(
            try await client.refusal("DescribeConnection", #"{"Name":"c"}"#)
                == "ResourceNotFoundException: Failed to describe the connection(s). Connection 'c' does not exist."
        )
    }

    @Test func authorizesInAWhile() async throws {
        let client = try Client()
        let made = try await client.call("CreateConnection", create("OAUTH_CLIENT_CREDENTIALS", Self.oauth))
        #expect(made["ConnectionState"] == "AUTHORIZING")
        let arn = made["ConnectionArn"]?.stringValue ?? ""
        let destination = try await client.call(
            "CreateApiDestination",
            #"{"Name":"d","ConnectionArn":"\#(arn)","InvocationEndpoint":"https://example.com","HttpMethod":"GET"}"#
        )
        #expect(destination["ApiDestinationState"] == "INACTIVE")
        client.time.advance(by: .seconds(3))
        #expect(try await client.call("DescribeConnection", #"{"Name":"c"}"#)["ConnectionState"] == "AUTHORIZED")
        #expect(try await client.call("DescribeApiDestination", #"{"Name":"d"}"#)["ApiDestinationState"] == "ACTIVE")
    }

    /// So that templates can refer to them before they are made.
    @Test func haveTheARNsThatTheirNamesSay() async throws {
        let client = try Client()
        let made = try await client.call("CreateConnection", create("OAUTH_CLIENT_CREDENTIALS", Self.oauth))
        let account = "us-east-1:123456789012"
        let connection = "arn:aws:events:\(account):connection/c/\(NamedIDs.connection("c").id)"
        #expect(made["ConnectionArn"] == .string(connection))
        let described = try await client.call("DescribeConnection", #"{"Name":"c"}"#)
        let secret = "arn:aws:secretsmanager:\(account):secret:\(NamedIDs.connection("c").secret)"
        #expect(described["SecretArn"] == .string(secret))
        let destination = try await client.call(
            "CreateApiDestination",
            #"{"Name":"d","ConnectionArn":"\#(connection)","InvocationEndpoint":"https://example.com","HttpMethod":"GET"}"#
        )
        #expect(
            destination["ApiDestinationArn"]
                == .string("arn:aws:events:\(account):api-destination/d/\(NamedIDs.apiDestination("d"))")
        )
    }
}
