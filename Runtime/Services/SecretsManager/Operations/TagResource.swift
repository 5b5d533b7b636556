import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds tags to a secret, and gives those it has already other values.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html
struct TagResource: Operation {
    static let input = Shape.request(
        "TagResource",
        [.required("SecretId", .secretID), .required("Tags", .secretTags)]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let tags: [Secret.Tag]

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        tags = Secret.tags(input["Tags"])
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        try secret.set(tags)
        try store.save(secret)
        return []
    }
}
