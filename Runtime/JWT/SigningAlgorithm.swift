/// How a token may be signed: with a private key whose public one the issuer tells. What is signed with a shared secret
/// (`HS256`), and what is not signed (`none`), is no token here.
///
/// https://www.rfc-editor.org/rfc/rfc7518#section-3.1
package enum SigningAlgorithm: String, Sendable, CaseIterable {
    case rs256 = "RS256"
    case rs384 = "RS384"
    case rs512 = "RS512"
    case es256 = "ES256"
    case es384 = "ES384"
    case es512 = "ES512"
}
