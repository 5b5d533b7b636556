import JSON
import ServiceKit
import Synchronization
import Time
import Wire

/// Target tracking, once a minute as long as there is a function with a policy.
extension ApplicationAutoScaling {
    /// Looks which policies there are now.
    func setTrackers() {
        let documents = documents.current
        let isAny = trackers.withLock { trackers in
            var next: [TargetPlace: TargetScaling] = [:]
            for region in documents.regions(of: Kind.policy) {
                for (place, policies) in documents.trackingPolicies(region) {
                    var scaling = trackers[place] ?? TargetScaling()
                    scaling.set(policies)
                    next[place] = scaling
                }
            }
            trackers = next
            return !next.isEmpty
        }
        if isAny { minute.runNext { [weak self] in self?.track() } }
    }

    /// A minute has gone by.
    private func track() {
        for place in trackers.withLock({ Array($0.keys) }) {
            guard let functions = activeFunctions, let function = place.function, functions.isThere(function) else {
                continue
            }
            underWay.add(1, ordering: .sequentiallyConsistent)
            functions.takeDemand(function) { [self] demand in
                measure(place, utilization: Double(demand) / Double(max(1, functions.requested(function))))
            }
        }
        setTrackers()
    }

    /// Reads what the policies of a target go by, one after the other.
    private func measure(_ place: TargetPlace, utilization: Double) {
        let metrics = trackers.withLock { $0[place]?.metrics ?? [:] }
        var values: [String: Double] = [:]
        var queries: [(name: String, queries: JSON)] = []
        for (name, metric) in metrics {
            switch metric {
            case .utilization: values[name] = utilization
            case .queries(let query): queries.append((name, query))
            }
        }
        read(queries[...], values, of: place)
    }

    private func read(
        _ queries: ArraySlice<(name: String, queries: JSON)>,
        _ values: [String: Double],
        of place: TargetPlace
    ) {
        guard let next = queries.first else { return decide(place, values) }
        let now = context.time.now
        // A minute's figures are whole when it is over.
        let minute = Timestamp(secondsSinceEpoch: (now.secondsSinceEpoch / 60).rounded(.down) * 60)
        metrics.latestValue(of: next.queries, from: minute - ScalingMinute.length, to: minute) { [self] value in
            var values = values
            values[next.name] = value
            read(queries.dropFirst(), values, of: place)
        }
    }

    private func decide(_ place: TargetPlace, _ values: [String: Double]) {
        defer { underWay.subtract(1, ordering: .sequentiallyConsistent) }
        guard let functions = activeFunctions, let function = place.function,
            let target = documents.current[.init(Kind.target, place.region), place.key]
        else { return }
        let (current, now) = (functions.requested(function), context.time.now)
        let decision = trackers.withLock { trackers in
            trackers[place]?.decide(
                values,
                current: current,
                bounds: target.bounds,
                suspended: target.suspended,
                at: now
            )
        }
        guard let decision else { return }
        let alarm = place.alarmName(decision.capacity > current ? "High" : "Low", policy: decision.policy)
        let cause = "monitor alarm \(alarm) in state ALARM triggered policy \(decision.policy)"
        scale(place, function, to: decision.capacity, cause: cause)
    }
}

extension TargetPlace {
    /// The alarm that AWS makes for a policy, of which there is none here: the policy is the alarm.
    fileprivate func alarmName(_ side: String, policy: String) -> String {
        "TargetTracking-\(resource)-Alarm\(side)-\(NamedIDs.source(of: "alarm/\(key)|\(policy)/\(side)").uuid())"
    }
}

extension Documents {
    /// Those of functions that are there, by their targets and names.
    fileprivate func trackingPolicies(_ region: String) -> [TargetPlace: [String: TrackingPolicy]] {
        var found: [TargetPlace: [String: TrackingPolicy]] = [:]
        for (_, document) in all(.init(Kind.policy, region)) {
            let place = TargetPlace(document, region: region)
            guard place.function != nil, let name = document.text("PolicyName"),
                let configuration = document["TargetTrackingScalingPolicyConfiguration"]?.objectValue,
                let policy = try? TrackingPolicy(configuration)
            else { continue }
            found[place, default: [:]][name] = policy
        }
        return found
    }
}
