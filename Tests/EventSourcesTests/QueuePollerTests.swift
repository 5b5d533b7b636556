import ColdStart
import JSON
import Testing
import Time

@testable import EventSources

@Suite struct QueuePollerTests {
    private let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    private func messages(_ count: Int, from first: Int = 0) -> [QueueMessage] {
        (first..<first + count).map { number in
            QueueMessage(
                messageID: "m\(number)",
                receiptHandle: "h\(number)",
                body: "b",
                md5OfBody: "",
                md5OfMessageAttributes: nil,
                attributes: [],
                messageAttributes: JSON.Object()
            )
        }
    }

    private func poller(_ change: (inout QueuePoller.Settings) -> Void = { _ in }) -> QueuePoller {
        var settings = QueuePoller.Settings()
        change(&settings)
        return QueuePoller(settings)
    }

    /// `receive LIMIT`, `invoke COUNT`, `wake SECONDS`.
    private func texts(_ actions: [QueuePoller.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .receive(let limit): "receive \(limit)"
            case .invoke(let batch): "invoke \(batch.count)"
            case .wake(let instant): "wake \(Int((instant - start).inSeconds))"
            }
        }
    }

    @Test func oneReceiverWaitsAndGoesOnWhileTheFunctionWorks() {
        var poller = poller()
        #expect(texts(poller.start(at: start)) == ["receive 10"])
        #expect(texts(poller.woken(at: start)).isEmpty)
        #expect(texts(poller.received(messages(3), at: start)) == ["invoke 3", "receive 10"])
        #expect(texts(poller.received([], at: start)) == ["receive 10"])
        #expect(texts(poller.completed(isRefused: false, at: start)).isEmpty)
    }

    /// The window may be as long as messages stay invisible.
    @Test func takesTheNewerReceiptOfAMessageThatWaits() {
        var poller = poller { $0.window = .seconds(30) }
        _ = poller.start(at: start)
        _ = poller.received(messages(4), at: start)
        var again = messages(5)
        for index in again.indices { again[index].receiptHandle = "second" }
        let actions = poller.received(again, at: start + .seconds(30))
        let batches = actions.compactMap { action -> [QueueMessage]? in
            if case .invoke(let batch) = action { batch } else { nil }
        }
        #expect(batches.map { $0.map(\.messageID) } == [["m0", "m1", "m2", "m3", "m4"]])
        #expect(batches[0].allSatisfy { $0.receiptHandle == "second" })
    }

    @Test func concurrencyGrowsWhileMessagesWait() {
        var poller = poller()
        _ = poller.start(at: start)
        for _ in 1...4 { #expect(texts(poller.received(messages(10), at: start)).last == "receive 10") }
        #expect(texts(poller.received(messages(10), at: start)) == ["invoke 10", "wake 60"])
        #expect(poller.underWay == 5 && poller.limit(at: start) == 5)
        let later = start + .seconds(60)
        #expect(texts(poller.woken(at: later)) == ["receive 10"] && poller.limit(at: later) == 305)
        _ = poller.received([], at: later)
        #expect(poller.limit(at: later) == 5)
    }

    @Test func maximumConcurrencyIsKept() {
        var poller = poller { $0.scaling = PollerScaling(initial: 2, addedPerMinute: 300, maximum: 2) }
        _ = poller.start(at: start)
        _ = poller.received(messages(10), at: start)
        #expect(texts(poller.received(messages(10), at: start)) == ["invoke 10"])
        #expect(texts(poller.woken(at: start + .seconds(600))).isEmpty)
        #expect(texts(poller.completed(isRefused: false, at: start + .seconds(600))) == ["receive 10"])
    }

    @Test func aWindowGathersMoreThanOneCallGives() {
        var poller = poller {
            $0.batchSize = 25
            $0.window = .seconds(2)
        }
        _ = poller.start(at: start)
        #expect(texts(poller.received(messages(10), at: start)) == ["wake 2", "receive 10"])
        #expect(texts(poller.received(messages(10, from: 10), at: start)) == ["wake 2", "receive 5"])
        #expect(texts(poller.received(messages(5, from: 20), at: start)) == ["invoke 25", "receive 10"])
        _ = poller.received(messages(1, from: 25), at: start + .seconds(10))
        #expect(texts(poller.woken(at: start + .seconds(12))) == ["invoke 1"])
    }

    @Test func throttlesSlowItDown() {
        var poller = poller()
        _ = poller.start(at: start)
        _ = poller.received(messages(1), at: start)
        _ = poller.received(messages(1), at: start)
        #expect(texts(poller.completed(isRefused: true, at: start)) == ["wake 1"])
        #expect(texts(poller.received(messages(1), at: start)) == ["invoke 1", "wake 1"])
        #expect(texts(poller.completed(isRefused: true, at: start)) == ["wake 2"])
        #expect(texts(poller.completed(isRefused: false, at: start)) == ["receive 10"])
    }

    @Test func nothingBeginsBehindAStop() {
        var poller = poller()
        _ = poller.start(at: start)
        poller.stop()
        #expect(poller.received(messages(1), at: start).isEmpty)
    }
}
