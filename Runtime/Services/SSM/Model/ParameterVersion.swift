import JSON
import Time
import Wire

/// What one `PutParameter` has made of a parameter.
struct ParameterVersion: Codable, Sendable, Hashable {
    var version: Int
    var value: String
    var type: ParameterType
    /// `nil` unless `type` is `secureString`.
    var keyID: String?
    var description: String?
    var allowedPattern: String?
    var tier: ParameterTier
    var dataType: String
    var labels: [String] = []
    /// Nanoseconds since 1970.
    var modified: Int64

    static let defaultKeyID = "alias/aws/ssm"

    /// Seconds with fraction, as AWS writes it.
    var modifiedSeconds: JSON {
        JSON(Double(Timestamp(nanosecondsSinceEpoch: modified).millisecondsSinceEpoch) / 1000)
    }
}

enum ParameterType: String, Codable, Sendable {
    case string = "String"
    case stringList = "StringList"
    case secureString = "SecureString"
}

enum ParameterTier: String, Codable, Sendable {
    case standard = "Standard"
    case advanced = "Advanced"

    /// Bytes of a value.
    var valueLimit: Int { self == .standard ? 4096 : 8192 }
}
