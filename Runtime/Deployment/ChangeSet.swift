import AWSClient

/// What a stack is to become.
package struct ChangeSetRequest: Sendable {
    package var stackName: String
    package var name: String
    package var type: ChangeSetType
    /// Where the template is: an https address in S3.
    package var templateURL: String
    /// The values of parameters, `nil` for the one that the stack has already.
    package var parameters: [(name: String, value: String?)]

    package init(
        stackName: String,
        name: String,
        type: ChangeSetType,
        templateURL: String,
        parameters: [(name: String, value: String?)]
    ) {
        (self.stackName, self.name, self.type) = (stackName, name, type)
        (self.templateURL, self.parameters) = (templateURL, parameters)
    }

    /// What SAM's templates need leave for: roles, named ones among them, and the transform.
    private static let capabilities = ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"]

    var form: QueryForm {
        var form = QueryForm()
        form.set("StackName", stackName)
        form.set("ChangeSetName", name)
        form.set("ChangeSetType", type.rawValue)
        form.set("TemplateURL", templateURL)
        for (index, capability) in Self.capabilities.enumerated() {
            form.set("Capabilities.member.\(index + 1)", capability)
        }
        for (index, parameter) in parameters.enumerated() {
            let member = "Parameters.member.\(index + 1)"
            form.set("\(member).ParameterKey", parameter.name)
            form.set("\(member).ParameterValue", parameter.value)
            if parameter.value == nil { form.set("\(member).UsePreviousValue", "true") }
        }
        return form
    }
}

/// What CloudFormation would do to a stack.
package struct ChangeSet: Sendable, Hashable {
    /// Such as `CREATE_COMPLETE` or `FAILED`.
    package var status: String
    package var reason: String
    package var changes: [Change]

    package init(status: String, reason: String = "", changes: [Change] = []) {
        (self.status, self.reason, self.changes) = (status, reason, changes)
    }

    init(_ element: XMLElement, changes: [Change]) {
        self.init(
            status: element["Status"]?.text ?? "",
            reason: element["StatusReason"]?.text ?? "",
            changes: changes
        )
    }

    package var isBeingMade: Bool { status == "CREATE_PENDING" || status == "CREATE_IN_PROGRESS" }

    /// CloudFormation tells by its text alone that there is nothing to do: one for templates, one for their transforms.
    package var isEmpty: Bool {
        status == "FAILED"
            && (reason.contains("didn't contain changes") || reason.contains("No updates are to be performed"))
    }
}

/// What would happen to one resource.
package struct Change: Sendable, Hashable {
    /// `Add`, `Modify`, `Remove`, `Import` or `Dynamic`.
    package var action: String
    package var logicalResourceID: String
    package var resourceType: String
    /// Of one that is modified, whether it is made anew: `True`, `False` or `Conditional`.
    package var replacement: String?

    package init(action: String, logicalResourceID: String, resourceType: String, replacement: String? = nil) {
        (self.action, self.logicalResourceID) = (action, logicalResourceID)
        (self.resourceType, self.replacement) = (resourceType, replacement)
    }

    init?(_ element: XMLElement) {
        guard let change = element["ResourceChange"], let action = change["Action"]?.text else { return nil }
        self.init(
            action: action,
            logicalResourceID: change["LogicalResourceId"]?.text ?? "",
            resourceType: change["ResourceType"]?.text ?? "",
            replacement: change["Replacement"]?.text
        )
    }

    /// The signs of `diff`: + for what comes, - for what goes, ~ for what changes, ! for what is replaced.
    package var sign: String {
        switch (action, replacement) {
        case ("Add", _), ("Import", _): "+"
        case ("Remove", _): "-"
        case (_, "True"), (_, "Conditional"): "!"
        default: "~"
        }
    }

    /// In words, for the column beside the resource.
    package var effect: String {
        switch (action, replacement) {
        case ("Modify", "True"): "replaced"
        case ("Modify", "Conditional"): "may be replaced"
        case ("Modify", _): "changed"
        case ("Add", _): "added"
        case ("Remove", _): "removed"
        default: action.lowercased()
        }
    }
}

extension [Change] {
    /// What loses data or an address comes first, then by name.
    package var inOrderOfWeight: [Change] {
        let weights = ["!": 0, "-": 1, "~": 2, "+": 3]
        return sorted {
            (weights[$0.sign] ?? 4, $0.logicalResourceID) < (weights[$1.sign] ?? 4, $1.logicalResourceID)
        }
    }
}
