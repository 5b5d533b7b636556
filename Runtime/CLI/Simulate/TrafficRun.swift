import ArgumentParser
import ColdStart
import FoundationEssentials
import JSON
import Simulator
import Template
import Time

/// Simulates a template's application under a traffic file, and an autoscaled fleet of servers under the same load beside
/// it.
struct TrafficRun {
    let traffic: Traffic
    private let scenario: Scenario

    init(path: String, template: String?, _ options: ScenarioOptions) throws(CommandError) {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path) cannot be read")
        }
        do {
            traffic = try Traffic(try JSON(parsing: Array(bytes)))
        } catch {
            throw CommandError("\(path): \(error)")
        }
        var options = options
        options.rate = 1
        var scenario = try options.scenario()
        let coldStart = scenario.workloads.first?.coldStart ?? .delays(StartUpDelays())
        let parts = try TrafficScenario(try Self.application(template), traffic, coldStart)
        (scenario.workloads, scenario.throttles) = (parts.workloads, parts.throttles)
        scenario.horizon = traffic.horizon
        scenario.skip = 0
        if let account = traffic.accountConcurrency { scenario.limits.accountConcurrency = account }
        self.scenario = scenario
    }

    private static func application(_ template: String?) throws(CommandError) -> Application {
        let options: TemplateOptions
        do {
            options = try TemplateOptions.parse((template.map { ["--template", $0] } ?? []) + secrets(template))
        } catch {
            throw CommandError("\(error)")
        }
        return try TemplateFile(options.templatePath(), options).application(console: nil)
    }

    /// What is secret plays no part here, so the example of a secrets file will do where there is no other.
    private static func secrets(_ template: String?) -> [String] {
        let name = template?.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let folder = template?.dropLast(name.count) ?? ""
        let (own, example) = ("\(folder)secrets.json", "\(folder)secrets.example.json")
        let files = FileManager.default
        return !files.fileExists(atPath: own) && files.fileExists(atPath: example) ? ["--secrets", example] : []
    }

    func report(_ runner: ScenarioRunner) throws(CommandError) -> SimulationReport { try runner.report(scenario) }

    /// What the servers do under the same load.
    var servers: ServerFleet.Course? { traffic.servers?.follow(traffic.rate(at:), for: traffic.horizon) }
}
