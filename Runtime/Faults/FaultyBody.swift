import Wire

/// The body of a call that may go wrong when it is whole.
final class FaultyBody: HTTPBodyReceiver {
    private let receiver: any HTTPBodyReceiver
    private let request: HTTPRequest
    private let faults: Faults
    private let responding: (@escaping HTTPResponder) -> HTTPResponder

    init(
        _ receiver: any HTTPBodyReceiver,
        _ request: HTTPRequest,
        _ faults: Faults,
        _ responding: @escaping (@escaping HTTPResponder) -> HTTPResponder
    ) {
        self.receiver = receiver
        self.request = request
        self.faults = faults
        self.responding = responding
    }

    func receive(_ piece: [UInt8]) { receiver.receive(piece) }

    func end(trailers: HTTPHeaders, respond: @escaping HTTPResponder) {
        var isServed = false
        faults.pass(request, respond: responding(respond)) { respond in
            isServed = true
            receiver.end(trailers: trailers, respond: respond)
        }
        if !isServed { receiver.cutOff() }
    }

    func cutOff() { receiver.cutOff() }
}
