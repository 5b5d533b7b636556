import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds a policy that roles can be given.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
struct CreatePolicy: Operation {
    static let input = Shape.members(
        .policyName,
        .optional("Path", .path),
        .required("PolicyDocument", .document),
        .optional("Description", .string(length: 0...1000)),
        .optional("Tags", .tags)
    )
    static let output = Shape.members(.optional("Policy", .policy))
    static let access = OperationAccess.write(.shared)

    private let policy: ManagedPolicy

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        let (name, path) = (input.policyName, input.text("Path") ?? "/")
        policy = try ManagedPolicy(
            arn: service.context.account.iamARN("policy\(path)\(name)"),
            path: path,
            name: name,
            id: "ANPA" + service.context.ids.text(17, of: .base32),
            created: Int(service.context.time.now.secondsSinceEpoch),
            description: input.text("Description"),
            tags: Tag.read(input["Tags"]),
            document: input.text("PolicyDocument") ?? ""
        )
        try PolicyDocument.check(policy.document)
    }

    func perform(_ service: IAM, _ connection: Connection) throws -> [UInt8] {
        let store = EntityStore(connection)
        guard try store.find(ManagedPolicy.self, policy.arn) == nil else {
            throw AWSError.alreadyExists(
                "A policy called \(policy.name) already exists. Duplicate names are not allowed."
            )
        }
        try store.save(policy)
        return JSON.object(JSON.Object([("Policy", policy.json(attachments: 0))])).bytes
    }
}
