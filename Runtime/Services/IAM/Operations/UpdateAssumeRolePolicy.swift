import JSON
import ServiceKit
import Wire

/// Says who may assume a role.
/// https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAssumeRolePolicy.html
struct UpdateAssumeRolePolicy: RoleChange {
    static let input = Shape.members(.roleName, .required("PolicyDocument", .document))

    let roleName: String
    private let document: String

    init(_ input: JSON.Object, _ service: IAM) throws(AWSError) {
        roleName = input.roleName
        document = input.text("PolicyDocument") ?? ""
        try PolicyDocument.check(document, isOfTrust: true)
    }

    func change(_ role: inout Role, _ store: EntityStore) throws { role.trustPolicy = document }
}
