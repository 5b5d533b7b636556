import JSON
import Testing
import Time

@testable import EventSources

@Suite struct StreamLaneTests {
    private let start = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    private func record(_ number: Int, arrival: Timestamp? = nil) -> StreamRecord {
        StreamRecord(
            sequenceNumber: "\(number)",
            partitionKey: "k",
            arrival: arrival ?? start,
            document: Array("{}".utf8)
        )
    }

    private func lane(_ count: Int, _ change: (inout StreamLane.Settings) -> Void = { _ in }) -> StreamLane {
        var settings = StreamLane.Settings()
        settings.batchSize = 4
        change(&settings)
        var lane = StreamLane(settings)
        for number in 1...count { lane.add(record(number), at: start) }
        return lane
    }

    /// The sequence numbers of the batch that is to be run now.
    private func numbers(_ step: StreamLane.Step) -> [String]? {
        if case .invoke(let batch) = step { batch.records.map(\.sequenceNumber) } else { nil }
    }

    @Test func batchesFollowOneAnother() {
        var lane = lane(6)
        #expect(numbers(lane.next(at: start)) == ["1", "2", "3", "4"])
        #expect(lane.next(at: start) == .idle)
        let (done, discard) = lane.completed(.success, at: start)
        #expect(done.count == 4 && discard == nil)
        #expect(numbers(lane.next(at: start)) == ["5", "6"])
    }

    @Test func aWindowGathersUntilItEndsOrTheBatchIsFull() {
        var lane = lane(2) { $0.window = .seconds(5) }
        #expect(lane.next(at: start) == .wait(until: start + .seconds(5)))
        #expect(numbers(lane.next(at: start + .seconds(5))) == ["1", "2"])
        var full = self.lane(4) { $0.window = .seconds(5) }
        #expect(numbers(full.next(at: start))?.count == 4)
    }

    @Test func failuresAreRetriedUntilTheyAreGivenUp() {
        var lane = lane(2) { $0.maximumRetryAttempts = 1 }
        _ = lane.next(at: start)
        #expect(lane.completed(.failure, at: start).discard == nil)
        #expect(lane.next(at: start) == .wait(until: start + .milliseconds(500)))
        #expect(numbers(lane.next(at: start + .milliseconds(500))) == ["1", "2"])
        let discard = lane.completed(.failure, at: start).discard
        #expect(discard?.invocations == 2 && discard?.records.count == 2)
        #expect(lane.next(at: start) == .idle && lane.count == 0)
    }

    @Test func throttlesDoNotCountAsAttempts() {
        var lane = lane(1) { $0.maximumRetryAttempts = 0 }
        var now = start
        for wait in [500, 1000, 2000] {
            _ = lane.next(at: now)
            #expect(lane.completed(.refused, at: now).discard == nil)
            #expect(lane.next(at: now) == .wait(until: now + .milliseconds(wait)))
            now = now + .milliseconds(wait)
        }
        #expect(numbers(lane.next(at: now)) == ["1"])
    }

    @Test func bisectionFindsTheRecordToBlame() {
        var lane = lane(4) {
            $0.bisectsBatch = true
            $0.maximumRetryAttempts = 0
        }
        var tried: [[String]] = []
        var done: [String] = []
        var given: [String] = []
        while let batch = numbers(lane.next(at: start)) {
            tried.append(batch)
            let end = lane.completed(batch.contains("3") ? .failure : .success, at: start)
            done += end.done.map(\.sequenceNumber)
            given += end.discard?.records.map(\.sequenceNumber) ?? []
        }
        #expect(tried == [["1", "2", "3", "4"], ["1", "2"], ["3", "4"], ["3"], ["4"]])
        #expect(done == ["1", "2", "4"] && given == ["3"])
    }

    @Test func aPartialFailureGoesOnAtTheFirstThatFailed() {
        var lane = lane(4)
        _ = lane.next(at: start)
        let (done, _) = lane.completed(.partial(["4", "3"]), at: start)
        #expect(done.map(\.sequenceNumber) == ["1", "2"])
        #expect(numbers(lane.next(at: start + .seconds(1))) == ["3", "4"])
    }

    /// AWS invokes a function five times with the record to blame when it is to be retried three times.
    @Test func whatAPartialFailureLeavesHasAllAttemptsBeforeIt() {
        var lane = lane(3) { $0.maximumRetryAttempts = 3 }
        var now = start
        var tried: [[String]] = []
        var given: StreamBatch?
        while given == nil, tried.count < 9 {
            now = now + .seconds(60)
            tried.append(numbers(lane.next(at: now)) ?? [])
            given = lane.completed(.partial(["3"]), at: now).discard
        }
        #expect(tried == [["1", "2", "3"], ["3"], ["3"], ["3"], ["3"]])
        #expect(given?.invocations == 4 && given?.records.map(\.sequenceNumber) == ["3"])
    }

    @Test func aPartialFailureSplitsTheBatchThereWhenItIsBisected() {
        var lane = lane(4) { $0.bisectsBatch = true }
        _ = lane.next(at: start)
        _ = lane.completed(.partial(["3"]), at: start)
        #expect(numbers(lane.next(at: start)) == ["3", "4"])
        _ = lane.completed(.partial(["3"]), at: start)
        #expect(numbers(lane.next(at: start)) == ["3"])
    }

    @Test func unknownIdentifiersFailTheWholeBatch() {
        var lane = lane(2)
        _ = lane.next(at: start)
        #expect(lane.completed(.partial(["2", "7"]), at: start).done.isEmpty)
    }

    @Test func recordsThatAreTooOldAreGivenUp() {
        var settings = StreamLane.Settings()
        settings.maximumRecordAge = .seconds(60)
        var lane = StreamLane(settings)
        lane.add(record(1, arrival: start - .seconds(61)), at: start)
        lane.add(record(2), at: start)
        guard case .discard(let batch, let condition) = lane.next(at: start) else {
            Issue.record("nothing was given up")
            return
        }
        #expect(batch.records.map(\.sequenceNumber) == ["1"] && condition == "RecordAgeExceeded")
        #expect(numbers(lane.next(at: start)) == ["2"])
    }

    private let window = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000 / 30_000 * 30_000)

    private func tumbling(_ records: [StreamRecord]) -> StreamLane {
        var settings = StreamLane.Settings()
        settings.tumblingWindow = .seconds(30)
        var lane = StreamLane(settings)
        for record in records { lane.add(record, at: window) }
        return lane
    }

    private func batch(_ step: StreamLane.Step) -> StreamBatch? {
        if case .invoke(let batch) = step { batch } else { nil }
    }

    @Test func tumblingWindowsKeepTheirStateAndEndWithAnInvocation() {
        var lane = tumbling([record(1, arrival: window), record(2, arrival: window + .seconds(31))])
        let first = batch(lane.next(at: window))
        #expect(first?.records.count == 1 && first?.window?.start == window && first?.window?.state == [:])
        _ = lane.completed(.success, state: ["sum": 1], at: window)
        let last = batch(lane.next(at: window))
        #expect(last?.records.isEmpty == true && last?.window?.isFinal == true)
        #expect(last?.window?.state == ["sum": 1] && lane.hasOpenWindow)
        _ = lane.completed(.success, at: window)
        let next = batch(lane.next(at: window))
        #expect(next?.records.count == 1 && next?.window?.start == window + .seconds(30))
        #expect(next?.window?.state == [:])
    }

    @Test func aWindowEndsByItself() {
        var lane = tumbling([record(1, arrival: window)])
        _ = lane.next(at: window)
        _ = lane.completed(.success, state: ["a": 1], at: window)
        #expect(lane.next(at: window) == .wait(until: window + .seconds(30)))
        #expect(numbers(lane.next(at: window + .seconds(30))) == [])
    }
}
