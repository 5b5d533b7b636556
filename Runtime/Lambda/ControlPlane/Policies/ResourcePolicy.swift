import JSON
import Time
import Wire

/// Who may call a function: statements of its resource policy. They are kept and shown, not enforced.
/// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
struct ResourcePolicy {
    private(set) var statements: [JSON]

    /// What tells its revision, in AWS's texts.
    private let action: String

    init(_ stored: JSON?, action: String = "GetPolicy") {
        statements = stored?.arrayValue ?? []
        self.action = action
    }

    var document: JSON { ["Version": "2012-10-17", "Id": "default", "Statement": .array(statements)] }

    /// Another one for each content.
    var revisionID: String {
        let text = JSON.array(statements).text
        let seed = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return IDSource(seed: seed).uuid()
    }

    /// Refuses what was asked of another state of the policy.
    func check(revisionID: String?) throws(AWSError) {
        guard let revisionID, revisionID != self.revisionID else { return }
        throw .preconditionFailed(action)
    }

    /// Adds what a request to `AddPermission` says, and returns the statement.
    mutating func add(_ request: JSON.Object, resource: String) throws(AWSError) -> JSON {
        let sid = request["StatementId"]?.stringValue ?? ""
        guard !statements.contains(where: { $0["Sid"]?.stringValue == sid }) else {
            throw .resourceConflict(
                "The statement id (\(sid)) provided already exists. Please provide a new statement id, or remove the "
                    + "existing statement."
            )
        }
        var statement = JSON.Object([
            ("Sid", .string(sid)),
            ("Effect", "Allow"),
            ("Principal", Self.principal(request["Principal"]?.stringValue ?? "")),
            ("Action", request["Action"] ?? .null),
            ("Resource", .string(resource)),
        ])
        statement["Condition"] = Self.condition(request)
        statements.append(.object(statement))
        return .object(statement)
    }

    mutating func remove(_ sid: String) throws(AWSError) {
        guard let index = statements.firstIndex(where: { $0["Sid"]?.stringValue == sid }) else {
            throw .resourceNotFound("Statement \(sid) is not found in resource policy.")
        }
        statements.remove(at: index)
    }

    private static func principal(_ text: String) -> JSON {
        if text == "*" { return "*" }
        if text.hasSuffix(".amazonaws.com") { return ["Service": .string(text)] }
        let isAccount = text.utf8.count == 12 && Int(text) != nil
        return ["AWS": .string(isAccount ? "arn:aws:iam::\(text):root" : text)]
    }

    private static func condition(_ request: JSON.Object) -> JSON? {
        let equal = [
            ("SourceAccount", "AWS:SourceAccount"), ("EventSourceToken", "lambda:EventSourceToken"),
            ("FunctionUrlAuthType", "lambda:FunctionUrlAuthType"), ("PrincipalOrgID", "aws:PrincipalOrgID"),
        ].compactMap { member, key in request[member]?.nonNull.map { (key, $0) } }
        var condition = JSON.Object()
        if !equal.isEmpty { condition["StringEquals"] = .object(JSON.Object(equal)) }
        if let source = request["SourceArn"]?.nonNull { condition["ArnLike"] = ["AWS:SourceArn": source] }
        return condition.isEmpty ? nil : .object(condition)
    }
}
