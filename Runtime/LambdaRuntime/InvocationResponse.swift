import Synchronization

/// The way out for one invocation's response.
///
/// A response that is written whole goes out as one request with a known length.
final class InvocationResponse: LambdaResponseStreamWriter {
    private enum State {
        case open
        case streaming(ResponseStream)
        case finished
    }

    private let requestID: String
    private let state: Mutex<State>
    /// The loop does not use it while the handler runs, so that whoever holds `state` may.
    private nonisolated(unsafe) let api: RuntimeAPI

    init(requestID: String, api: RuntimeAPI) {
        self.requestID = requestID
        self.api = api
        state = Mutex(.open)
    }

    func write(_ bytes: [UInt8], hasCustomHeaders: Bool) async throws {
        try state.withLock { state in
            switch state {
            case .open:
                let stream = try api.stream(requestID, isHTTP: hasCustomHeaders)
                state = .streaming(stream)
                try stream.send(bytes)
            case .streaming(let stream): try stream.send(bytes)
            case .finished: throw LambdaRuntimeError.finishedAlready
            }
        }
    }

    func finish() async throws { try end(with: []) }

    func writeAndFinish(_ bytes: [UInt8]) async throws { try end(with: bytes) }

    /// `isLast` says that the handler is done: the response goes out with the request for the next event.
    fileprivate func end(with bytes: [UInt8], isLast: Bool = false) throws {
        try state.withLock { state in
            let before = state
            state = .finished
            switch before {
            case .open: try isLast ? api.leave(requestID, bytes) : api.respond(requestID, bytes)
            case .streaming(let stream):
                try stream.send(bytes)
                try stream.finish()
            case .finished: throw LambdaRuntimeError.finishedAlready
            }
        }
    }

    /// For a handler that has returned: what it left open is no complete response.
    func endIfOpen() throws {
        let isOpen = state.withLock { if case .finished = $0 { false } else { true } }
        guard isOpen else { return }
        throw ErrorReport(
            type: "Function.ResponseNotFinished",
            message: "The handler returned without a whole response"
        )
    }

    /// Tells Lambda that the handler failed, unless the response is out already.
    func fail(_ error: ErrorReport) throws(LambdaRuntimeError) {
        try state.withLock { state throws(LambdaRuntimeError) in
            let before = state
            state = .finished
            switch before {
            case .open: try api.report(error, of: requestID)
            case .streaming(let stream): try stream.finish(error)
            case .finished: break
            }
        }
    }
}

extension LambdaResponseStreamWriter {
    /// Sends the whole response of a handler that does nothing behind it.
    func conclude(_ bytes: [UInt8]) async throws {
        if let response = self as? InvocationResponse {
            try response.end(with: bytes, isLast: true)
        } else {
            try await writeAndFinish(bytes)
        }
    }
}

extension LambdaRuntimeError {
    fileprivate static let finishedAlready = LambdaRuntimeError(
        code: .responseFinished,
        message: "the response was ended already"
    )
}
