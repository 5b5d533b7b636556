import BookAccounts
import Endpoints
import LambdaEvents

/// `POST /readers` {user_id, password}: a new reader, who may log in from then on.
struct RegisterEndpoint: Endpoint {
    let service: AccountService

    struct Answer: Encodable {
        var user_id: String
    }

    var status: HTTPStatus { .created }

    func answer(_ request: EndpointRequest) async throws -> Answer {
        var form = try Form(body: request)
        let id = form.id("user_id")
        if !Reader.isPlain(id) { form.fail("user_id", because: "must have no blanks, slashes and control characters") }
        let password = form.password()
        if password.unicodeScalars.count < 8 { form.fail("password", because: "must have at least 8 characters") }
        try form.finish()
        let reader = Reader(id: id, password: try PasswordHash(password), registeredAt: service.now())
        guard try await service.readers.add(reader) else {
            throw RequestError.conflict("There is a reader \(id) already")
        }
        return Answer(user_id: id)
    }
}

extension Form {
    /// Empty where it is wrong, which `finish` tells.
    mutating func password() -> String { text("password", required: true) ?? "" }
}
