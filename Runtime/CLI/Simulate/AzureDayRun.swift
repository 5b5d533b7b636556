import ColdStart
import Simulator

/// Simulates a day of the Azure Functions trace of 2019: every row is a function. Memory goes with the functions.
struct AzureDayRun {
    private static let problemsShown = 20

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
        var problems = 0
        try lines(path) { line in
            switch parser.counts(line) {
            case .success(nil): break
            case .success(let row?):
                let law = laws[row.key] ?? model.duration
                if unit == .app {
                    var key = row.key
                    key.function = ""
                    applications[key, default: AzureApplication()].add(row.counts, law)
                } else {
                    workloads.append(Self.workload(model, row.key.function, row.counts, law))
                }
            case .failure(let error): tell(error, path, &problems)
            }
        }
        for (key, application) in applications.sorted(by: {
            ($0.key.owner, $0.key.application) < ($1.key.owner, $1.key.application)
        }) {
            workloads.append(Self.workload(model, key.application, application.counts, application.law))
        }
        guard !workloads.isEmpty else { throw CommandError("\(path) holds no function") }
        if problems > Self.problemsShown { console.warning("\(path): \(problems) rows were left out in all") }
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
        var problems = 0
        try lines(durations) { line in
            switch parser.durations(line) {
            case .success(nil): break
            case .success(let row?): laws[row.key] = row.law
            case .failure(let error): tell(error, durations, &problems)
            }
        }
        return laws
    }

    private func tell(_ error: ArrivalTraceParser.TraceError, _ path: String, _ problems: inout Int) {
        problems += 1
        if problems <= Self.problemsShown { console.warning("\(path): \(error.problem)") }
    }

    private func lines(_ path: String, _ body: (ArraySlice<UInt8>) -> Void) throws(CommandError) {
        let lines = try TextLines.read(path)
        while let line = lines.next() { body(line) }
    }
}
