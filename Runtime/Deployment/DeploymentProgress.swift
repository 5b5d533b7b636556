/// How far a deployment is, by the events of its stack.
package struct DeploymentProgress: Sendable {
    package enum Outcome: Sendable, Hashable {
        case succeeded
        /// The stack is as it was, or gone; or stuck, which its status tells.
        case failed(status: String)
    }

    /// How many resources change.
    package let total: Int
    /// The stack's status before the deployment.
    private let statusBefore: String?
    private let lastEventBefore: String?
    /// The last event that was taken in.
    package private(set) var lastEvent: String?
    /// The first resource that failed by itself.
    package private(set) var firstFailure: StackEvent?
    private var done: Set<String> = []

    /// How long a stack may look as it did before, although it is being changed.
    private static let delay = Duration.seconds(10)

    /// `lastEvent` is the newest one from before the deployment, `status` the stack's then.
    package init(total: Int, lastEvent: String?, status: String? = nil) {
        self.total = total
        (self.lastEvent, lastEventBefore) = (lastEvent, lastEvent)
        statusBefore = status
    }

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

    /// `nil` while the stack is yet to be changed, is being changed, rolled back or tidied up; `elapsed` is the time since
    /// the deployment began.
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html
    package func outcome(_ stack: Stack?, after elapsed: Duration) -> Outcome? {
        guard let stack else { return .failed(status: "DELETE_COMPLETE") }
        if stack.status == statusBefore, lastEvent == lastEventBefore, elapsed < Self.delay { return nil }
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
