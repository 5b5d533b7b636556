import Crypto
import CryptoExtras
import FoundationEssentials
import JSON
import Testing
import Time

@testable import JWT

/// Signs tokens, honestly or not.
struct Signer {
    let rsa: _RSA.Signing.PrivateKey
    let ec = P256.Signing.PrivateKey()

    init() throws { rsa = try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    var jwks: JSON {
        get throws {
            let parts = try rsa.publicKey.getKeyPrimitives()
            let point = ec.publicKey.x963Representation
            return [
                "keys": [
                    ["kty": "oct", "kid": "secret", "k": "c2VjcmV0"],
                    [
                        "kty": "RSA", "kid": "r", "use": "sig", "alg": "RS256",
                        "n": .string(Self.encode(parts.modulus)), "e": .string(Self.encode(parts.publicExponent)),
                    ],
                    [
                        "kty": "EC", "kid": "e", "crv": "P-256", "x": .string(Self.encode(point[1...32])),
                        "y": .string(Self.encode(point[33...64])),
                    ],
                ]
            ]
        }
    }

    func token(_ header: String, _ claims: String) throws -> String {
        let text = Self.encode(Array(header.utf8)) + "." + Self.encode(Array(claims.utf8))
        let digest = SHA256.hash(data: Array(text.utf8))
        let signature =
            header.contains("ES256")
            ? try ec.signature(for: digest).rawRepresentation
            : try rsa.signature(for: digest, padding: .insecurePKCS1v1_5).rawRepresentation
        return text + "." + Self.encode(signature)
    }
}

@Suite struct TokenTests {
    private let signer: Signer
    private let keys: KeySet
    private let now = Timestamp(secondsSinceEpoch: 1_700_000_000)
    private static let claims = #"{"iss":"https://i","aud":["a"],"exp":1700000060,"scope":"read write"}"#

    init() throws {
        signer = try Signer()
        keys = try KeySet(parsing: signer.jwks.bytes)
    }

    private func check(_ token: String) throws(TokenProblem) {
        let token = try SignedToken(token)
        try keys.verify(token)
        try token.claims.check(at: now)
        try token.claims.check(audiences: ["a"])
    }

    @Test(arguments: [#"{"alg":"RS256","kid":"r"}"#, #"{"typ":"JWT","alg":"ES256","kid":"e"}"#])
    func whatIsSignedIsTaken(_ header: String) throws {
        let token = try signer.token(header, Self.claims)
        try check(token)
        let claims = try SignedToken(token).claims
        #expect(claims.issuer == "https://i" && claims.scopes == ["read", "write"])
        #expect(claims.has(anyOf: ["x", "write"]) && claims.has(anyOf: []) && !claims.has(anyOf: ["x"]))
    }

    static let attacks: [(header: String, claims: String, problem: TokenProblem)] = [
        (#"{"alg":"none","kid":"r"}"#, claims, .algorithm("none")),
        (#"{"alg":"NONE","kid":"r"}"#, claims, .algorithm("NONE")),
        (#"{"alg":"HS256","kid":"r"}"#, claims, .algorithm("HS256")),
        (#"{"alg":"HS256","kid":"secret"}"#, claims, .algorithm("HS256")),
        (#"{"alg":"RS256","kid":"secret"}"#, claims, .unknownKey),
        (#"{"alg":"RS256","kid":"e"}"#, claims, .algorithm("RS256")),
        (#"{"alg":"RS512","kid":"r"}"#, claims, .algorithm("RS512")),
        (#"{"alg":"ES256","kid":"r"}"#, claims, .algorithm("ES256")),
        (#"{"alg":"RS256","kid":"other"}"#, claims, .unknownKey),
        (#"{"alg":"RS256"}"#, claims, .unknownKey),
        (#"{"alg":"RS256","kid":"r","crit":["b64"],"b64":false}"#, claims, .criticalExtension),
        (#"{"alg":"RS256","alg":"none","kid":"r"}"#, claims, .malformed),
        (#"{"kid":"r"}"#, claims, .malformed),
        (#"["RS256"]"#, claims, .malformed),
        (#"{"alg":"RS256","kid":"r"}"#, "no JSON", .malformed),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060,"aud":"a","aud":"b"}"#, .malformed),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000000,"aud":"a"}"#, .expired),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"aud":"a"}"#, .expired),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":"1800000000","aud":"a"}"#, .claim("exp")),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1e999,"aud":"a"}"#, .claim("exp")),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060,"nbf":1700000061,"aud":"a"}"#, .notYetValid),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700009999,"iat":1700000061,"aud":"a"}"#, .notYetValid),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060,"aud":"b"}"#, .audience),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060,"aud":["b"],"client_id":"a"}"#, .audience),
        (#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060}"#, .audience),
    ]

    @Test(arguments: attacks)
    func attacksAreRefused(_ attack: (header: String, claims: String, problem: TokenProblem)) throws {
        let token = try signer.token(attack.header, attack.claims)
        #expect(throws: attack.problem) { try check(token) }
    }

    @Test func whatWasChangedIsRefused() throws {
        let token = try signer.token(#"{"alg":"RS256","kid":"r"}"#, Self.claims)
        let parts = token.split(separator: ".").map(String.init)
        let other = try signer.token(#"{"alg":"RS256","kid":"r"}"#, #"{"exp":1700000060,"aud":"a","sub":"root"}"#)
        let claims = String(other.split(separator: ".")[1])
        #expect(throws: TokenProblem.signature) { try check("\(parts[0]).\(claims).\(parts[2])") }
        #expect(throws: TokenProblem.signature) { try check("\(parts[0]).\(parts[1]).") }
        for text in ["", ".", "..", "a.b", token + ".x", token + "=", " " + token, parts[0] + "." + parts[1]] {
            #expect(throws: TokenProblem.malformed) { try check(text) }
        }
        #expect(throws: TokenProblem.malformed) { try check(String(repeating: "a", count: 10_241)) }
    }

    /// The public key is no secret: what is signed with it as one is refused.
    @Test func thePublicKeyIsNoSecret() throws {
        let text =
            Signer.encode(Array(#"{"alg":"HS256","kid":"r"}"#.utf8)) + "." + Signer.encode(Array(Self.claims.utf8))
        let secret = SymmetricKey(data: Array(signer.rsa.publicKey.pemRepresentation.utf8))
        let signature = HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: secret)
        #expect(throws: TokenProblem.algorithm("HS256")) { try check(text + "." + Signer.encode(signature)) }
    }

    @Test func keySetsHaveLimits() throws {
        #expect(throws: InvalidKeySet.self) { try KeySet(parsing: [UInt8](repeating: 0x20, count: 150_001)) }
        #expect(throws: InvalidKeySet.self) { try KeySet(parsing: Array("[]".utf8)) }
        let weak =
            #"{"keys":[{"kty":"RSA","kid":"w","n":"AQAB","e":"AQAB"},{"kty":"EC","kid":"c","crv":"P-256","#
            + #""x":"AAAA","y":"AAAA"},{"kid":"n"},7]}"#
        let keys = try KeySet(parsing: Array(weak.utf8))
        #expect(!keys.contains("w") && !keys.contains("c") && !keys.contains("n"))
    }
}
