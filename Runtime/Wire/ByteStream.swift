import Synchronization

/// Bytes on their way from who has them to who wants them, piece by piece and in order, no faster than they are wanted.
///
/// The producer waits until the consumer, who connects once, says that it wants more. What comes before, or between that
/// and the producer's pause, is kept. The end, of which there is one, tells how it went. Any thread may do any of this;
/// the consumer gets one call at a time.
package final class ByteStream<End: Sendable>: Sendable {
    /// Who gets the bytes.
    package struct Consumer: Sendable {
        var piece: @Sendable ([UInt8]) -> Void
        var end: @Sendable (End) -> Void

        package init(
            piece: @escaping @Sendable ([UInt8]) -> Void,
            end: @escaping @Sendable (End) -> Void
        ) {
            self.piece = piece
            self.end = end
        }
    }

    private enum Arrival { case piece([UInt8]), end(End) }

    private struct State {
        var arrivals: [Arrival] = []
        var consumer: Consumer?
        /// Connects what this stream is made of, when it is connected to itself.
        var source: (@Sendable () -> Void)?
        var isDelivering = false
        var hasEnded = false
        var isCancelled = false
    }

    private let state = Mutex(State())
    private let onDemand: @Sendable (Bool) -> Void
    private let onCancel: (@Sendable () -> Void)?

    /// `onDemand` tells the producer whether more is wanted, again and again; at first nothing is. `onCancel` tells it that
    /// nobody wants the rest; without one, the rest is asked for and dropped, so that the producer comes to its end.
    package init(
        onDemand: @escaping @Sendable (Bool) -> Void = { _ in },
        onCancel: (@Sendable () -> Void)? = nil
    ) {
        self.onDemand = onDemand
        self.onCancel = onCancel
    }

    /// A stream that is there already.
    package convenience init(_ piece: [UInt8], _ end: End) {
        self.init()
        send(piece)
        finish(end)
    }

    /// The same stream in another form. Nothing is asked of this one before somebody is connected to the other.
    package func map<Other: Sendable>(
        piece: @escaping @Sendable ([UInt8]) -> [UInt8],
        end: @escaping @Sendable (End) -> (last: [UInt8], end: Other)
    ) -> ByteStream<Other> {
        let other = ByteStream<Other>(onDemand: { [self] in demand($0) }, onCancel: { [self] in cancel() })
        let consumer = Consumer {
            other.send(piece($0))
        } end: { result in
            let (last, end) = end(result)
            other.send(last)
            other.finish(end)
        }
        other.state.withLock { $0.source = { [self] in connect(consumer) } }
        return other
    }

    // MARK: The producer's side

    package func send(_ piece: [UInt8]) {
        if piece.isEmpty { return }
        add(.piece(piece))
    }

    /// Ends the stream. What comes after the first end is dropped.
    package func finish(_ end: End) { add(.end(end)) }

    private func add(_ arrival: Arrival) {
        let mayDeliver = state.withLock { state in
            if state.hasEnded { return false }
            if case .end = arrival { state.hasEnded = true } else if state.isCancelled { return false }
            state.arrivals.append(arrival)
            return state.consumer != nil && !state.isDelivering
        }
        if mayDeliver { deliver() }
    }

    // MARK: The consumer's side

    /// Asks for more, and sends all that is there and all that comes to `consumer`.
    package func connect(_ consumer: Consumer) {
        let source = state.withLock { state in
            state.consumer = consumer
            defer { state.source = nil }
            return state.source
        }
        // In this order, for what is there already may be more than the consumer takes at once.
        if let source { source() } else { onDemand(true) }
        deliver()
    }

    /// Whether more is wanted now. Says nothing to the producer once the stream has been cancelled, as a consumer may be
    /// that finds its connection full and gone at once: that would stop the producer for good.
    package func demand(_ isWanted: Bool) {
        if !state.withLock({ $0.isCancelled }) { onDemand(isWanted) }
    }

    /// Nobody wants the rest.
    package func cancel() {
        state.withLock { state in
            state.isCancelled = true
            state.consumer = nil
            state.source = nil
            state.arrivals = []
        }
        if let onCancel { onCancel() } else { onDemand(true) }
    }

    private func deliver() {
        while let (arrival, consumer) = state.withLock({ Self.next(&$0) }) {
            switch arrival {
            case .piece(let piece): consumer.piece(piece)
            case .end(let end):
                state.withLock { $0.consumer = nil }
                consumer.end(end)
            }
            state.withLock { $0.isDelivering = false }
        }
    }

    private static func next(_ state: inout State) -> (Arrival, Consumer)? {
        guard !state.isDelivering, let consumer = state.consumer, !state.arrivals.isEmpty else { return nil }
        state.isDelivering = true
        return (state.arrivals.removeFirst(), consumer)
    }
}

/// How a body ended that went out piece by piece.
package enum HTTPBodyEnd: Sendable, Hashable {
    case complete
    /// The rest is not to come: the client must be able to tell.
    case broken
}

/// The body of a response that goes out piece by piece.
package typealias HTTPBodyStream = ByteStream<HTTPBodyEnd>
