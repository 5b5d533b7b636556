import JSON
import Storage
import Time
import Wire

/// Who may call a function: statements of its resource policy. Services are held to them; callers with credentials are
/// not, since no credentials are checked.
/// https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
struct ResourcePolicy {
    /// Bytes of the document. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static let sizeLimit = 20_480

    /// Of the template, which says them anew at every start.
    private var declared: [JSON]
    /// Of calls.
    private var added: [JSON]
    /// Another one for each change.
    private(set) var revisionID: String
    /// What tells its revision, in AWS's texts.
    private let action: String

    init(_ stored: JSON?, declared: JSON? = nil, action: String = "GetPolicy") {
        // A list alone is what 0.4 stored.
        added = stored?["Statement"]?.arrayValue ?? stored?.arrayValue ?? []
        self.declared = declared?["Statement"]?.arrayValue ?? []
        revisionID = (stored ?? declared)?["RevisionId"]?.stringValue ?? ""
        self.action = action
    }

    var statements: [JSON] { declared + added }

    /// `nil` where nothing is left of it.
    var stored: JSON? { stored(added) }
    var storedDeclaration: JSON? { stored(declared) }

    private func stored(_ statements: [JSON]) -> JSON? {
        statements.isEmpty ? nil : ["Statement": .array(statements), "RevisionId": .string(revisionID)]
    }

    var document: JSON { ["Version": "2012-10-17", "Id": "default", "Statement": .array(statements)] }

    /// Refuses what was asked of another state of the policy; where there is none yet, of what it is for.
    func check(revisionID: String?, ofResource resource: String? = nil) throws(AWSError) {
        let current = statements.isEmpty ? resource ?? "" : self.revisionID
        guard let revisionID, revisionID != current else { return }
        throw .preconditionFailed(action)
    }

    /// Adds what a request to `AddPermission` says, and returns the statement.
    mutating func add(_ request: JSON.Object, resource: String, revisionID: String) throws(AWSError) -> JSON {
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
            ("Principal", try Self.principal(request["Principal"]?.stringValue ?? "")),
            ("Action", request["Action"] ?? .null),
            ("Resource", .string(resource)),
        ])
        statement["Condition"] = Self.condition(request)
        added.append(.object(statement))
        let size = document.bytes.count
        guard size <= Self.sizeLimit else { throw .policyTooLong(size, limit: Self.sizeLimit) }
        self.revisionID = revisionID
        return .object(statement)
    }

    mutating func remove(_ sid: String, revisionID: String) throws(AWSError) {
        let isOther = { (statement: JSON) in statement["Sid"]?.stringValue != sid }
        guard !statements.allSatisfy(isOther) else {
            throw .resourceNotFound("Statement \(sid) is not found in resource policy.")
        }
        declared = declared.filter(isOther)
        added = added.filter(isOther)
        self.revisionID = revisionID
    }

    /// What the names of services end with; Alexa's are `alexa-appkit.amazon.com` and `alexa-connectedhome.amazon.com`.
    private static let services = [".amazonaws.com", ".amazonaws.com.cn", ".amazon.com"]

    private static func principal(_ text: String) throws(AWSError) -> JSON {
        if text == "*" { return "*" }
        if services.contains(where: text.hasSuffix) { return ["Service": .string(text)] }
        let isAccount = text.utf8.count == 12 && text.utf8.allSatisfy(\.isDigit)
        guard isAccount || ARN(text) != nil else {
            throw .invalidParameter(
                "The provided principal was invalid. Please check the principal and try again."
            )
        }
        return ["AWS": .string(isAccount ? "arn:aws:iam::\(text):root" : text)]
    }

    private static func condition(_ request: JSON.Object) -> JSON? {
        let equal = [
            ("SourceAccount", "AWS:SourceAccount"), ("EventSourceToken", "lambda:EventSourceToken"),
            ("FunctionUrlAuthType", "lambda:FunctionUrlAuthType"), ("PrincipalOrgID", "aws:PrincipalOrgID"),
        ].compactMap { member, key in request[member]?.nonNull.map { (key, $0) } }
        var condition = JSON.Object()
        if !equal.isEmpty { condition["StringEquals"] = .object(JSON.Object(equal)) }
        if request["InvokedViaFunctionUrl"] == true { condition["Bool"] = ["lambda:InvokedViaFunctionUrl": "true"] }
        if let source = request["SourceArn"]?.nonNull { condition["ArnLike"] = ["AWS:SourceArn": source] }
        return condition.isEmpty ? nil : .object(condition)
    }
}

extension AWSError {
    fileprivate static func policyTooLong(_ size: Int, limit: Int) -> AWSError {
        lambda(
            "PolicyLengthExceededException",
            status: 400,
            "The final policy size (\(size)) is bigger than the limit (\(limit)).",
            key: "message"
        )
    }
}

extension FunctionSettings {
    func policy(of function: String, _ qualifier: String?) -> ResourcePolicy {
        ResourcePolicy(
            self[Key(.policy, function, qualifier)],
            declared: self[Key(.declaredPolicy, function, qualifier)]
        )
    }

    func set(_ policy: ResourcePolicy, of function: String, _ qualifier: String?, _ connection: Connection) throws {
        try set(policy.stored, Key(.policy, function, qualifier), connection)
        try set(policy.storedDeclaration, Key(.declaredPolicy, function, qualifier), connection)
    }
}
