import ColdStart
import JSON
import Simulator

/// Looks for the least or the most of a knob with which a goal is met, and keeps what it has tried.
struct GoalSearch {
    private let text: String
    private let goal: Goal
    private let limit: Int
    private(set) var tried: [(value: Int, report: SimulationReport)] = []
    private var outcome = Goal.Outcome.none

    init(_ text: String, _ scenario: Scenario, _ runner: ScenarioRunner) throws(CommandError) {
        self.text = text
        do throws(InputError) {
            goal = try Goal(text: text)
            try goal.knob.check(scenario)
        } catch {
            throw CommandError(error.description)
        }
        limit = Self.limit(goal.knob, scenario)
        let (goal, limit) = (goal, limit)
        var tried: [(value: Int, report: SimulationReport)] = []
        outcome = try goal.search(scenario, upTo: limit) { (scenario, value) throws(CommandError) in
            let name = "\(goal.knob.rawValue) \(value)\(goal.knob.unit)"
            guard let report = try runner.report(scenario, label: name), report.stoppedAt == nil else { return nil }
            guard let figure = report.figures.first(where: { $0.key == goal.figure.rawValue }) else {
                guard report.offered > 0 else {
                    throw CommandError("nothing was invoked, so there is no \(goal.figure.rawValue)")
                }
                let all = report.figures.map(\.key).joined(separator: ", ")
                throw CommandError("there is no \(goal.figure.rawValue) here: there are \(all)")
            }
            runner.console.note("\(name): \(figure.key) \(SimulationTable.text(figure.estimate.value, figure.unit))")
            tried.append((value, report))
            return report
        }
        self.tried = tried
    }

    private static func limit(_ knob: Knob, _ scenario: Scenario) -> Int {
        let room = max(1, scenario.limits.maximumReservable)
        switch knob {
        case .memory: return 10_240
        case .keepAlive: return 86_400
        case .load: return 10_000
        case .accountConcurrency: return 1_000_000
        case .provisioned: return max(1, scenario.workloads.compactMap(\.reserved).min() ?? room)
        case .reserved: return room
        }
    }

    /// Whether a value was found.
    var isMet: Bool { if case .found = outcome { true } else { false } }

    /// The one that was found, or the best one when it was stopped.
    private var value: Int? {
        switch outcome {
        case .found(let value): value
        case .stopped(let best): best
        case .none: nil
        }
    }

    /// With what was found.
    var columns: [(name: String, report: SimulationReport)] {
        tried.last { $0.value == value }.map { [(goal.knob.name($0.value), $0.report)] } ?? []
    }

    var sentence: String {
        let (knob, unit) = (goal.knob.rawValue, goal.knob.unit)
        switch outcome {
        case .found(let value): return "\(knob) \(value)\(unit)"
        case .none: return "no \(knob) up to \(limit)\(unit) that was tried meets it"
        case .stopped(let best?):
            let side = goal.isLeast ? "less" : "more"
            return "stopped early, after \(tried.count) values: \(knob) \(best)\(unit) meets it, \(side) may"
        case .stopped(nil): return "stopped early, after \(tried.count) values: no \(knob) that meets it was found yet"
        }
    }

    var json: JSON {
        let tried = tried.map { value, report -> JSON in
            let figure = report[goal.figure.rawValue]?.value
            return [
                "value": JSON(value), goal.figure.rawValue: figure.map { JSON($0) } ?? .null,
                "isMet": .bool(figure.map { goal.isMet(by: $0) } ?? false), "result": report.json,
            ]
        }
        let isStopped = if case .stopped = outcome { true } else { false }
        return [
            "goal": .string(text), "knob": .string(goal.knob.rawValue), "limit": JSON(limit),
            "found": isMet ? value.map { JSON($0) } ?? .null : .null,
            "best": value.map { JSON($0) } ?? .null, "isStopped": .bool(isStopped), "tried": .array(tried),
        ]
    }
}
