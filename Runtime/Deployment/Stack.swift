import AWSClient

/// A CloudFormation stack as it is.
package struct Stack: Sendable, Hashable {
    package struct Output: Sendable, Hashable {
        package var key: String
        package var value: String
    }

    package var id: String
    /// Such as `UPDATE_COMPLETE`.
    package var status: String
    package var parameters: Set<String> = []
    package var outputs: [Output] = []

    package init(id: String, status: String) { (self.id, self.status) = (id, status) }

    init(_ element: XMLElement) {
        id = element["StackId"]?.text ?? ""
        status = element["StackStatus"]?.text ?? ""
        parameters = Set(element.list("Parameters").compactMap { $0["ParameterKey"]?.text })
        outputs = element.list("Outputs").map {
            Output(key: $0["OutputKey"]?.text ?? "", value: $0["OutputValue"]?.text ?? "")
        }
    }

    /// Whether a change set makes a stack, which an earlier one that was left as it was may have done already.
    package static func isNew(_ stack: Stack?) -> Bool { stack.map { $0.status == "DELETE_COMPLETE" } ?? true }

    /// Whether it is a change set's and nothing else.
    package var isUnderReview: Bool { status == "REVIEW_IN_PROGRESS" }

    /// Whether a change set is being executed: reviews are in progress before one is.
    package var isBeingChanged: Bool { status.hasSuffix("_IN_PROGRESS") && !isUnderReview }

    /// What a deployment would do to it, `CREATE` or `UPDATE`. Throws `DeploymentError` where it can do neither.
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
    package static func changeSetType(
        _ stack: Stack?,
        name: String,
        _ options: CommandLineOptions
    ) throws(DeploymentError) -> ChangeSetType {
        switch stack?.status {
        case nil, "REVIEW_IN_PROGRESS", "DELETE_COMPLETE": return .create
        case "ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED":
            throw DeploymentError(
                "the stack \(name) is \(stack?.status ?? ""): it never came to be, and can only be deleted; "
                    + "`\(options.cloudFormation("delete-stack", ("stack-name", name)))`, then deploy again"
            )
        case "UPDATE_ROLLBACK_FAILED":
            throw DeploymentError(
                "the stack \(name) is UPDATE_ROLLBACK_FAILED; mend what its events name, then "
                    + "`\(options.cloudFormation("continue-update-rollback", ("stack-name", name)))`"
            )
        case .some(let status) where status.hasSuffix("_IN_PROGRESS"):
            throw DeploymentError("the stack \(name) is \(status): somebody is at it; try again when it is done")
        default: return .update
        }
    }
}

package enum ChangeSetType: String, Sendable {
    case create = "CREATE"
    case update = "UPDATE"
}

/// Why a deployment cannot go on, and what can be done about it.
package struct DeploymentError: Error, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
