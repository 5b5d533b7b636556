import CSigning
import FoundationEssentials
import Storage
import Synchronization

/// The key that messages are signed with, and the certificate that clients verify them with: made when they are first
/// needed, kept with the rest of the state, known to nobody else.
final class SigningKey: Sendable {
    static let certificatePath = "/SimpleNotificationService-hearth.pem"

    static let migration = Migration(
        "sns.4",
        "CREATE TABLE sns_signing_key (number INTEGER PRIMARY KEY, key TEXT NOT NULL, certificate TEXT NOT NULL)"
    )

    private struct Pair: Sendable {
        var key: String
        var certificate: String
    }

    private let database: Database
    private let pair: Mutex<Pair?>

    /// Takes up the key of the store, if there is one.
    init(_ database: Database) throws {
        self.database = database
        pair = Mutex(
            try database.readAndWait { connection in
                try connection.first("SELECT key, certificate FROM sns_signing_key") {
                    Pair(key: $0.text(0), certificate: $0.text(1))
                }
            }
        )
    }

    /// In PEM; empty where the machine has no libcrypto.
    var certificate: String { current().certificate }

    /// RSA with SHA-1, or SHA-256 from version 2 on, over the names and values of some fields, each on a line of its own.
    /// In Base64; empty where the machine has no libcrypto.
    /// https://docs.aws.amazon.com/sns/latest/dg/sns-verify-signature-of-message.html
    func sign(_ fields: [(String, String)], version: String) -> String {
        let bytes = Array(fields.map { "\($0.0)\n\($0.1)\n" }.joined().utf8)
        var signature = [UInt8](repeating: 0, count: 512)
        let count = csigning_sign(current().key, bytes, bytes.count, version != "1", &signature)
        return Data(signature[..<count]).base64EncodedString()
    }

    private func current() -> Pair {
        pair.withLock { pair in
            if let pair { return pair }
            let made = Self.generate()
            pair = made
            if !made.key.isEmpty { keep(made) }
            return made
        }
    }

    private func keep(_ pair: Pair) {
        database.write { connection in
            try connection.run(
                "INSERT OR REPLACE INTO sns_signing_key (number, key, certificate) VALUES (1, ?, ?)",
                .text(pair.key),
                .text(pair.certificate)
            )
        } completion: { (_: Result<Int, any Error>) in
            // Without it the next start makes another one: subscribers fetch the certificate by its address.
        }
    }

    private static func generate() -> Pair {
        let limit = 8_192
        var key = [CChar](repeating: 0, count: limit)
        var certificate = [CChar](repeating: 0, count: limit)
        guard csigning_generate("sns.hearth.local", &key, &certificate, limit) else {
            return Pair(key: "", certificate: "")
        }
        return Pair(key: text(key), certificate: text(certificate))
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
