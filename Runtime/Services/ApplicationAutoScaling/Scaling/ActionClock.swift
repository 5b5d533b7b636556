import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// When scheduled actions run next. Costs nothing while none does.
final class ActionClock: Sendable {
    struct Key: Sendable, Hashable {
        var region: String
        /// As the documents name it.
        var name: String
    }

    struct Run: Sendable {
        var document: JSON.Object
        var due: Timestamp
    }

    let runs = Mutex<[Key: Run]>([:])
    let alarm: Alarm

    init(_ time: any TimeSource) { alarm = Alarm(time) }
}

extension ApplicationAutoScaling {
    /// Looks which scheduled actions there are now; one that has not changed keeps its time.
    func setActionClock() {
        let (documents, now) = (documents.current, context.time.now)
        actionClock.runs.withLock { runs in
            var next: [ActionClock.Key: ActionClock.Run] = [:]
            for region in documents.regions(of: Kind.action) {
                for (name, document) in documents.all(.init(Kind.action, region)) {
                    let key = ActionClock.Key(region: region, name: name)
                    if let run = runs[key], run.document == document {
                        next[key] = run
                    } else if let due = try? ScheduledAction(document).next(at: now) {
                        next[key] = ActionClock.Run(document: document, due: due)
                    }
                }
            }
            runs = next
        }
        setActionAlarm()
    }

    private func setActionAlarm() {
        guard let next = actionClock.runs.withLock({ $0.values.map(\.due).min() }) else { return }
        actionClock.alarm.set(at: next) { [weak self] in self?.runDueActions() }
    }

    /// What runs next is known before it is written what has run.
    private func runDueActions() {
        let now = context.time.now
        let due = actionClock.runs.withLock { runs in
            let due = runs.filter { $0.value.due <= now }.sorted {
                ($0.value.due, $0.key.name) < ($1.value.due, $1.key.name)
            }
            for (key, run) in due {
                var document = run.document
                document["LastRun"] = JSON(run.due.millisecondsSinceEpoch)
                runs[key] = (try? ScheduledAction(document).next(at: max(now, run.due)))
                    .flatMap { $0 }.map { ActionClock.Run(document: document, due: $0) }
            }
            return due
        }
        for (key, run) in due { self.run(key, run) }
        setActionAlarm()
    }

    /// Sets the target's bounds, and brings it into them.
    private func run(_ key: ActionClock.Key, _ run: ActionClock.Run) {
        let place = TargetPlace(run.document, region: key.region)
        guard let action = try? ScheduledAction(run.document), let name = run.document.text("ScheduledActionName")
        else {
            return
        }
        let change = [action.minimum.map { "min capacity to \($0)" }, action.maximum.map { "max capacity to \($0)" }]
            .compactMap(\.self).joined(separator: " and ")
        let activity = activity(place, cause: "scheduled action name \(name) was triggered", change: change)
        let now = context.time.now
        self.change { documents in
            let shelf = Documents.Shelf(Kind.action, key.region)
            guard var document = documents[shelf, key.name], document == run.document else { return }
            document["LastRun"] = JSON(run.due.millisecondsSinceEpoch)
            documents[shelf, key.name] = document
            documents.apply(action, activity, at: now)
        } then: { [self] in
            documentsChanged()
            adjust(place)
        }
    }
}

extension Documents {
    /// Sets the bounds of a target, unless that is suspended or makes none.
    fileprivate mutating func apply(_ action: ScheduledAction, _ activity: ScalingActivity, at now: Timestamp) {
        let shelf = Shelf(Kind.target, activity.place.region)
        guard var target = self[shelf, activity.place.key], !target.suspended.isScheduleSuspended else { return }
        let least = action.minimum ?? target.bounds.lowerBound
        let most = action.maximum ?? target.bounds.upperBound
        guard least <= most else {
            return add(activity, .failed("Maximum capacity cannot be less than minimum capacity"), at: now)
        }
        (target["MinCapacity"], target["MaxCapacity"]) = (JSON(least), JSON(most))
        self[shelf, activity.place.key] = target
        add(activity, .successful, at: now)
    }
}
