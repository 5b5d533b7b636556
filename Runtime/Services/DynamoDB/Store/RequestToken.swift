import JSON
import Storage
import Time
import Wire

/// The `ClientRequestToken` of a request with a fingerprint of what it asks for. Remembered in the same transaction as
/// the writes, so that it is there exactly when they are, after a restart too.
struct RequestToken: Sendable {
    /// How long AWS knows a token.
    static let lifetime = Duration.seconds(600)

    let token: String
    private let fingerprint: [UInt8]

    /// `request` is the part of the request that must be the same when the token is.
    init(_ token: String, _ request: JSON) {
        self.token = token
        fingerprint = request.fingerprint
    }

    /// Whether the same request was performed with this token. Throws when it was another one.
    func isKnown(at now: Timestamp, _ connection: Connection) throws -> Bool {
        let known = try connection.first(
            "SELECT fingerprint FROM dynamodb_token WHERE token = ? AND expires > ?",
            .text(token),
            .integer(now.nanosecondsSinceEpoch)
        ) { $0.bytes(0) }
        guard let known else { return false }
        guard known == fingerprint else {
            throw AWSError(
                "IdempotentParameterMismatchException",
                message: "Idempotent parameter mismatch: the request differs from the one that used this token before"
            )
        }
        return true
    }

    /// Forgets expired ones along the way.
    func remember(at now: Timestamp, _ connection: Connection) throws {
        try connection.run("DELETE FROM dynamodb_token WHERE expires <= ?", .integer(now.nanosecondsSinceEpoch))
        try connection.run(
            "INSERT INTO dynamodb_token (token, fingerprint, expires) VALUES (?, ?, ?)",
            .text(token),
            .blob(fingerprint),
            .integer((now + Self.lifetime).nanosecondsSinceEpoch)
        )
    }
}

extension JSON {
    /// 128 bits that are the same for equal values, whatever the order of their members
    /// (FNV-1a, https://datatracker.ietf.org/doc/draft-eastlake-fnv/).
    fileprivate var fingerprint: [UInt8] {
        var hash: UInt128 = 0x6C62_272E_07BB_0142_62B8_2175_6295_C58D
        for byte in sortedByKey.bytes { hash = (hash ^ UInt128(byte)) &* 0x100_0000_0000_0000_0000_013B }
        return withUnsafeBytes(of: hash.bigEndian) { Array($0) }
    }

    private var sortedByKey: JSON {
        switch self {
        case .array(let values): .array(values.map(\.sortedByKey))
        case .object(let object):
            .object(
                JSON.Object(object.members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.sortedByKey) })
            )
        default: self
        }
    }
}
