import BookAccounts
import Endpoints

/// `POST /login` {user_id, password}: a token that is good for fifteen minutes.
///
/// An unknown reader and a wrong password get the same answer after the same work.
struct LoginEndpoint: Endpoint {
    let service: AccountService

    /// https://www.rfc-editor.org/rfc/rfc6749#section-5.1
    struct Answer: Encodable {
        var access_token: String
        var token_type = "Bearer"
        /// Seconds.
        var expires_in = AccessToken.lifetime
    }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        let id = form.id("user_id")
        let password = form.password()
        try form.finish()
        guard try await isReader(id, password) else {
            throw RequestError.unauthorized("Unknown reader or wrong password")
        }
        let issuer = service.issuer(apiID: request.apiID)
        let token = AccessToken(reader: id, issuer: issuer, now: service.now() / 1_000)
        return Answer(access_token: try token.signed(by: await service.signingKey()))
    }

    private func isReader(_ id: String, _ password: String) async throws -> Bool {
        guard let reader = try await service.readers.reader(id) else {
            _ = try PasswordHash(password)
            return false
        }
        return try reader.password.matches(password)
    }
}
