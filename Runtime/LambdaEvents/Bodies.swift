import FoundationEssentials
import JSON

/// A request whose body may come as text or as base64.
public protocol DecodableRequest {
    var body: String? { get }
    var isBase64Encoded: Bool { get }
}

extension DecodableRequest {
    /// The body's bytes, or `nil` where the request has none. Throws `DecodingError` for base64 that is none.
    public func decodeBody() throws -> Data? {
        guard let body else { return nil }
        guard isBase64Encoded else { return Data(body.utf8) }
        guard let data = Data(base64Encoded: body) else {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "The body is not base64"))
        }
        return data
    }

    /// The body as JSON. Throws `DecodingError` for a missing body and for one that is not such a value.
    public func decodeBody<T: Decodable>(_ type: T.Type) throws -> T {
        if isBase64Encoded { return try JSONCoder.decode(type, from: decodeBody() ?? Data()) }
        return try JSONCoder.decode(type, from: body ?? "")
    }
}

/// A reply that can be made of a status and a value.
public protocol EncodableResponse {
    init(
        statusCode: HTTPStatus,
        headers: [String: String]?,
        body: String?,
        isBase64Encoded: Bool?,
        cookies: [String]?
    )
}

extension EncodableResponse {
    /// A reply whose body is `encodable` as JSON; what `onError` says where it cannot be encoded.
    public static func encoding(
        _ encodable: some Encodable,
        status: HTTPStatus = .ok,
        headers: [String: String]? = nil,
        cookies: [String]? = nil,
        onError: (any Error) -> Self = Self.defaultErrorHandler
    ) -> Self {
        do {
            let body = try jsonText(encodable)
            return Self(statusCode: status, headers: headers, body: body, isBase64Encoded: nil, cookies: cookies)
        } catch {
            return onError(error)
        }
    }

    /// A reply 500 that names the error.
    public static var defaultErrorHandler: (any Error) -> Self {
        { error in
            Self(
                statusCode: .internalServerError,
                headers: nil,
                body: "Internal Server Error: \(error)",
                isBase64Encoded: nil,
                cookies: nil
            )
        }
    }
}

func jsonText(_ value: some Encodable) throws -> String {
    String(decoding: try JSONCoder.encode(value), as: UTF8.self)
}
