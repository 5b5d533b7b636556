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
    private static let eventsAtOnce = 100

    func resumeReplays() {
        for region in documents.current.regions(of: Kind.replay) {
            for (name, replay) in documents.current.all(.init(Kind.replay, region))
            where ["STARTING", "RUNNING", "CANCELLING"].contains(replay.text("State")) {
                self.replay(name, region)
            }
        }
    }

    func replay(_ name: String, _ region: String) {
        let isNew = replayer.running.withLock { $0.insert("\(region)/\(name)").inserted }
        if isNew { replayNext(name, region) }
    }

    private func replayNext(_ name: String, _ region: String) {
        let box = SentPublication()
        context.database.write(.alone) { [self] connection -> Bool in
            var documents = documents.current
            let shelf = Documents.Shelf(Kind.replay, region)
            guard var replay = documents[shelf, name] else { return false }
            let goesOn = try step(&replay, name, region, box, connection)
            documents[shelf, name] = replay
            try self.documents.write(documents, connection)
            return goesOn
        } completion: { [self] (result: Result<Bool, any Error>) in
            let goesOn = (try? result.get()) ?? false
            if case .success = result {
                documents.commit()
                box.publication.withLock { $0 }?.send(self)
            }
            if goesOn { return replayNext(name, region) }
            _ = replayer.running.withLock { $0.remove("\(region)/\(name)") }
        }
    }

    /// Returns whether there is more to do.
    private func step(
        _ replay: inout JSON.Object,
        _ name: String,
        _ region: String,
        _ box: SentPublication,
        _ connection: Connection
    ) throws -> Bool {
        let now = context.time.now
        let end = JSON(Double(now.millisecondsSinceEpoch) / 1_000)
        guard replay.text("State") != "CANCELLING" else {
            replay["State"] = "CANCELLED"
            replay["ReplayEndTime"] = end
            return false
        }
        replay["State"] = "RUNNING"
        let archive = replay.text("EventSourceArn").flatMap { ARN($0) }?.resource.dropFirst("archive/".count) ?? ""
        let bus = RegionalCall.plainName(replay["Destination"]?["Arn"]?.stringValue ?? "")
        let filters = replay["Destination"]?["FilterArns"]?.arrayValue?.compactMap(\.stringValue)
        let events = try archivedEvents("\(region)/\(archive)", replay, connection)
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
            replay["Position"] = [JSON(last.event.time.nanosecondsSinceEpoch), JSON(last.number)]
            replay["EventLastReplayedTime"] = JSON(last.event.time.secondsSinceEpoch)
        }
        guard events.count < Self.eventsAtOnce else { return true }
        replay["State"] = "COMPLETED"
        replay["ReplayEndTime"] = end
        return false
    }

    private func archivedEvents(
        _ archive: String,
        _ replay: JSON.Object,
        _ connection: Connection
    ) throws -> [(number: Int, event: BusEvent)] {
        let nanoseconds = { (name: String) in Int64((replay[name]?.doubleValue ?? 0) * 1e9) }
        let start = replay["Position"]?[0]?.intValue.map { Int64($0) } ?? nanoseconds("EventStartTime")
        let number = replay["Position"]?[1]?.intValue ?? -1
        var events: [(number: Int, event: BusEvent)] = []
        try connection.query(
            """
            SELECT number, event FROM events_archived
            WHERE archive = ? AND time < ? AND (time, number) > (?, ?) ORDER BY time, number LIMIT ?
            """,
            [
                .text(archive), .integer(nanoseconds("EventEndTime")), .integer(start), .integer(number),
                .integer(Self.eventsAtOnce),
            ]
        ) { row in
            if let event = BusEvent(envelope: try JSON(parsing: row.bytes(1))) {
                events.append((row.integer(0), event))
            }
            return true
        }
        return events
    }
}

/// What a transaction has promised, for when it is durable.
private final class SentPublication: Sendable {
    let publication = Mutex<Publication?>(nil)
}
