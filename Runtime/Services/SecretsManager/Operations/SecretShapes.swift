import JSON
import ServiceKit
import Time
import Wire

/// The shapes that several actions take.
extension Shape {
    static func request(_ name: String, _ members: [Member]) -> Shape {
        .structure(members, java: "com.amazonaws.secretsmanager.\(name)Request")
    }

    static let secretID = Shape.string(length: 1...2048)
    static let versionID = Shape.string(length: 32...64)
    static let versionStage = Shape.string(length: 1...256)
    static let kmsKeyID = Shape.string(length: 0...2048)
    static let secretDescription = Shape.string(length: 0...2048)

    static let secretTags = Shape.list(
        .structure(
            [.optional("Key", .string(length: 1...128)), .optional("Value", .string(length: 0...256))],
            java: "com.amazonaws.secretsmanager.Tag"
        )
    )
}

/// What a request asks for in place of a version's new id.
enum ClientRequestToken {
    /// The length that AWS asks for is refused in words of its own.
    static let shape = Shape.string()

    /// Clients make one where the user gives none.
    static func read(_ input: JSON.Object) throws(AWSError) -> String {
        guard let token = input.text("ClientRequestToken") else {
            throw .invalidRequest(
                "You must provide a ClientRequestToken value. We recommend a UUID-type value."
            )
        }
        guard (32...64).contains(token.count) else {
            throw .invalidParameter("ClientRequestToken must be 32-64 characters long.")
        }
        return token
    }
}

extension JSON.Object {
    var secretID: String { self["SecretId"]?.stringValue ?? "" }
    func text(_ member: String) -> String? { self[member]?.nonNull?.stringValue }
}

extension SecretsManager {
    var now: Int64 { context.time.now.nanosecondsSinceEpoch }
}
