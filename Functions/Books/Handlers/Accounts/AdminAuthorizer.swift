import AWSClient
import BookAccounts
import Crypto
import FoundationEssentials
import LambdaEvents
import LambdaRuntime

/// Decides who may do what only administrators do: those who show the secret `ADMIN_SECRET` as their bearer token.
///
/// Serves HTTP APIs with simple answers, and REST APIs, by token or by request, with policies.
struct AdminAuthorizer: LambdaHandler {
    let token: Kept<String?>
    /// The present moment, in milliseconds since 1970.
    var now: @Sendable () -> Int = { Int(Date().timeIntervalSince1970 * 1_000) }

    init(_ secrets: some SecretStore, secret: String) { token = Kept { try await secrets.value(secret) } }

    /// Throws `AWSConfigurationError`.
    init(environment: [String: String] = ProcessInfo.processInfo.environment) throws {
        self.init(try SecretsManager(), secret: environment["ADMIN_SECRET"] ?? "books/admin")
    }

    /// What the authorizer is asked, of every kind the part that matters here.
    struct Question: Decodable {
        /// Of a TOKEN authorizer.
        var authorizationToken: String?
        /// Of a REQUEST authorizer.
        var headers: [String: String]?
        /// What the caller wants to do; from REST APIs, and from HTTP APIs of format 1.0.
        var methodArn: String?

        var authorization: String? {
            authorizationToken ?? headers?.first { $0.key.lowercased() == "authorization" }?.value
        }
    }

    enum Decision: Encodable {
        case simple(APIGatewayLambdaAuthorizerSimpleResponse)
        case policy(APIGatewayLambdaAuthorizerPolicyResponse)

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .simple(let response): try response.encode(to: encoder)
            case .policy(let response): try response.encode(to: encoder)
            }
        }
    }

    func handle(_ question: Question, context: LambdaContext) async throws -> Decision {
        let isAdmin = try await isAdmin(question.authorization)
        let role = isAdmin ? ["role": "admin"] : nil
        guard let method = question.methodArn else { return .simple(.init(isAuthorized: isAdmin, context: role)) }
        return .policy(
            .init(
                principalId: isAdmin ? "admin" : "anyone",
                policyDocument: .init(
                    statement: [
                        .init(
                            action: ["execute-api:Invoke"],
                            effect: isAdmin ? .allow : .deny,
                            resource: [isAdmin ? Self.allMethods(of: method) : method]
                        )
                    ]
                ),
                context: role
            )
        )
    }

    /// Takes the same time however much of the token is right.
    func isAdmin(_ authorization: String?) async throws -> Bool {
        guard let authorization, let token = try await token.value(now: now()), !token.isEmpty else { return false }
        return SHA256.hash(data: Data(authorization.utf8)) == SHA256.hash(data: Data("Bearer \(token)".utf8))
    }

    /// API Gateway keeps the answer for other methods too, so it has to be about all of the stage.
    private static func allMethods(of method: String) -> String {
        "\(method.split(separator: "/").prefix(2).joined(separator: "/"))/*"
    }
}
