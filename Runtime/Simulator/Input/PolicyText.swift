import ColdStart

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

extension FleetPolicy {
    /// The placements, and what else a policy of the fleet is written as.
    package static let written =
        Placement.allCases.map(\.rawValue).joined(separator: ", ")
        + ", fixed:600s, hybrid, greedy-dual:MB, preemptive:COUNT"

    /// Changes one thing: the placement (`least-recently-used`), the keep-alive (`fixed:600s`, `hybrid`,
    /// `greedy-dual:4096` in MB) or how many environments are initialized ahead (`preemptive:2`). False for a text that
    /// is none of these.
    package mutating func apply(_ text: String) throws(InputError) -> Bool {
        if let placement = Placement(rawValue: text) {
            self.placement = placement
            return true
        }
        let (name, value) = Self.parts(text)
        switch name {
        case "fixed" where value.isEmpty: throw InputError("'\(text)' says no time: write fixed:600s")
        case "fixed": keepAlive = .fixed(.seconds(try Quantity.seconds(value)))
        case "hybrid" where value.isEmpty: keepAlive = .hybridHistogram(HybridHistogram.Settings())
        case "greedy-dual": keepAlive = .greedyDual(memoryBudget: try Quantity.count(value))
        case "preemptive": preemptiveInits = try Quantity.count(value)
        default: return false
        }
        return true
    }

    fileprivate static func parts(_ text: String) -> (name: String, value: String) {
        let name = text.prefix { $0 != ":" }
        return (String(name), String(text.dropFirst(name.count + 1)))
    }
}

extension Scenario {
    /// Changes one thing about the policies: one of the fleet's, or the provisioned concurrency of all functions
    /// (`provisioned:10`, by the time of day `schedule:08:00=50,18:30=5`, by their use `target:0.7,1,100`).
    package mutating func apply(policy text: String) throws(InputError) {
        if try policy.apply(text) { return }
        let (name, value) = FleetPolicy.parts(text)
        switch name {
        case "provisioned":
            let count = try Quantity.count(value)
            for index in workloads.indices { workloads[index].provisioned = .fixed(count) }
        case "schedule":
            let plan = ProvisionedPlan.schedule(try Self.steps(value))
            for index in workloads.indices { workloads[index].provisioned = plan }
        case "target": try applyTarget(value)
        default:
            throw InputError(
                "'\(text)' is no policy: write \(FleetPolicy.written), provisioned:COUNT, "
                    + "schedule:HH:MM=COUNT,… or target:SHARE,MIN,MAX"
            )
        }
    }

    /// `08:00=50,18:30=5`.
    private static func steps(_ text: String) throws(InputError) -> [ProvisionedPlan.Step] {
        var steps: [ProvisionedPlan.Step] = []
        for part in text.split(separator: ",") {
            let fields = part.split(separator: "=").map(String.init)
            let time = fields.first.map { $0.split(separator: ":").compactMap { Int($0) } } ?? []
            guard fields.count == 2, time.count == 2, (0..<24).contains(time[0]), (0..<60).contains(time[1]) else {
                throw InputError("'\(part)' is no step of a schedule: write 08:00=50")
            }
            steps.append(.init(secondOfDay: time[0] * 3_600 + time[1] * 60, count: try Quantity.count(fields[1])))
        }
        if steps.isEmpty { throw InputError("a schedule has a step at least: schedule:08:00=50,18:30=5") }
        return steps.sorted { $0.secondOfDay < $1.secondOfDay }
    }

    private mutating func applyTarget(_ text: String) throws(InputError) {
        let parts = text.split(separator: ",").map(String.init)
        guard parts.count == 3, let target = Double(parts[0]), target > 0, target <= 1 else {
            throw InputError("'target:\(text)': expected target:SHARE,MIN,MAX with a share up to 1")
        }
        let (low, high) = (try Quantity.count(parts[1]), try Quantity.count(parts[2]))
        guard low <= high else {
            throw InputError("'target:\(text)': the minimum \(low) is more than the maximum \(high)")
        }
        let tracking = TargetTracking(target: target, minimum: low, maximum: high)
        for index in workloads.indices { workloads[index].provisioned = .targetTracking(tracking) }
    }
}

/// What a policy is about: two of a kind contradict each other.
package enum PolicyKind: Sendable, Hashable {
    case placement
    case keepAlive
    case preemptive
    case provisioned

    /// Of a text that `Scenario.apply` takes.
    package init?(_ text: String) {
        switch FleetPolicy.parts(text).name {
        case "fixed", "hybrid", "greedy-dual": self = .keepAlive
        case "preemptive": self = .preemptive
        case "provisioned", "schedule", "target": self = .provisioned
        case let name where Placement(rawValue: name) != nil: self = .placement
        default: return nil
        }
    }
}

/// A number of a scenario that can be varied.
package enum Knob: String, Sendable, CaseIterable {
    /// In MB. The handler's time goes with the CPU share up to 1,769 MB, where a function has one; init stays as it is.
    case memory
    case provisioned
    case reserved
    case accountConcurrency = "account-concurrency"
    /// In seconds.
    case keepAlive = "keep-alive"
    /// Invocations a second, as a percentage of what the scenario says.
    case load

    /// A value with the knob's name: `memory=128`, `load=150%`.
    package func name(_ value: Int) -> String { "\(rawValue)=\(value)\(unit)" }

    /// Refuses to take another policy's place without a word.
    package func check(_ scenario: Scenario) throws(InputError) {
        if case .fixed = scenario.policy.keepAlive { return }
        if self == .keepAlive {
            throw InputError("keep-alive is of the policy fixed, and cannot be varied under another one")
        }
    }

    package var unit: String { self == .load ? "%" : "" }

    package func set(_ value: Int, in scenario: inout Scenario) {
        for index in scenario.workloads.indices { set(value, in: &scenario.workloads[index]) }
        switch self {
        case .accountConcurrency: scenario.limits.accountConcurrency = value
        case .keepAlive: scenario.policy.keepAlive = .fixed(.seconds(value))
        case .memory, .provisioned, .reserved, .load: break
        }
    }

    private func set(_ value: Int, in workload: inout Workload) {
        switch self {
        case .memory:
            let share = Double(min(1_769, workload.memorySize)) / Double(min(1_769, max(1, value)))
            workload.duration = workload.duration.scaled(by: share)
            workload.firstDuration = workload.firstDuration?.scaled(by: share)
            workload.durationFactor *= share
            workload.memorySize = value
        case .provisioned: workload.provisioned = value > 0 ? .fixed(value) : nil
        case .reserved: workload.reserved = value
        case .load: workload.arrivals = workload.arrivals.faster(by: Double(value) / 100)
        case .accountConcurrency, .keepAlive: break
        }
    }
}

/// `memory=128..3008`: a knob and the values it takes.
package struct Variation: Sendable {
    package let knob: Knob
    package let values: [Int]

    /// `KNOB=A..B` takes eight values from A to B, each about as many times the one before; `KNOB=A,B,C` takes those.
    package init(text: String) throws(InputError) {
        let name = String(text.prefix { $0 != "=" })
        guard let knob = Knob(rawValue: name) else {
            throw InputError(
                "'\(name)' cannot be varied: what can is \(Knob.allCases.map(\.rawValue).joined(separator: ", "))"
            )
        }
        self.knob = knob
        let range = String(text.dropFirst(name.count + 1))
        guard let dots = range.firstRange(of: "..") else {
            var values: [Int] = []
            for value in range.split(separator: ",") { values.append(try Quantity.count(String(value))) }
            guard !values.isEmpty else { throw InputError("'\(text)': expected \(name)=128..3008 or \(name)=128,256") }
            self.values = try Self.checked(values, knob)
            return
        }
        let low = try Quantity.count(String(range[..<dots.lowerBound]))
        let high = try Quantity.count(String(range[dots.upperBound...]))
        guard low <= high else { throw InputError("'\(text)': \(low) is more than \(high)") }
        values = try Self.checked(Self.steps(from: low, to: high), knob)
    }

    private static func checked(_ values: [Int], _ knob: Knob) throws(InputError) -> [Int] {
        if knob == .memory, let value = values.first(where: { !(128...10_240).contains($0) }) {
            throw InputError("memory must be 128 to 10240 MB, not \(value)")
        }
        return values
    }

    private static func steps(from low: Int, to high: Int) -> [Int] {
        var values = [low]
        var value = Double(max(1, low))
        let factor = pow(Double(max(1, high)) / value, 1.0 / 7)
        for _ in 0..<7 {
            value *= factor
            let next = min(high, Int(value.rounded()))
            if next > values[values.count - 1] { values.append(next) }
        }
        if values[values.count - 1] < high { values.append(high) }
        return values
    }
}
