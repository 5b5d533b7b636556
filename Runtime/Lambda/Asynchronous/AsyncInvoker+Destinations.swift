import ColdStart
import JSON
import ServiceKit
import Time
import Wire

/// What becomes of an event after its last attempt.
extension AsyncInvoker {
    enum End {
        case succeeded(Result<InvocationResult, AWSError>)
        /// With what came of the last attempt; `nil` where there was none.
        case discarded(AsyncRetryPolicy.Reason, Result<InvocationResult, AWSError>?)
    }

    /// Tells the destinations, and then forgets the event: it is not lost when Hearth ends in between, but run again.
    func finish(_ event: AsyncEvent, _ end: End, _ config: EventInvokeConfig) {
        var mail: [Letter] = []
        switch end {
        case .succeeded(let result):
            if let destination = config.onSuccess {
                let record = record(of: event, "Success", try? result.get(), invokeCount: event.errors + 1)
                mail.append(Letter(.destination, record.delivery(to: destination), to: destination))
            }
        case .discarded(let reason, let result):
            metrics(event).dropped(at: lambda.services.time.now)
            if let destination = config.onFailure {
                let record = record(of: event, reason.rawValue, try? result?.get(), invokeCount: event.errors)
                mail.append(Letter(.destination, record.delivery(to: destination), to: destination))
            }
            if let queue = lambda.deadLetterTarget(of: event.functionName) {
                let delivery = deadLetter(event, reason, result).delivery(from: functionARN(event))
                mail.append(Letter(.deadLetterQueue, delivery, to: queue))
            }
            if mail.isEmpty {
                lambda.note("event \(event.requestID) for \(event.functionName) is discarded: \(reason.rawValue)")
            }
        }
        send(mail[...], of: event)
    }

    private func record(
        of event: AsyncEvent,
        _ condition: String,
        _ result: InvocationResult?,
        invokeCount: Int
    ) -> InvocationRecord {
        InvocationRecord(
            event: event,
            condition: condition,
            functionARN: functionARN(event),
            result: result,
            invokeCount: invokeCount,
            timestamp: lambda.services.time.now
        )
    }

    private func functionARN(_ event: AsyncEvent) -> ARN {
        lambda.account.function(event.functionName, event.qualifier ?? "$LATEST")
    }

    private func deadLetter(
        _ event: AsyncEvent,
        _ reason: AsyncRetryPolicy.Reason,
        _ result: Result<InvocationResult, AWSError>?
    ) -> DeadLetter {
        switch result {
        case .success(let result):
            let document = try? JSON(parsing: result.payload)
            let message = document?["errorMessage"]?.stringValue ?? String(decoding: result.payload, as: UTF8.self)
            return DeadLetter(event: event, errorCode: 200, errorMessage: message)
        case .failure(let error):
            return DeadLetter(event: event, errorCode: error.status, errorMessage: error.message)
        case nil: return DeadLetter(event: event, errorCode: 200, errorMessage: reason.rawValue)
        }
    }

    // MARK: Sending

    /// Attempts to deliver to a destination that is not well.
    private static let sendingAttempts = 5

    private func send(_ mail: ArraySlice<Letter>, of event: AsyncEvent, refusals: Int = 0) {
        guard let letter = mail.first else { return store.remove(event.requestID) }
        deliveries.deliver(letter.delivery, to: letter.address) { [self] result in
            guard case .failure(let error) = result else { return send(mail.dropFirst(), of: event) }
            if error.mayPass && refusals + 1 < Self.sendingAttempts {
                let wait = AsyncRetryPolicy.backOff(afterRefusals: refusals + 1)
                lambda.services.time.schedule(after: wait) { [self] in
                    send(mail, of: event, refusals: refusals + 1)
                }
                return
            }
            metrics(event).lost(letter.kind, at: lambda.services.time.now)
            lambda.note(
                "event \(event.requestID) of \(event.functionName) could not be sent to \(letter.address): "
                    + error.message
            )
            send(mail.dropFirst(), of: event)
        }
    }
}

/// What is to be told of an event.
private struct Letter: Sendable {
    var kind: FunctionMetrics.Letter
    var delivery: Delivery
    var address: ARN

    init(_ kind: FunctionMetrics.Letter, _ delivery: Delivery, to address: ARN) {
        (self.kind, self.delivery, self.address) = (kind, delivery, address)
    }
}

extension AWSError {
    /// The same call may succeed later.
    fileprivate var mayPass: Bool { status == 429 || status >= 500 }
}
