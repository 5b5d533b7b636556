import JSON
import LambdaEvents

/// What a client gets: JSON under a status.
struct EndpointReply {
    var status: HTTPStatus
    var headers = ["content-type": "application/json"]
    var body: String

    init(_ status: HTTPStatus, _ value: some Encodable) throws {
        self.status = status
        body = String(decoding: try JSONCoder.encode(value), as: UTF8.self)
    }
}

extension EndpointReply {
    private struct Refusal: Encodable {
        var message: String
        var errors: [String: String]?
    }

    init(_ error: RequestError) throws {
        let (status, message): (HTTPStatus, String) =
            switch error {
            case .malformed(let message): (.badRequest, message)
            case .invalid: (.badRequest, "The request is not valid")
            case .unauthorized(let message): (.unauthorized, message)
            case .forbidden(let message): (.forbidden, message)
            case .notFound(let message): (.notFound, message)
            case .conflict(let message): (.conflict, message)
            case .busy(let message), .unavailable(let message): (.serviceUnavailable, message)
            }
        var refusal = Refusal(message: message)
        if case .invalid(let errors) = error { refusal.errors = errors }
        try self.init(status, refusal)
        if case .busy = error { headers["retry-after"] = "1" }
        if case .unauthorized = error { headers["www-authenticate"] = "Bearer" }
    }
}
