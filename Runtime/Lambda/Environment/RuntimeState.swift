/// Where a function's runtime stands in the protocol of the Runtime API, and what it may do next.
///
/// States and texts are those of AWS's runtime interface emulator
/// (https://github.com/aws/aws-lambda-runtime-interface-emulator, `lambda/core/states.go`).
struct RuntimeState: Hashable {
    enum Name: String {
        case started = "Started"
        case initError = "InitError"
        case ready = "Ready"
        case running = "Running"
        case invocationResponse = "InvocationResponse"
        case invocationErrorResponse = "InvocationErrorResponse"
        case responseSent = "RuntimeResponseSentState"
    }

    /// A step that the protocol does not allow.
    struct InvalidTransition: Error, Hashable {
        var from: Name
        var to: Name

        var message: String {
            "State transition from \(from.rawValue) to \(to.rawValue) failed for runtime. "
                + "Error: State transition is not allowed"
        }
    }

    private(set) var name = Name.started

    /// The runtime asks for the next event.
    mutating func next() throws(InvalidTransition) {
        switch name {
        case .started, .responseSent: name = .ready
        case .ready: break
        default: throw InvalidTransition(from: name, to: .ready)
        }
    }

    /// The platform hands it an event.
    mutating func invoked() { name = .running }

    /// The runtime starts to send a response.
    mutating func response() throws(InvalidTransition) { try step(from: .running, to: .invocationResponse) }

    /// The runtime starts to report that an invocation failed.
    mutating func errorResponse() throws(InvalidTransition) { try step(from: .running, to: .invocationErrorResponse) }

    /// The response or error has arrived.
    mutating func sent() { name = .responseSent }

    /// The runtime reports that it could not initialize.
    mutating func initError() throws(InvalidTransition) { try step(from: .started, to: .initError) }

    private mutating func step(from expected: Name, to target: Name) throws(InvalidTransition) {
        guard name == expected else { throw InvalidTransition(from: name, to: target) }
        name = target
    }
}
