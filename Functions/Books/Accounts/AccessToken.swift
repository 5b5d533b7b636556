import FoundationEssentials
import JSON

/// What a reader shows to be let in: a JSON Web Token, signed by the book service.
/// https://www.rfc-editor.org/rfc/rfc7519
package struct AccessToken: Codable, Hashable, Sendable {
    /// Whom tokens of the book service are for.
    package static let audience = "book-service"
    /// How long a token is good for, in seconds.
    package static let lifetime = 900

    /// The address of the API that issued it.
    package var iss: String
    package var aud: String
    /// The reader.
    package var sub: String
    /// When it was issued, in seconds since 1970.
    package var iat: Int
    /// From when on it is no longer good.
    package var exp: Int

    package init(reader: String, issuer: String, now: Int) {
        iss = issuer
        aud = Self.audience
        sub = reader
        iat = now
        exp = now + Self.lifetime
    }
}

extension AccessToken {
    private struct Header: Codable {
        var alg: String
        var typ: String?
        var kid: String?
    }

    package func signed(by key: SigningKey) throws -> String {
        let header = try JSONCoder.encode(Header(alg: "RS256", typ: "JWT", kid: key.webKey.kid))
        let text = "\(Base64URL.text(header)).\(Base64URL.text(try JSONCoder.encode(self)))"
        return "\(text).\(Base64URL.text(try key.signature(of: text)))"
    }

    /// The token in `text`; `nil` unless `key` has signed it, `issuer` has issued it and it is still good at `now`.
    package init?(_ text: String, key: SigningKey, issuer: String, now: Int) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.utf8.count <= 4_096, parts.count == 3,
            let header: Header = Self.decode(parts[0]), header.alg == "RS256", header.kid == key.webKey.kid,
            let signature = Base64URL.bytes(parts[2]),
            key.isSignature(signature, of: text[..<parts[1].endIndex]),
            let token: AccessToken = Self.decode(parts[1]),
            token.iss == issuer, token.aud == Self.audience, token.iat <= now, now < token.exp
        else { return nil }
        self = token
    }

    private static func decode<Value: Decodable>(_ part: Substring) -> Value? {
        Base64URL.bytes(part).flatMap { try? JSONCoder.decode(Value.self, from: $0) }
    }
}
