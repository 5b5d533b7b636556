/// How far a deployment is, by the events of its stack.
package struct DeploymentProgress: Sendable {
    package enum Outcome: Sendable, Hashable {
        case succeeded
        /// The stack is as it was, or gone; or stuck, which its status tells.
        case failed(status: String)
    }

    /// How many resources change.
    package let total: Int
    /// The last event that was taken in.
    package private(set) var lastEvent: String?
    /// The first resource that failed by itself.
    package private(set) var firstFailure: StackEvent?
    private var done: Set<String> = []

    /// `lastEvent` is the newest one from before the deployment.
    package init(total: Int, lastEvent: String?) { (self.total, self.lastEvent) = (total, lastEvent) }

    /// How many resources are through.
    package var completed: Int { min(done.count, total) }

    /// Takes in what has happened, newest first as CloudFormation tells it, and returns it oldest first.
    package mutating func take(_ events: [StackEvent]) -> [StackEvent] {
        if let newest = events.first { lastEvent = newest.id }
        for event in events.reversed() {
            if event.isFailure, !event.isConsequence, firstFailure == nil, !event.isOfStack { firstFailure = event }
            if event.status.hasSuffix("_COMPLETE"), !event.isOfStack { done.insert(event.logicalResourceID) }
        }
        return events.reversed()
    }

    /// `nil` while the stack is being changed, rolled back or tidied up.
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
    package static func outcome(_ stack: Stack?) -> Outcome? {
        guard let stack else { return .failed(status: "DELETE_COMPLETE") }
        switch stack.status {
        case "CREATE_COMPLETE", "UPDATE_COMPLETE": return .succeeded
        case let status where status.hasSuffix("_IN_PROGRESS"): return nil
        case let status: return .failed(status: status)
        }
    }

    /// Why a deployment failed, and how the stack is now.
    package func failure(status: String, stack: String, _ options: CommandLineOptions) -> DeploymentError {
        let cause = firstFailure.map {
            "\($0.logicalResourceID) (\($0.resourceType)): \($0.reason.isEmpty ? $0.status : $0.reason)"
        }
        let standing =
            switch status {
            case "ROLLBACK_COMPLETE":
                "what had been made is removed; `\(options.cloudFormation("delete-stack", ("stack-name", stack)))` "
                    + "before the next one"
            case "UPDATE_ROLLBACK_COMPLETE": "the stack \(stack) is as it was before"
            case "DELETE_COMPLETE": "the stack \(stack) is gone"
            default: "the stack \(stack) is left \(status); its events tell more"
            }
        return DeploymentError("\(cause ?? "the deployment failed"); \(standing)")
    }
}
