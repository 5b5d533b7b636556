import AWSClient

/// Something that happened to a stack or to one of its resources.
package struct StackEvent: Sendable, Hashable {
    package var id: String
    package var logicalResourceID: String
    package var resourceType: String
    package var status: String
    package var reason: String

    package init(id: String, logicalResourceID: String, resourceType: String, status: String, reason: String = "") {
        (self.id, self.logicalResourceID, self.resourceType) = (id, logicalResourceID, resourceType)
        (self.status, self.reason) = (status, reason)
    }

    init?(_ element: XMLElement) {
        guard let id = element["EventId"]?.text else { return nil }
        self.init(
            id: id,
            logicalResourceID: element["LogicalResourceId"]?.text ?? "",
            resourceType: element["ResourceType"]?.text ?? "",
            status: element["ResourceStatus"]?.text ?? "",
            reason: element["ResourceStatusReason"]?.text ?? ""
        )
    }

    package var isFailure: Bool { status.hasSuffix("_FAILED") }

    /// Given up because another resource had failed.
    var isConsequence: Bool { reason.contains("cancelled") }

    package var isOfStack: Bool { resourceType == "AWS::CloudFormation::Stack" }
}
