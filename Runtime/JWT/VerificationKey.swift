import Crypto
import CryptoExtras
import JSON

/// A public key that signatures are verified with.
enum VerificationKey: Sendable {
    case rsa(_RSA.Signing.PublicKey)
    case p256(P256.Signing.PublicKey)
    case p384(P384.Signing.PublicKey)
    case p521(P521.Signing.PublicKey)

    /// A key as a JWKS has it; `nil` for what is none, for RSA with fewer than 2,048 bits or more than 8,192, and for
    /// points that are not on their curve.
    ///
    /// https://www.rfc-editor.org/rfc/rfc7518#section-6
    init?(_ object: JSON.Object) {
        switch object["kty"]?.stringValue {
        case "RSA":
            guard let n = Self.bytes(object["n"]), n.count <= 1_024, let e = Self.bytes(object["e"]), e.count <= 8,
                let key = try? _RSA.Signing.PublicKey(n: n, e: e)
            else { return nil }
            self = .rsa(key)
        case "EC":
            guard let x = Self.bytes(object["x"]), let y = Self.bytes(object["y"]), x.count == y.count else {
                return nil
            }
            self.init(curve: object["crv"]?.stringValue, point: [4] + x + y)
        default: return nil
        }
    }

    private init?(curve: String?, point: [UInt8]) {
        switch curve {
        case "P-256":
            guard let key = try? P256.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p256(key)
        case "P-384":
            guard let key = try? P384.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p384(key)
        case "P-521":
            guard let key = try? P521.Signing.PublicKey(x963Representation: point) else { return nil }
            self = .p521(key)
        default: return nil
        }
    }

    private static func bytes(_ value: JSON?) -> [UInt8]? { value?.stringValue.flatMap { Base64URL.decode($0.utf8) } }

    /// `nil`: the algorithm is not one for keys of this kind.
    func verifies(_ signature: [UInt8], of text: ArraySlice<UInt8>, _ algorithm: SigningAlgorithm) -> Bool? {
        switch (self, algorithm) {
        case (.rsa(let key), .rs256): Self.verifies(signature, SHA256.hash(data: text), key)
        case (.rsa(let key), .rs384): Self.verifies(signature, SHA384.hash(data: text), key)
        case (.rsa(let key), .rs512): Self.verifies(signature, SHA512.hash(data: text), key)
        case (.p256(let key), .es256):
            (try? P256.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA256.hash(data: text)) } ?? false
        case (.p384(let key), .es384):
            (try? P384.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA384.hash(data: text)) } ?? false
        case (.p521(let key), .es512):
            (try? P521.Signing.ECDSASignature(rawRepresentation: signature))
                .map { key.isValidSignature($0, for: SHA512.hash(data: text)) } ?? false
        default: nil
        }
    }

    private static func verifies(_ signature: [UInt8], _ digest: some Digest, _ key: _RSA.Signing.PublicKey) -> Bool {
        key.isValidSignature(.init(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    }
}
