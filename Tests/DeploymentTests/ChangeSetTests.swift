import Deployment
import Testing

@Suite struct ChangeSetTests {
    @Test(arguments: [
        "The submitted information didn't contain changes. Submit different information to create a change set.",
        "No updates are to be performed.",
    ])
    func knowsWhenThereIsNothingToDo(_ reason: String) {
        #expect(ChangeSet(status: "FAILED", reason: reason).isEmpty)
        #expect(!ChangeSet(status: "CREATE_COMPLETE", reason: reason).isEmpty)
    }

    @Test func otherFailuresAreFailures() {
        #expect(!ChangeSet(status: "FAILED", reason: "Template format error: unresolved resource").isEmpty)
        #expect(ChangeSet(status: "CREATE_PENDING").isBeingMade && !ChangeSet(status: "FAILED").isBeingMade)
    }

    @Test func whatIsLostComesFirst() {
        let changes = [
            Change(action: "Add", logicalResourceID: "New", resourceType: "T"),
            Change(action: "Modify", logicalResourceID: "Changed", resourceType: "T", replacement: "False"),
            Change(action: "Remove", logicalResourceID: "Gone", resourceType: "T"),
            Change(action: "Modify", logicalResourceID: "Maybe", resourceType: "T", replacement: "Conditional"),
            Change(action: "Modify", logicalResourceID: "Anew", resourceType: "T", replacement: "True"),
        ]
        let ordered = changes.inOrderOfWeight
        #expect(ordered.map(\.logicalResourceID) == ["Anew", "Maybe", "Gone", "Changed", "New"])
        #expect(ordered.map(\.sign) == ["!", "!", "-", "~", "+"])
        #expect(ordered.map(\.effect) == ["replaced", "may be replaced", "removed", "changed", "added"])
    }
}

@Suite struct DeploymentProgressTests {
    private static func event(_ id: String, _ resource: String, _ status: String, _ reason: String = "") -> StackEvent {
        let type = resource == "books" ? "AWS::CloudFormation::Stack" : "AWS::Lambda::Function"
        return StackEvent(id: id, logicalResourceID: resource, resourceType: type, status: status, reason: reason)
    }

    @Test func tellsEventsInTheirOrderAndCountsResources() {
        var progress = DeploymentProgress(total: 2, lastEvent: "0")
        let news = progress.take([
            Self.event("3", "Search", "CREATE_COMPLETE"), Self.event("2", "Search", "CREATE_IN_PROGRESS"),
            Self.event("1", "books", "CREATE_IN_PROGRESS"),
        ])
        #expect(news.map(\.id) == ["1", "2", "3"])
        #expect(progress.lastEvent == "3" && progress.completed == 1 && progress.firstFailure == nil)
        #expect(progress.take([]).isEmpty && progress.lastEvent == "3")
    }

    private static let options = CommandLineOptions(region: "eu-west-1", profile: nil, endpointURL: nil)

    /// The first that failed by itself is the cause, not those that were given up for it, nor the stack.
    @Test func keepsTheFirstCause() {
        var progress = DeploymentProgress(total: 3, lastEvent: nil)
        _ = progress.take([
            Self.event("4", "books", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create"),
            Self.event("3", "Later", "CREATE_FAILED", "another one"),
            Self.event("2", "Search", "CREATE_FAILED", "Unzipped size must be smaller than 262144000 bytes"),
            Self.event("1", "Other", "CREATE_FAILED", "Resource creation cancelled"),
        ])
        #expect(
            progress.failure(status: "ROLLBACK_COMPLETE", stack: "books", Self.options).description
                == "Search (AWS::Lambda::Function): Unzipped size must be smaller than 262144000 bytes; what had been "
                + "made is removed; `aws cloudformation delete-stack --stack-name books --region eu-west-1` before the next one"
        )
        #expect(
            progress.failure(status: "UPDATE_ROLLBACK_COMPLETE", stack: "books", Self.options).description
                .hasSuffix("the stack books is as it was before")
        )
    }

    @Test(arguments: [
        ("CREATE_IN_PROGRESS", nil), ("UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", nil), ("ROLLBACK_IN_PROGRESS", nil),
        ("CREATE_COMPLETE", DeploymentProgress.Outcome.succeeded), ("UPDATE_COMPLETE", .succeeded),
        ("ROLLBACK_COMPLETE", .failed(status: "ROLLBACK_COMPLETE")),
        ("UPDATE_ROLLBACK_FAILED", .failed(status: "UPDATE_ROLLBACK_FAILED")),
    ])
    func knowsWhenItIsOver(_ status: String, _ outcome: DeploymentProgress.Outcome?) {
        let progress = DeploymentProgress(total: 1, lastEvent: nil)
        #expect(progress.outcome(Stack(id: "id", status: status), after: .zero) == outcome)
    }

    @Test func aStackThatLooksAsBeforeIsWaitedFor() {
        let stack = Stack(id: "id", status: "UPDATE_COMPLETE")
        var progress = DeploymentProgress(total: 1, lastEvent: "1", status: "UPDATE_COMPLETE")
        #expect(progress.outcome(stack, after: .seconds(9)) == nil)
        #expect(progress.outcome(stack, after: .seconds(10)) == .succeeded)
        #expect(progress.outcome(Stack(id: "id", status: "ROLLBACK_COMPLETE"), after: .zero) != nil)
        _ = progress.take([Self.event("2", "Search", "UPDATE_COMPLETE")])
        #expect(progress.outcome(stack, after: .zero) == .succeeded)
    }

    @Test func aStackThatIsGoneHasFailed() {
        let progress = DeploymentProgress(total: 1, lastEvent: nil)
        #expect(progress.outcome(nil, after: .zero) == .failed(status: "DELETE_COMPLETE"))
    }
}
