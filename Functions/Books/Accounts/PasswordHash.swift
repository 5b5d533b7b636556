import Crypto
import CryptoExtras
import FoundationEssentials

/// What is kept of a password: enough to recognise it, too little to guess it cheaply.
///
/// scrypt over 16 MB, about fifty milliseconds of work. https://www.rfc-editor.org/rfc/rfc7914
package struct PasswordHash: Hashable, Sendable {
    private static let rounds = 1 << 14
    private static let blockSize = 8
    private static let bytes = 32

    package var salt: [UInt8]
    package var hash: [UInt8]

    package init(salt: [UInt8], hash: [UInt8]) {
        self.salt = salt
        self.hash = hash
    }

    package init(_ password: String) throws {
        var generator = SystemRandomNumberGenerator()
        let salt = (0..<16).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        self.init(salt: salt, hash: try Self.key(password, salt: salt).withUnsafeBytes { Array($0) })
    }

    /// Takes the same time whether the password is right or not.
    package func matches(_ password: String) throws -> Bool {
        try Self.key(password, salt: salt) == SymmetricKey(data: hash)
    }

    private static func key(_ password: String, salt: [UInt8]) throws -> SymmetricKey {
        try KDF.Scrypt.deriveKey(
            from: Data(password.utf8),
            salt: salt,
            outputByteCount: bytes,
            rounds: rounds,
            blockSize: blockSize,
            parallelism: 1
        )
    }
}
