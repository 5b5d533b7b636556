import ServiceKit
import Wire

/// The `ResourceArn` of a request, which must be that of a table.
struct ResourceARN: Sendable {
    static let shape = Shape.string()

    let text: String
    var tableName: String { Catalogue.plainName(text) }

    /// Refuses, as what it is not allowed to touch, what is no ARN with a path. `action` is named in that refusal.
    init(_ text: String?, _ action: String, _ account: AWSAccount) throws(AWSError) {
        guard let text else { throw .validation("Invalid TableArn") }
        let parts = text.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        let isPath = parts.count == 6 && parts[5].dropFirst().dropLast().contains("/")
        guard isPath, parts.allSatisfy({ !$0.isEmpty }) else {
            throw AWSError(
                "AccessDeniedException",
                message: "User: arn:aws:iam::\(account.id):root is not authorized to perform: dynamodb:\(action) "
                    + "on resource: \(text.isEmpty ? "*" : text)"
            )
        }
        self.text = text
    }

    /// Refuses what is no table: an index, or another service's.
    func checkIsTable() throws(AWSError) {
        let arn = ARN(text)
        let path = arn?.resource.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard arn?.partition == "aws", arn?.service == "dynamodb", arn?.accountID.allSatisfy(\.isNumber) == true,
            path.count == 2, path[0] == "table", path[1].count >= 3
        else {
            throw .validation("Invalid TableArn: Invalid ResourceArn provided as input \(text)")
        }
    }
}
