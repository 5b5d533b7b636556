import ColdStart
import Time

/// Tells the model again what a recording says it was told, and compares what it decides.
package struct DecisionReplay: Sendable {
    /// What was decided then and now.
    package struct Difference: Sendable, Hashable, CustomStringConvertible {
        package var event: RecordedEvent.Kind
        package var recorded: String
        package var got: String

        package var description: String { "\(event.rawValue): recorded \(recorded), now \(got)" }
    }

    /// Arrivals by what was decided for them now.
    package private(set) var decisions: [RecordedDecision.Kind: Int] = [:]
    package private(set) var events = 0
    package private(set) var differences = 0
    package private(set) var firstDifference: (line: Int, difference: Difference)?
    private var order = RecordingOrder()
    private var fleet: Fleet?
    private var functions: [FunctionID] = []
    private var environments: [UInt64: EnvironmentID] = [:]

    package init() {}

    package var arrivals: Int { decisions.values.reduce(0, +) }

    /// The next event of the recording, which stands on this line.
    package mutating func perform(_ event: RecordedEvent, line: Int) throws(RecordingError) {
        events += 1
        guard let difference = try compare(event, line) else { return }
        differences += 1
        if firstDifference == nil { firstDifference = (line, difference) }
    }

    private mutating func compare(_ event: RecordedEvent, _ line: Int) throws(RecordingError) -> Difference? {
        try order.check(event, line: line)
        if let settings = event.settings, let policy = settings.policy {
            fleet = Fleet(limits: settings.limits, policy: policy)
            return nil
        }
        guard var fleet = fleet.take() else { return nil }
        defer { self.fleet = fleet }
        if let version = event.version {
            add(version, &fleet)
            return nil
        }
        guard let number = event.function else { return nil }
        let difference = try compare(event, functions[number], line, &fleet)
        let evicted = fleet.takeEvicted().map(\.0.number)
        return difference ?? self.difference(event.event, event.evicted ?? [], evicted)
    }

    private mutating func add(_ version: RecordedVersion, _ fleet: inout Fleet) {
        let first = version.of.map { functions[$0] }
        functions.append(
            first.map { fleet.addVersion(of: $0) }
                ?? fleet.add(reserved: version.reserved, memorySize: version.memorySize)
        )
    }

    private mutating func compare(
        _ event: RecordedEvent,
        _ function: FunctionID,
        _ line: Int,
        _ fleet: inout Fleet
    ) throws(RecordingError) -> Difference? {
        let now = event.moment
        switch event.event {
        case .start, .function: return nil
        case .completion:
            if let start = event.completion?.initMilliseconds { fleet.started(function, milliseconds: start) }
        case .arrival:
            let decision = fleet.arrive(function, at: now)
            if case .start(let environment) = decision { environments[environment.number] = environment }
            let now = RecordedDecision(decision)
            decisions[now.kind, default: 0] += 1
            return difference(event.event, event.decision, now)
        case .release:
            let release = fleet.release(try environment(event, line), of: function, at: now)
            if case .retire(let replacement?) = release { environments[replacement.number] = replacement }
            return difference(event.event, event.decision, RecordedDecision(release))
        case .answered: fleet.answered(try environment(event, line), of: function)
        case .initialized:
            let ended = fleet.initialized(try environment(event, line), of: function, at: now)
            return difference(event.event, event.environments ?? [], ended.map(\.number))
        case .overdue:
            let started = keep(fleet.overdue(function, at: now))
            return difference(event.event, event.environment, started)
        case .ahead: return difference(event.event, event.environment, keep(fleet.startAhead(function, at: now)))
        case .remove:
            let replacement = keep(fleet.remove(try environment(event, line), of: function, at: now))
            return difference(event.event, event.environments, replacement.map { [$0] })
        case .expire: return ended(event, fleet.expire(function, at: now))
        case .replace: return ended(event, fleet.replace(function, at: now))
        case .provision:
            let rate = event.decision == nil ? AllocationRate.immediate : AllocationRate()
            return ended(event, try? fleet.provision(function, event.count ?? 0, rate: rate, at: now))
        case .reserve: try? fleet.reserve(function, event.count)
        case .prepare:
            let started = fleet.prepare(function, at: now).compactMap { keep($0) }
            return difference(event.event, event.environments, started)
        }
        return nil
    }

    private mutating func keep(_ environment: EnvironmentID?) -> UInt64? {
        if let environment { environments[environment.number] = environment }
        return environment?.number
    }

    private func ended(_ event: RecordedEvent, _ environments: [EnvironmentID]?) -> Difference? {
        difference(event.event, event.environments?.sorted(), environments?.map(\.number).sorted())
    }

    private func environment(_ event: RecordedEvent, _ line: Int) throws(RecordingError) -> EnvironmentID {
        guard let environment = event.environment.flatMap({ environments[$0] }) else {
            throw RecordingError(line: line, reason: "environment \(event.environment ?? 0) is not there")
        }
        return environment
    }

    private func difference<Value: Equatable>(
        _ kind: RecordedEvent.Kind,
        _ recorded: Value?,
        _ got: Value?
    ) -> Difference? {
        guard recorded != got else { return nil }
        func text(_ value: Value?) -> String { value.map { "\($0)" } ?? "none" }
        return Difference(event: kind, recorded: text(recorded), got: text(got))
    }
}
