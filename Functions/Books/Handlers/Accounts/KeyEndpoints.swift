import BookAccounts
import Endpoints

/// `GET /.well-known/jwks.json`: the keys that tokens are checked with.
struct KeysEndpoint: Endpoint {
    let service: AccountService

    struct Answer: Encodable {
        var keys: [JSONWebKey]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        Answer(keys: [try await service.signingKey().webKey])
    }
}

/// `GET /.well-known/openid-configuration`: where authorizers find the keys.
/// https://openid.net/specs/openid-connect-discovery-1_0.html
struct DiscoveryEndpoint: Endpoint {
    let service: AccountService

    struct Answer: Encodable {
        var issuer: String
        var jwks_uri: String
        var token_endpoint: String
        var id_token_signing_alg_values_supported = ["RS256"]
        var response_types_supported = ["token"]
        var subject_types_supported = ["public"]
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        let issuer = service.issuer(apiID: request.apiID)
        return Answer(
            issuer: issuer,
            jwks_uri: "\(issuer)/.well-known/jwks.json",
            token_endpoint: "\(issuer)/login"
        )
    }
}
