import Synchronization
import Testing

@testable import Wire

@Suite struct ByteStreamTests {
    /// What a stream has asked of its producer.
    private final class Demands: Sendable {
        private let all = Mutex<[Bool]>([])

        var heard: [Bool] { all.withLock { $0 } }

        @Sendable func hear(_ isWanted: Bool) { all.withLock { $0.append(isWanted) } }
    }

    private let demands = Demands()

    @Test func whoIsFullAtOnceIsAskedForNoMore() {
        let stream = ByteStream<HTTPBodyEnd>(onDemand: demands.hear)
        stream.send([1])
        stream.connect(ByteStream.Consumer(piece: { _ in stream.demand(false) }, end: { _ in }))
        #expect(demands.heard == [true, false])
    }

    @Test func whoIsFullAtOnceInAnotherFormIsAskedForNoMore() {
        let stream = ByteStream<HTTPBodyEnd>(onDemand: demands.hear)
        stream.send([1])
        let other = stream.map(piece: { $0 }, end: { (last: [], end: $0) })
        other.connect(ByteStream.Consumer(piece: { _ in other.demand(false) }, end: { _ in }))
        #expect(demands.heard == [true, false])
    }

    /// A connection may close in the middle of a write that leaves it full.
    @Test func aCancelledStreamIsNotStopped() {
        let stream = ByteStream<HTTPBodyEnd>(onDemand: demands.hear)
        let piece: @Sendable ([UInt8]) -> Void = { _ in
            stream.cancel()
            stream.demand(false)
        }
        stream.connect(ByteStream.Consumer(piece: piece, end: { _ in }))
        stream.send([1])
        #expect(demands.heard == [true, true])
    }
}
