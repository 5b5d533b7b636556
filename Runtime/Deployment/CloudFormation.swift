import AWSClient

/// A client for AWS CloudFormation: what deploying a stack takes.
///
/// Methods throw `AWSServiceError` for what the service refuses and `AWSConnectionError` when no answer comes.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html
package struct CloudFormation: Sendable {
    private let client: AWSQueryClient
    /// Tries once: what was begun must not be begun again.
    private let executor: AWSQueryClient

    package init(configuration: AWSConfiguration) {
        client = Self.client(configuration)
        var once = configuration
        once.maximumAttempts = 1
        executor = Self.client(once)
    }

    private static func client(_ configuration: AWSConfiguration) -> AWSQueryClient {
        AWSQueryClient(configuration: configuration, service: "cloudformation", version: "2010-05-15")
    }

    /// The stack of a name or an id, `nil` where there is none.
    package func stack(_ name: String) async throws -> Stack? {
        var form = QueryForm()
        form.set("StackName", name)
        do {
            return try await client.call("DescribeStacks", form).list("Stacks").first.map(Stack.init)
        } catch let error as AWSServiceError
            where error.code == "ValidationError" && error.message.contains("not exist")
        {
            return nil
        }
    }

    /// Returns the change set's id once CloudFormation has begun to make it.
    package func createChangeSet(_ request: ChangeSetRequest) async throws -> String {
        let result = try await client.call("CreateChangeSet", request.form)
        guard let id = result["Id"]?.text else { throw client.broken("CreateChangeSet") }
        return id
    }

    /// All its changes, page by page.
    package func changeSet(_ id: String, of stack: String) async throws -> ChangeSet {
        var changeSet: ChangeSet?
        var token: String?
        repeat {
            var form = Self.form(id, stack)
            form.set("NextToken", token)
            let page = try await client.call("DescribeChangeSet", form)
            let changes = (changeSet?.changes ?? []) + page.list("Changes").compactMap { Change($0) }
            changeSet = ChangeSet(page, changes: changes)
            token = page["NextToken"]?.text
        } while token?.isEmpty == false
        guard let changeSet else { throw client.broken("DescribeChangeSet") }
        return changeSet
    }

    package func executeChangeSet(_ id: String, of stack: String) async throws {
        try await executor.perform("ExecuteChangeSet", Self.form(id, stack))
    }

    package func deleteChangeSet(_ id: String, of stack: String) async throws {
        try await client.perform("DeleteChangeSet", Self.form(id, stack))
    }

    package func deleteStack(_ name: String) async throws {
        var form = QueryForm()
        form.set("StackName", name)
        try await client.perform("DeleteStack", form)
    }

    /// A stack's template as it is after transforms.
    package func processedTemplate(of stack: String) async throws -> String? {
        var form = QueryForm()
        form.set("StackName", stack)
        form.set("TemplateStage", "Processed")
        return try await client.call("GetTemplate", form)["TemplateBody"]?.text
    }

    /// What has happened to a stack, newest first, back to the event `last`, which is left out.
    package func events(of stack: String, after last: String?) async throws -> [StackEvent] {
        var events: [StackEvent] = []
        var token: String?
        repeat {
            var form = QueryForm()
            form.set("StackName", stack)
            form.set("NextToken", token)
            let page = try await client.call("DescribeStackEvents", form)
            for event in page.list("StackEvents").compactMap({ StackEvent($0) }) {
                if event.id == last { return events }
                events.append(event)
            }
            token = page["NextToken"]?.text
        } while token?.isEmpty == false
        return events
    }

    private static func form(_ changeSet: String, _ stack: String) -> QueryForm {
        var form = QueryForm()
        form.set("ChangeSetName", changeSet)
        form.set("StackName", stack)
        return form
    }
}
