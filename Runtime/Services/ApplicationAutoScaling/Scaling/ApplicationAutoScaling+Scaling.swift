import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// What is done to the provisioned concurrency of functions.
extension ApplicationAutoScaling {
    /// How often those are looked at whose environments are not all there yet, and for how long.
    private static let progressPeriod = Duration.seconds(5)
    private static let patience = Duration.seconds(30 * 60)

    /// Changes the documents by itself, in a transaction of its own; `then` follows.
    func change(
        _ body: @escaping @Sendable (inout Documents) -> Void,
        then: @escaping @Sendable () -> Void = {}
    ) {
        underWay.add(1, ordering: .sequentiallyConsistent)
        context.database.write(.alone) { [documents] connection in
            var changed = documents.current
            body(&changed)
            try documents.write(changed, connection)
        } completion: { [self] (result: Result<Void, any Error>) in
            if case .success = result { documents.commit() }
            then()
            underWay.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    func activity(_ place: TargetPlace, cause: String, change: String, capacity: Int? = nil) -> ScalingActivity {
        let now = context.time.now.nanosecondsSinceEpoch
        let number = lastActivity.withLock { last in
            last = max(last + 1, now)
            return last
        }
        return ScalingActivity(
            place,
            id: context.ids.uuid(),
            number: number,
            cause: cause,
            change: change,
            capacity: capacity
        )
    }

    // MARK: Into the bounds

    /// Brings every function into the bounds of its target.
    func adjustAll() {
        let documents = documents.current
        for region in documents.regions(of: Kind.target) {
            for (_, target) in documents.all(.init(Kind.target, region)) {
                adjust(TargetPlace(target, region: region))
            }
        }
    }

    /// Brings a function into the bounds of its target, unless it is within them.
    func adjust(_ place: TargetPlace) {
        guard let functions = activeFunctions, let function = place.function, functions.isThere(function),
            let target = documents.current[.init(Kind.target, place.region), place.key]
        else { return }
        let (current, bounds) = (functions.requested(function), target.bounds)
        let capacity = min(bounds.upperBound, max(bounds.lowerBound, current))
        guard capacity != current else { return }
        let bound = capacity > current ? "minimum" : "maximum"
        scale(place, function, to: capacity, cause: "\(bound) capacity was set to \(capacity)")
    }

    // MARK: To a capacity

    /// Asks Lambda for another capacity, and writes down why and what came of it.
    func scale(_ place: TargetPlace, _ function: ScaledFunction, to capacity: Int, cause: String) {
        guard let functions = activeFunctions else { return }
        let activity = activity(
            place,
            cause: cause,
            change: "desired concurrency to \(capacity)",
            capacity: capacity
        )
        underWay.add(1, ordering: .sequentiallyConsistent)
        functions.provision(function, capacity) { [self] refusal in
            let outcome = refusal.map { ScalingActivity.Outcome.failed($0.message) } ?? .inProgress
            let now = context.time.now
            change {
                $0.add(activity, outcome, at: now)
            } then: { [self] in
                followProgress()
            }
            underWay.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    // MARK: Until it is there

    /// Looks now, and again and again, as long as changes are not fulfilled.
    func followProgress() {
        let documents = documents.current
        let open = documents.regions(of: Kind.activity).flatMap { region in
            documents.all(.init(Kind.activity, region)) { $1.text("StatusCode") == "InProgress" }
                .compactMap { ScalingActivity($0.document, region: region) }
        }
        guard !open.isEmpty else { return }
        for activity in open { look(at: activity, isLatest: isLatest(activity, among: open)) }
        progress.set(at: context.time.now + Self.progressPeriod) { [weak self] in self?.followProgress() }
    }

    private func isLatest(_ activity: ScalingActivity, among others: [ScalingActivity]) -> Bool {
        !others.contains { $0.place == activity.place && $0.number > activity.number }
    }

    private func look(at activity: ScalingActivity, isLatest: Bool) {
        guard let functions = activeFunctions, let function = activity.place.function else { return }
        guard isLatest, functions.requested(function) == activity.capacity else {
            return finish(activity, .overridden)
        }
        let age = context.time.now - Timestamp(nanosecondsSinceEpoch: activity.number)
        guard age < Self.patience else { return finish(activity, .unfulfilled) }
        underWay.add(1, ordering: .sequentiallyConsistent)
        functions.progress(of: function) { [self] progress in
            switch progress {
            case .underWay: break
            case .done: finish(activity, .successful)
            case .failed(let reason): finish(activity, .failed(reason))
            }
            underWay.subtract(1, ordering: .sequentiallyConsistent)
        }
    }

    private func finish(_ activity: ScalingActivity, _ outcome: ScalingActivity.Outcome) {
        let now = context.time.now
        change { documents in
            let shelf = Documents.Shelf(Kind.activity, activity.place.region)
            guard documents[shelf, activity.key]?.text("StatusCode") == "InProgress" else { return }
            documents[shelf, activity.key] = activity.document(outcome, at: now)
        }
    }
}
