import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// When schedules run next. Costs nothing while none does.
final class Timetable: Sendable {
    struct Place: Sendable, Hashable {
        var region: String
        /// As the documents name it.
        var key: String
    }

    struct Run: Sendable {
        var document: JSON.Object
        var schedule: Schedule
        /// When it is to run, and when within its window it does.
        var time: Timestamp
        var due: Timestamp
    }

    let runs = Mutex<[Place: Run]>([:])

    var next: Timestamp? { runs.withLock { $0.values.map(\.due).min() } }
}

extension Scheduler {
    /// Looks which schedules there are now; one that has not changed keeps its time.
    func setTimetable() {
        let documents = documents.current
        let now = context.time.now
        timetable.runs.withLock { runs in
            var next: [Timetable.Place: Timetable.Run] = [:]
            for region in documents.regions(of: Kind.schedule) {
                for (key, document) in documents.all(.init(Kind.schedule, region)) {
                    let place = Timetable.Place(region: region, key: key)
                    if let run = runs[place], run.document == document {
                        next[place] = run
                    } else {
                        next[place] = run(document, place, after: now)
                    }
                }
            }
            runs = next
        }
        setAlarm()
    }

    private func setAlarm() {
        guard let next = timetable.next else { return }
        alarm.set(at: next) { [weak self] in self?.runDueSchedules() }
    }

    /// The next run of a schedule. One that was to run once and has not, because nothing ran here then, runs now.
    private func run(_ document: JSON.Object, _ place: Timetable.Place, after now: Timestamp) -> Timetable.Run? {
        let call = RegionalCall(JSON.Object(), region: place.region, context)
        let parts = place.key.split(separator: "|").map(String.init)
        let created = Timestamp(millisecondsSinceEpoch: Int64(document["Created"]?.intValue ?? 0))
        guard parts.count == 2, document["Completed"] != true,
            let schedule = try? Schedule(document, arn: call.scheduleARN(parts[1], parts[0]), created: created)
        else { return nil }
        let last = Timestamp(millisecondsSinceEpoch: Int64(document["LastRun"]?.intValue ?? 0))
        let isFirst = document["LastRun"] == nil
        let after = schedule.isOnce || isFirst ? max(last, created.adding(nanoseconds: -1)) : max(last, now)
        guard var time = schedule.next(after: after) else { return nil }
        let beginsAtOnce = isFirst && schedule.isRate
        if !schedule.isOnce, !beginsAtOnce, time < now {
            time = schedule.next(after: now.adding(nanoseconds: -1)) ?? time
        }
        return Timetable.Run(
            document: document,
            schedule: schedule,
            time: time,
            due: time + offset(in: schedule.window)
        )
    }

    private func offset(in window: Duration) -> Duration {
        guard window > .zero else { return .zero }
        return .nanoseconds(Int64(context.ids.next() % UInt64(window.nanoseconds)))
    }

    /// What runs next is known before it is written what has run: time that is moved on by hours misses nothing.
    private func runDueSchedules() {
        let now = context.time.now
        let due = timetable.runs.withLock { runs in
            let due = runs.filter { $0.value.due <= now }.map { (place: $0.key, run: $0.value) }
            for (place, run) in due {
                runs[place] = run.documentAfter.flatMap { self.run($0, place, after: run.due) }
            }
            return due.sorted { ($0.run.due, $0.place.key) < ($1.run.due, $1.place.key) }
        }
        for (place, run) in due { promise(run, place) }
        setAlarm()
    }

    /// Writes down that a schedule has run together with what goes out. One that has come to its end is deleted if it
    /// says so.
    private func promise(_ run: Timetable.Run, _ place: Timetable.Place) {
        let outgoing = run.schedule.target.outgoing(
            run.schedule.arn,
            at: run.time,
            execution: context.ids.uuid(),
            AWSAccount(id: context.account.id, region: place.region)
        )
        context.database.write(.alone) { [self] connection -> Outbox.Promise in
            var documents = documents.current
            let shelf = Documents.Shelf(Kind.schedule, place.region)
            guard documents[shelf, place.key] == run.document else { return Outbox.Promise() }
            documents[shelf, place.key] = run.documentAfter
            try self.documents.write(documents, connection)
            return try outbox.insert([outgoing], connection)
        } completion: { [self] (result: Result<Outbox.Promise, any Error>) in
            guard case .success(let promise) = result, !promise.isEmpty else { return setTimetable() }
            documents.commit()
            outbox.send(promise)
        }
    }
}

extension Timetable.Run {
    /// The schedule once this has run; `nil` when it is deleted.
    fileprivate var documentAfter: JSON.Object? {
        var document = document
        document["LastRun"] = JSON(time.millisecondsSinceEpoch)
        guard schedule.next(after: time) == nil else { return document }
        document["Completed"] = true
        return schedule.isDeletedAfterCompletion ? nil : document
    }
}
