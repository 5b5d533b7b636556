import ColdStart
import Simulator

/// Simulates a day of the Azure Functions trace of 2019: every row is a function. Memory goes with the functions.
struct AzureDayRun {
    private static let problemsShown = 20
    private static let namesShown = 5

    let path: String
    /// The file of durations; without it the handler's law of the options holds for all.
    let durations: String?
    let unit: ArrivalTraceParser.Unit
    let options: ScenarioOptions
    let console: Console

    func scenario() throws(CommandError) -> Scenario {
        var options = options
        options.rate = 1
        var scenario = try options.scenario()
        guard let model = scenario.workloads.first else { throw CommandError("there is no function to simulate") }
        let laws = try readDurations()
        var workloads: [Workload] = []
        var applications: [AzureDayParser.Key: AzureApplication] = [:]
        var parser = AzureDayParser()
        var keys: [AzureDayParser.Key] = []
        try rows(path, { line throws(ArrivalTraceParser.TraceError) in try parser.counts(line) }) { row in
            keys.append(row.key)
            let law = laws[row.key] ?? model.duration
            if unit == .app {
                var key = row.key
                key.function = ""
                applications[key, default: AzureApplication()].add(row.counts, law)
            } else {
                workloads.append(Self.workload(model, row.key.function, row.counts, law))
            }
        }
        for (key, application) in applications.sorted(by: {
            ($0.key.owner, $0.key.application) < ($1.key.owner, $1.key.application)
        }) {
            workloads.append(Self.workload(model, key.application, application.counts, application.law))
        }
        guard !workloads.isEmpty else { throw CommandError("\(path) holds no function") }
        tellDifference(of: keys, and: laws)
        scenario.workloads = workloads
        scenario.horizon = Double(AzureDayParser.minutes) * 60
        scenario.skip = 0
        return scenario
    }

    private static func workload(
        _ model: Workload,
        _ name: String,
        _ counts: [UInt32],
        _ law: Distribution
    ) -> Workload {
        var workload = model
        (workload.name, workload.arrivals, workload.duration) = (name, .counts(counts, span: 60), law)
        return workload
    }

    private func readDurations() throws(CommandError) -> [AzureDayParser.Key: Distribution] {
        guard let durations else { return [:] }
        var laws: [AzureDayParser.Key: Distribution] = [:]
        var parser = AzureDayParser()
        try rows(durations, { line throws(ArrivalTraceParser.TraceError) in try parser.durations(line) }) { row in
            laws[row.key] = row.law
        }
        return laws
    }

    /// What is in one of the two files alone.
    private func tellDifference(of keys: [AzureDayParser.Key], and laws: [AzureDayParser.Key: Distribution]) {
        guard let durations else { return }
        let known = Set(keys)
        let without = keys.filter { laws[$0] == nil }.map(\.function)
        let others = laws.keys.filter { !known.contains($0) }.map(\.function).sorted()
        if !without.isEmpty {
            console.warning("\(durations) says nothing of \(Self.some(without)): they take what --handler says")
        }
        if !others.isEmpty { console.warning("\(path) has no \(Self.some(others)), of which \(durations) tells") }
    }

    /// The first few, and how many more there are.
    private static func some(_ names: [String]) -> String {
        let more = names.count > namesShown ? " and \(names.count - namesShown) more" : ""
        return names.prefix(namesShown).joined(separator: ", ") + more
    }

    /// Those that are no good are told.
    private func rows<Row>(
        _ path: String,
        _ parse: (ArraySlice<UInt8>) throws(ArrivalTraceParser.TraceError) -> Row?,
        _ body: (Row) -> Void
    ) throws(CommandError) {
        let lines = try TextLines.read(path)
        var problems = 0
        while let line = lines.next() {
            do throws(ArrivalTraceParser.TraceError) {
                if let row = try parse(line) { body(row) }
            } catch {
                problems += 1
                if problems <= Self.problemsShown { console.warning("\(path): \(error.problem)") }
            }
        }
        if problems > 0 { console.warning("\(path): rows left out: \(problems)") }
    }
}
