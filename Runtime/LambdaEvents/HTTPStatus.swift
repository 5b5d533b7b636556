/// An HTTP status code, written as AWS writes it in events and replies: a bare number.
public struct HTTPStatus: Sendable, Hashable, Codable, ExpressibleByIntegerLiteral {
    public var code: Int

    public init(code: Int) { self.code = code }
    public init(integerLiteral code: Int) { self.code = code }

    public init(from decoder: any Decoder) throws {
        code = try decoder.singleValueContainer().decode(Int.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(code)
    }
}

extension HTTPStatus {
    public static let ok: Self = 200
    public static let created: Self = 201
    public static let accepted: Self = 202
    public static let noContent: Self = 204
    public static let movedPermanently: Self = 301
    public static let found: Self = 302
    public static let seeOther: Self = 303
    public static let notModified: Self = 304
    public static let temporaryRedirect: Self = 307
    public static let permanentRedirect: Self = 308
    public static let badRequest: Self = 400
    public static let unauthorized: Self = 401
    public static let forbidden: Self = 403
    public static let notFound: Self = 404
    public static let methodNotAllowed: Self = 405
    public static let notAcceptable: Self = 406
    public static let requestTimeout: Self = 408
    public static let conflict: Self = 409
    public static let gone: Self = 410
    public static let preconditionFailed: Self = 412
    public static let contentTooLarge: Self = 413
    public static let unsupportedMediaType: Self = 415
    public static let unprocessableContent: Self = 422
    public static let tooManyRequests: Self = 429
    public static let internalServerError: Self = 500
    public static let notImplemented: Self = 501
    public static let badGateway: Self = 502
    public static let serviceUnavailable: Self = 503
    public static let gatewayTimeout: Self = 504
}
