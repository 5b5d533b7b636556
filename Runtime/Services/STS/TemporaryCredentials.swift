import JSON
import ServiceKit
import Time

/// Credentials that end by themselves. Nothing here checks them.
struct TemporaryCredentials {
    static let shape = Shape.structure(
        [
            .optional("AccessKeyId", .string()), .optional("SecretAccessKey", .string()),
            .optional("SessionToken", .string()), .optional("Expiration", .timestamp),
        ],
        java: "Credentials"
    )

    let json: JSON

    init(token: String, seconds: Int, _ context: ServiceContext) {
        let end = context.time.now + .seconds(seconds)
        json = [
            "AccessKeyId": .string("ASIA" + context.ids.text(16, of: .base32)),
            "SecretAccessKey": .string(context.ids.hex(40)),
            "SessionToken": .string(token),
            "Expiration": JSON(Double(end.millisecondsSinceEpoch / 1000)),
        ]
    }
}
