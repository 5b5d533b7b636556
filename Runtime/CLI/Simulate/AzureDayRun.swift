import ColdStart
import Simulator

/// Simulates a day of the Azure Functions trace of 2019: every row is a function. Memory goes with the functions.
struct AzureDayRun {
    private static let problemsShown = 20

    let path: String
    /// The file of durations; without it the handler's law of the options holds for all.
    let durations: String?
    let options: ScenarioOptions
    let console: Console

    func scenario() throws(CommandError) -> Scenario {
        var options = options
        options.rate = 1
        var scenario = try options.scenario()
        guard let model = scenario.workloads.first else { throw CommandError("there is no function to simulate") }
        let laws = try readDurations()
        var workloads: [Workload] = []
        var parser = AzureDayParser()
        var problems = 0
        try lines(path) { line in
            switch parser.counts(line) {
            case .success(nil): break
            case .success(let row?):
                var workload = model
                workload.name = row.key.function
                workload.arrivals = .counts(row.counts, span: 60)
                workload.duration = laws[row.key] ?? model.duration
                workloads.append(workload)
            case .failure(let error): tell(error, path, &problems)
            }
        }
        guard !workloads.isEmpty else { throw CommandError("\(path) holds no function") }
        if problems > Self.problemsShown { console.warning("\(path): \(problems) rows were left out in all") }
        scenario.workloads = workloads
        scenario.horizon = Double(AzureDayParser.minutes) * 60
        scenario.skip = 0
        return scenario
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
        guard let lines = TextLines(path: path) else { throw CommandError("\(path) cannot be read") }
        while let line = lines.next() { body(line) }
    }
}
