import Deployment

/// What happens to a stack, a line for each event, and under them on a terminal how far it is.
struct EventLines {
    private let console: Console

    init(_ console: Console) { self.console = console }

    func show(_ events: [StackEvent], _ progress: DeploymentProgress) {
        clear()
        for event in events {
            let status = event.isFailure ? console.styled(event.status, .red) : event.status
            let reason =
                event.reason.isEmpty || event.reason == "Resource creation Initiated" ? "" : ": \(event.reason)"
            console.print("\(status)  \(event.logicalResourceID)  \(event.resourceType)\(reason)")
        }
        guard console.isInteractive else { return }
        let line = "\(progress.completed) of \(progress.total) resources"
        console.write(Array(line.utf8), to: 2)
    }

    /// Takes the line at the bottom away.
    func clear() {
        if console.isInteractive { console.write(Array("\r\u{1B}[K".utf8), to: 2) }
    }
}
