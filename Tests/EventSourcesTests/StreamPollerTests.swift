import JSON
import Testing
import Time

@testable import EventSources

@Suite struct StreamPollerTests {
    private let now = Timestamp(millisecondsSinceEpoch: 1_700_000_000_000)

    private func records(_ numbers: ClosedRange<Int>, key: (Int) -> String = { _ in "k" }) -> [StreamRecord] {
        numbers.map {
            StreamRecord(sequenceNumber: "\($0)", partitionKey: key($0), arrival: now, document: Array("{}".utf8))
        }
    }

    private func texts(_ actions: [StreamPoller.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .listShards: "list"
            case .read(let shard, let position, _): "read \(shard) \(position ?? "-")"
            case .invoke(let batch, let shard, let lane):
                "invoke \(shard).\(lane) \(batch.records.map(\.sequenceNumber).joined(separator: ","))"
            case .discard(let batch, let shard, let condition): "discard \(shard) \(batch.records.count) \(condition)"
            case .save(let checkpoint, let shard):
                "save \(shard) \(checkpoint.sequenceNumber ?? "-")\(checkpoint.isFinished ? " finished" : "")"
            case .wake(let instant): "wake \(Int((instant - now).inMilliseconds))"
            }
        }
    }

    private func poller(
        lanes: Int = 1,
        _ checkpoints: [String: ShardCheckpoint] = [:],
        _ change: (inout StreamLane.Settings) -> Void = { _ in }
    ) -> StreamPoller {
        var settings = StreamLane.Settings()
        settings.batchSize = 2
        change(&settings)
        return StreamPoller(settings, lanes: lanes, checkpoints: checkpoints)
    }

    private let shards = [
        StreamShard(id: "a", parentID: nil, lastSequenceNumber: nil),
        StreamShard(id: "b", parentID: "a", lastSequenceNumber: nil),
    ]

    @Test func aShardIsReadWhenItsParentIsDone() {
        var poller = poller()
        #expect(texts(poller.start(at: now)) == ["list"])
        #expect(texts(poller.listed(shards, at: now)) == ["read a -"])
        let page = (records: records(1...3), isLast: true, isClosed: true)
        #expect(texts(poller.read(page, shard: "a", at: now)) == ["invoke a.0 1,2"])
        #expect(texts(poller.completed(.success, shard: "a", lane: 0, at: now)) == ["save a 2", "invoke a.0 3"])
        #expect(
            texts(poller.completed(.success, shard: "a", lane: 0, at: now))
                == ["save a 3 finished", "save a 3 finished", "list"]
        )
        #expect(texts(poller.listed(shards, at: now)) == ["read b -"])
        #expect(texts(poller.read((records: [], isLast: true, isClosed: false), shard: "b", at: now)).isEmpty)
        #expect(texts(poller.announced(at: now)) == ["read b -"])
    }

    @Test func itGoesOnBehindItsCheckpoints() {
        var poller = poller([
            "a": ShardCheckpoint(sequenceNumber: "9", isFinished: true), "b": ShardCheckpoint(sequenceNumber: "12"),
        ])
        _ = poller.start(at: now)
        #expect(texts(poller.listed(shards, at: now)) == ["read b 12"])
    }

    @Test func lanesWorkAtOnceAndTheCheckpointWaitsForTheSlowest() {
        var poller = poller(lanes: 2)
        _ = poller.start(at: now)
        _ = poller.listed([shards[0]], at: now)
        let keys = ["k", "l", "m", "n"]
        let page = (records: records(1...4) { keys[$0 - 1] }, isLast: true, isClosed: false)
        #expect(texts(poller.read(page, shard: "a", at: now)) == ["invoke a.0 1,3", "invoke a.1 2,4"])
        #expect(texts(poller.completed(.success, shard: "a", lane: 1, at: now)).isEmpty)
        #expect(texts(poller.completed(.success, shard: "a", lane: 0, at: now)) == ["save a 4"])
    }

    @Test func newsDuringAReadAreReadBehindIt() {
        var poller = poller()
        _ = poller.start(at: now)
        _ = poller.listed([shards[0]], at: now)
        #expect(texts(poller.announced(at: now)).isEmpty)
        #expect(texts(poller.read((records: [], isLast: true, isClosed: false), shard: "a", at: now)) == ["read a -"])
    }

    @Test func givenUpRecordsMoveTheCheckpoint() {
        var poller = poller { $0.maximumRetryAttempts = 0 }
        _ = poller.start(at: now)
        _ = poller.listed([shards[0]], at: now)
        _ = poller.read((records: records(1...2), isLast: true, isClosed: false), shard: "a", at: now)
        #expect(
            texts(poller.completed(.failure, shard: "a", lane: 0, at: now))
                == ["discard a 2 RetryAttemptsExhausted", "save a 2"]
        )
    }

    @Test func unwantedRecordsMoveTheCheckpoint() {
        var poller = poller()
        _ = poller.start(at: now)
        _ = poller.listed([shards[0]], at: now)
        var unwanted = records(1...2)
        for index in unwanted.indices { unwanted[index].isWanted = false }
        let page = (records: unwanted, isLast: true, isClosed: false)
        #expect(texts(poller.read(page, shard: "a", at: now)) == ["save a 2"])
    }

    @Test func aSourceThatFailsIsAskedAgain() {
        var poller = poller()
        _ = poller.start(at: now)
        #expect(texts(poller.listed(nil, at: now)) == ["wake 1000"])
        #expect(texts(poller.woken(at: now)) == ["list"])
        _ = poller.listed([shards[0]], at: now)
        #expect(texts(poller.read(nil, shard: "a", at: now)) == ["wake 1000"])
        #expect(texts(poller.woken(at: now)) == ["read a -"])
    }
}
