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
    let scenario: Scenario

    init(
        path: String,
        template: String?,
        _ scale: TrafficScale,
        _ options: ScenarioOptions,
        _ console: Console
    ) throws(CommandError) {
        traffic = try Self.traffic(path).scaled(by: scale.scale, speed: scale.speed)
        guard traffic.horizon <= 3e9 else { throw CommandError("\(path) would take more than 95 years") }
        var options = options
        options.rate = 1
        var scenario = try options.scenario()
        let (file, application) = try Self.application(template, console)
        let parts = try TrafficScenario(application, traffic, options)
        Self.tell(parts, application, file, console)
        (scenario.workloads, scenario.throttles) = (parts.workloads, parts.throttles)
        scenario.horizon = traffic.horizon
        scenario.skip = 0
        if let account = traffic.accountConcurrency {
            guard options.accountConcurrency == nil else {
                throw CommandError("--account-concurrency and accountConcurrency in \(path) do not go together")
            }
            scenario.limits.accountConcurrency = account
        }
        do throws(InputError) {
            // Those that are about functions are about the template's.
            try options.apply(policies: &scenario)
        } catch {
            throw CommandError(error.description)
        }
        self.scenario = scenario
    }

    static func traffic(_ path: String) throws(CommandError) -> Traffic {
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandError("\(path) cannot be read")
        }
        do {
            return try Traffic(try JSON(parsing: Array(bytes)))
        } catch {
            throw CommandError("\(path): \(error)")
        }
    }

    private static func application(
        _ template: String?,
        _ console: Console
    ) throws(CommandError) -> (file: TemplateFile, Application) {
        let options: TemplateOptions
        do {
            options = try TemplateOptions.parse((template.map { ["--template", $0] } ?? []) + secrets(template))
        } catch {
            throw CommandError("\(error)")
        }
        let file = try TemplateFile(options.templatePath(), options)
        let application = file.application()
        let errors = application.diagnostics.filter { $0.severity == .error }
        for line in errors.lines(in: file.path) { console.note(line) }
        guard errors.isEmpty else { throw CommandError("\(file.path) cannot be simulated") }
        return (file, application)
    }

    /// What the simulation leaves out of what the template asks for. SnapStart is no part of it: it is simulated.
    private static func tell(
        _ scenario: TrafficScenario,
        _ application: Application,
        _ file: TemplateFile,
        _ console: Console
    ) {
        let warnings = application.diagnostics.filter {
            $0.severity == .warning && $0.path.tokens.last != "SnapStart"
        }
        let own = scenario.warnings.map { warning in
            var warning = warning
            warning.position = file.position(of: warning.path)
            return warning
        }
        for line in (warnings + own).lines(in: file.path) { console.note(line) }
        let simulated = Set(scenario.workloads.map(\.name))
        let others = application.functions.map(\.name).filter { !simulated.contains($0) }
        if !others.isEmpty { console.note("without traffic, so not simulated: \(others.joined(separator: ", "))") }
    }

    /// What is secret plays no part here, so the example of a secrets file will do where there is no other.
    private static func secrets(_ template: String?) -> [String] {
        let name = template?.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
        let folder = template?.dropLast(name.count) ?? ""
        let (own, example) = ("\(folder)secrets.json", "\(folder)secrets.example.json")
        let files = FileManager.default
        return !files.fileExists(atPath: own) && files.fileExists(atPath: example) ? ["--secrets", example] : []
    }

    /// What the servers do under the same load.
    var servers: ServerFleet.Course? { traffic.servers?.follow(traffic.rate(at:), for: traffic.horizon) }
}
