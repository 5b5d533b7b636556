import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Which replays run in this process.
final class Replayer: Sendable {
    let running = Mutex<Set<String>>([])
}

/// Replays go through an archive in the order of the events' times, some events with each transaction: it writes how far
/// the replay has come together with what it promises, so that one that is broken off goes on where it stopped.
extension EventBridge {
    /// Of one transaction: so many events, or as many as have these bytes.
    private static let (eventsAtOnce, bytesAtOnce) = (100, 4 << 20)
    /// A replay is not over sooner than this, so that it can be cancelled; AWS takes minutes.
    private static let shortest = Duration.seconds(1)

    func resumeReplays() {
        for region in documents.current.regions(of: Kind.replay) {
            for (name, replay) in documents.current.all(.init(Kind.replay, region)) where replay.isActiveReplay {
                self.replay(name, region)
            }
        }
    }

    func replay(_ name: String, _ region: String) {
        let isNew = replayer.running.withLock { $0.insert("\(region)/\(name)").inserted }
        if isNew { replayNext(name, region) }
    }

    /// What follows a transaction of a replay.
    private enum Next: Sendable { case step, end, stepAt(Timestamp) }

    private func replayNext(_ name: String, _ region: String) {
        let box = SentPublication()
        context.database.write(.alone) { [self] connection -> Next in
            var documents = documents.current
            let shelf = Documents.Shelf(Kind.replay, region)
            guard var replay = documents[shelf, name], replay.isActiveReplay else { return .end }
            let next = try step(&replay, name, region, box, connection)
            documents[shelf, name] = replay
            try self.documents.write(documents, connection)
            return next
        } completion: { [self] (result: Result<Next, any Error>) in
            if case .success = result {
                documents.commit()
                box.publication.withLock { $0 }?.send(self)
            }
            let next = (try? result.get()) ?? .end
            if case .step = next { return replayNext(name, region) }
            _ = replayer.running.withLock { $0.remove("\(region)/\(name)") }
            guard case .stepAt(let instant) = next else { return }
            context.time.schedule(at: instant) { [weak self] in self?.replay(name, region) }
        }
    }

    private func step(
        _ replay: inout JSON.Object,
        _ name: String,
        _ region: String,
        _ box: SentPublication,
        _ connection: Connection
    ) throws -> Next {
        let now = context.time.now
        let end = JSON(Double(now.millisecondsSinceEpoch) / 1_000)
        guard replay.text("State") != "CANCELLING" else {
            replay["State"] = "CANCELLED"
            replay["ReplayEndTime"] = end
            return .end
        }
        replay["State"] = "RUNNING"
        let archive = replay.text("EventSourceArn").flatMap { ARN($0) }?.resource.dropFirst("archive/".count) ?? ""
        let bus = RegionalCall.plainName(replay["Destination"]?["Arn"]?.stringValue ?? "")
        let filters = replay["Destination"]?["FilterArns"]?.arrayValue?.compactMap(\.stringValue)
        let (events, areAll) = try archivedEvents("\(region)/\(archive)", replay, connection)
        let routes = routes(of: BusAddress(region: region, name: bus))
        let publication = Publication(
            events.map { event in
                routes.route(
                    event.event.replayed(by: name, id: context.ids.uuid()),
                    at: now,
                    only: filters.map { Set($0) },
                    isReplay: true
                )
            }
        )
        try publication.write(self, connection)
        box.publication.withLock { $0 = publication }
        if let last = events.last {
            replay["Position"] = [JSON(last.time), JSON(last.number)]
            replay["EventLastReplayedTime"] = JSON(last.event.time.secondsSinceEpoch)
        }
        guard areAll else { return .step }
        let start = Int64((replay["ReplayStartTime"]?.doubleValue ?? 0) * 1_000)
        let earliest = Timestamp(millisecondsSinceEpoch: start) + Self.shortest
        guard now >= earliest else { return .stepAt(earliest) }
        replay["State"] = "COMPLETED"
        replay["ReplayEndTime"] = end
        return .end
    }

    /// `time` is that of the archive, in nanoseconds: an envelope has whole seconds only.
    private struct ArchivedEvent {
        var number: Int
        var time: Int
        var event: BusEvent
    }

    /// The next events of a replay, and whether there are no more behind them.
    private func archivedEvents(
        _ archive: String,
        _ replay: JSON.Object,
        _ connection: Connection
    ) throws -> ([ArchivedEvent], areAll: Bool) {
        let nanoseconds = { (name: String) in Int64((replay[name]?.doubleValue ?? 0) * 1e9) }
        let start = replay["Position"]?[0]?.intValue.map { Int64($0) } ?? nanoseconds("EventStartTime")
        let number = replay["Position"]?[1]?.intValue ?? -1
        var (events, bytes, areAll) = ([ArchivedEvent](), 0, true)
        try connection.query(
            """
            SELECT number, time, event FROM events_archived
            WHERE archive = ? AND time < ? AND (time, number) > (?, ?) ORDER BY time, number LIMIT ?
            """,
            [
                .text(archive), .integer(nanoseconds("EventEndTime")), .integer(start), .integer(number),
                .integer(Self.eventsAtOnce),
            ]
        ) { row in
            let envelope = row.bytes(2)
            if let event = BusEvent(envelope: try JSON(parsing: envelope)) {
                events.append(ArchivedEvent(number: row.integer(0), time: row.integer(1), event: event))
            }
            bytes += envelope.count
            areAll = bytes < Self.bytesAtOnce
            return areAll
        }
        return (events, areAll && events.count < Self.eventsAtOnce)
    }
}

extension JSON.Object {
    var isActiveReplay: Bool { ["STARTING", "RUNNING", "CANCELLING"].contains(text("State")) }
}

/// What a transaction has promised, for when it is durable.
private final class SentPublication: Sendable {
    let publication = Mutex<Publication?>(nil)
}
