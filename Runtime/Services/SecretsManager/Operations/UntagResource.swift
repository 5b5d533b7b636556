import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Removes tags from a secret; those it does not have are passed over.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_UntagResource.html
struct UntagResource: Operation {
    static let input = Shape.request(
        "UntagResource",
        [.required("SecretId", .secretID), .required("TagKeys", .list(.string(length: 1...128)))]
    )
    static let access = OperationAccess.write(.savepoint)

    private let secretID: String
    private let keys: [String]

    init(_ input: JSON.Object, _ service: SecretsManager) throws(AWSError) {
        secretID = input.secretID
        keys = (input["TagKeys"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: SecretsManager, _ connection: Connection) throws -> [UInt8] {
        let store = service.store(connection)
        var secret = try store.primarySecret(secretID)
        secret.tags?.removeAll { keys.contains($0.key) }
        try store.save(secret)
        return []
    }
}
