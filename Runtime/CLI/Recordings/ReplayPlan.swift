import Recording
import Time

/// The invocations of a recording with what came of them.
struct ReplayPlan {
    struct Call: Sendable {
        /// Since the first.
        var offset: Duration
        var invocation: RecordedInvocation
        var decision: RecordedDecision.Kind?
        /// `nil` where the recording ends before the invocation does.
        var completion: RecordedCompletion?
    }

    private(set) var calls: [Call] = []
    /// Those whose payload was no text, which a recording does not keep.
    private(set) var leftOut = 0

    init(path: String) throws(CommandError) {
        var first: Timestamp?
        var calls: [Call] = []
        var leftOut = 0
        var byRequest: [String: Int] = [:]
        try RecordingReader(path: path).read { (event, _) throws(CommandError) in
            switch event.event {
            case .arrival:
                guard let invocation = event.invocation, invocation.payload != nil else { return leftOut += 1 }
                let start = first ?? event.moment
                first = start
                byRequest[invocation.requestID] = calls.count
                calls.append(
                    Call(offset: event.moment - start, invocation: invocation, decision: event.decision?.kind)
                )
            case .completion:
                guard let completion = event.completion, let index = byRequest[completion.requestID] else { return }
                calls[index].completion = completion
            default: break
            }
        }
        guard !calls.isEmpty else { throw CommandError("\(path) holds no invocation that could be sent again") }
        (self.calls, self.leftOut) = (calls, leftOut)
    }
}
