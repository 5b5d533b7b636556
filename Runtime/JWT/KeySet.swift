import JSON

/// The public keys of an issuer: a JWKS.
///
/// https://www.rfc-editor.org/rfc/rfc7517#section-5
package struct KeySet: Sendable {
    private struct Key: Sendable {
        var key: VerificationKey
        /// The one algorithm that the key is for, where the issuer says so.
        var algorithm: String?
    }

    private let keys: [String: Key]

    /// As much as API Gateway reads.
    package static let byteLimit = 150_000

    /// Reads the text of a JWKS; throws with the reason where it is none. Keys that sign nothing, are of an unknown kind,
    /// or have no `kid` are left out; of two with the same `kid` the first counts.
    package init(parsing bytes: [UInt8]) throws(InvalidKeySet) {
        guard bytes.count <= Self.byteLimit else { throw InvalidKeySet(reason: "it is longer than 150,000 bytes") }
        guard let document = try? JSON(parsing: bytes, maximumDepth: 16), let list = document["keys"]?.arrayValue else {
            throw InvalidKeySet(reason: "it is no JSON object with a list of keys")
        }
        var keys: [String: Key] = [:]
        for object in list.lazy.compactMap(\.objectValue) {
            guard let id = object["kid"]?.stringValue, keys[id] == nil,
                object["use"] == nil || object["use"] == "sig",
                let key = VerificationKey(object)
            else { continue }
            keys[id] = Key(key: key, algorithm: object["alg"]?.stringValue)
        }
        self.keys = keys
    }

    package func contains(_ keyID: String?) -> Bool { keyID.map { keys[$0] != nil } ?? false }

    /// Throws unless the key that the token names has signed it.
    package func verify(_ token: SignedToken) throws(TokenProblem) {
        guard let id = token.keyID, let key = keys[id] else { throw .unknownKey }
        if let algorithm = key.algorithm, algorithm != token.algorithm.rawValue {
            throw .algorithm(token.algorithm.rawValue)
        }
        guard let isValid = key.key.verifies(token.signature, of: token.signedText, token.algorithm) else {
            throw .algorithm(token.algorithm.rawValue)
        }
        guard isValid else { throw .signature }
    }
}

/// Why a text is no JWKS.
package struct InvalidKeySet: Error, Hashable {
    package var reason: String
}
