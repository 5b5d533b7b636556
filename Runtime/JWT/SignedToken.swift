import JSON

/// A token taken apart, not yet verified: `header.claims.signature`.
///
/// https://www.rfc-editor.org/rfc/rfc7515#section-7.1
package struct SignedToken: Sendable {
    package let algorithm: SigningAlgorithm
    /// The header's `kid`.
    package let keyID: String?
    package let claims: TokenClaims
    let signedText: ArraySlice<UInt8>
    let signature: [UInt8]

    /// More than API Gateway takes of headers in all.
    private static let byteLimit = 10_240

    package init(_ text: String) throws(TokenProblem) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.byteLimit else { throw .malformed }
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed }
        let header = try Self.object(parts[0])
        guard let name = header["alg"]?.stringValue else { throw .malformed }
        guard let algorithm = SigningAlgorithm(rawValue: name) else { throw .algorithm(name) }
        if header["crit"] != nil { throw .criticalExtension }
        guard let signature = Base64URL.decode(parts[2]) else { throw .malformed }
        self.algorithm = algorithm
        keyID = header["kid"]?.stringValue
        claims = try TokenClaims(try Self.object(parts[1]))
        signedText = bytes[parts[0].startIndex..<parts[1].endIndex]
        self.signature = signature
    }

    /// Readers differ in which of two members of one name they take: such an object is none.
    private static func object(_ text: ArraySlice<UInt8>) throws(TokenProblem) -> JSON.Object {
        guard let bytes = Base64URL.decode(text), let tape = try? JSONTape(bytes, maximumDepth: 32),
            tape.kind(0) == .object, let object = JSON(tape).objectValue, object.count == tape.count(0)
        else { throw .malformed }
        return object
    }
}
