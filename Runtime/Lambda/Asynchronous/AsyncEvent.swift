import Time
import Wire

/// An event that Lambda has accepted and not yet run to an end.
package struct AsyncEvent: Sendable, Hashable {
    package var requestID: String
    package var functionName: String
    package var qualifier: String?
    package var payload: [UInt8]
    package var clientContext: String?
    /// The value of `X-Amzn-Trace-Id` that it came with.
    package var traceID: String?
    package var acceptedAt: Timestamp
    package var nextAttempt: Timestamp
    package var errors = 0
    package var refusals = 0

    package init(
        requestID: String,
        functionName: String,
        qualifier: String? = nil,
        payload: [UInt8],
        clientContext: String? = nil,
        traceID: String? = nil,
        acceptedAt: Timestamp,
        nextAttempt: Timestamp,
        errors: Int = 0,
        refusals: Int = 0
    ) {
        self.requestID = requestID
        self.functionName = functionName
        self.qualifier = qualifier
        self.payload = payload
        self.clientContext = clientContext
        self.traceID = traceID
        self.acceptedAt = acceptedAt
        self.nextAttempt = nextAttempt
        self.errors = errors
        self.refusals = refusals
    }

    /// What runs it, again and again under the same request id.
    var request: InvocationRequest {
        InvocationRequest(
            functionName: functionName,
            qualifier: qualifier,
            payload: payload,
            clientContext: clientContext,
            traceID: traceID,
            requestID: requestID
        )
    }
}

/// Where accepted events are kept.
package protocol AsyncEventStore: Sendable {
    /// Adds an event or replaces the one with the same request id; `completion` comes once that will survive a crash.
    func save(_ event: AsyncEvent, completion: @escaping @Sendable (Result<Void, AWSError>) -> Void)
    func remove(_ requestID: String)
    /// Returns when they are gone.
    func removeAll() throws
    func all() throws -> [AsyncEvent]
}
