import Crypto
import CryptoExtras
import FoundationEssentials

/// The key pair of access tokens: RSA of 2,048 bits, as API Gateway's JWT authorizers take no other kind.
package struct SigningKey: Sendable {
    private let key: _RSA.Signing.PrivateKey
    /// What others check tokens with.
    package let webKey: JSONWebKey

    /// A new pair. Takes a tenth of a second or so.
    package init() throws { try self.init(_RSA.Signing.PrivateKey(keySize: .bits2048)) }

    package init(pem: String) throws { try self.init(_RSA.Signing.PrivateKey(pemRepresentation: pem)) }

    private init(_ key: _RSA.Signing.PrivateKey) throws {
        self.key = key
        let primitives = try key.publicKey.getKeyPrimitives()
        webKey = JSONWebKey(modulus: primitives.modulus, exponent: primitives.publicExponent)
    }

    /// Private and public key, PKCS #8.
    package var pem: String { key.pkcs8PEMRepresentation }

    /// Under RS256.
    func signature(of text: String) throws -> Data {
        try key.signature(for: Data(text.utf8), padding: .insecurePKCS1v1_5).rawRepresentation
    }

    func isSignature(_ signature: Data, of text: some StringProtocol) -> Bool {
        key.publicKey.isValidSignature(
            _RSA.Signing.RSASignature(rawRepresentation: signature),
            for: Data(text.utf8),
            padding: .insecurePKCS1v1_5
        )
    }
}

/// A public key as clients fetch it.
/// https://www.rfc-editor.org/rfc/rfc7517
package struct JSONWebKey: Encodable, Hashable, Sendable {
    package let kty = "RSA"
    package let use = "sig"
    package let alg = "RS256"
    /// The key's own thumbprint. https://www.rfc-editor.org/rfc/rfc7638
    package let kid: String
    package let n: String
    package let e: String

    private enum CodingKeys: CodingKey { case kty, use, alg, kid, n, e }

    init(modulus: Data, exponent: Data) {
        n = Base64URL.text(modulus)
        e = Base64URL.text(exponent)
        kid = Base64URL.text(SHA256.hash(data: Data(#"{"e":"\#(e)","kty":"RSA","n":"\#(n)"}"#.utf8)))
    }
}
