import ArgumentParser
import ColdStart
import FoundationEssentials
import JSON
import Simulator
import Template
import Time

/// Simulates a template's application under a traffic file: every route's function with its memory and concurrency on one
/// account, and an autoscaled fleet of servers under the same load beside it.
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
        let application = try Self.application(template)
        scenario.workloads = try Self.workloads(application, traffic, scenario.workloads.first, path)
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

    /// One for each function that a route of the traffic leads to.
    private static func workloads(
        _ application: Application,
        _ traffic: Traffic,
        _ model: Workload?,
        _ path: String
    ) throws(CommandError) -> [Workload] {
        let routes = application.httpAPIs.flatMap(\.routes) + application.restAPIs.flatMap(\.routes)
        var byFunction: [(name: String, routes: [Traffic.Route])] = []
        for route in traffic.routes {
            guard let found = routes.first(where: { "\($0.method) \($0.path)" == route.name }) else {
                throw CommandError("\(path): the template has no route \(route.name)")
            }
            if let index = byFunction.firstIndex(where: { $0.name == found.functionName }) {
                byFunction[index].routes.append(route)
            } else {
                byFunction.append((found.functionName, [route]))
            }
        }
        return byFunction.map { name, routes in
            let share = routes.reduce(0) { $0 + $1.share }
            let merged = Traffic.Route(name: name, share: share, handler: mixed(routes))
            var workload = Workload(name: name, arrivals: traffic.arrivals(of: merged), duration: merged.handler)
            if let model { (workload.coldStart, workload.architecture) = (model.coldStart, model.architecture) }
            if let function = application.function(name) {
                workload.memorySize = function.memorySizeMB
                workload.reserved = function.reservedConcurrentExecutions
                workload.provisioned = function.provisionedConcurrentExecutions.map { .fixed($0) }
            }
            return workload
        }
    }

    /// Of several routes that one function serves: a sample of each, in the proportion of their shares.
    private static func mixed(_ routes: [Traffic.Route]) -> Distribution {
        if routes.count == 1, let only = routes.first { return only.handler }
        var random = SeededRandom(seed: 1)
        let total = routes.reduce(0) { $0 + $1.share }
        return .empirical(
            routes.flatMap { route in
                (0..<Int((route.share / total * 10_000).rounded())).map { _ in route.handler.sample(&random) }
            }
        )
    }

    func report(_ runner: ScenarioRunner) throws(CommandError) -> SimulationReport { try runner.report(scenario) }

    /// What the servers do under the same load.
    var servers: ServerFleet.Course? { traffic.servers?.follow(traffic.rate(at:), for: traffic.horizon) }

    /// What Lambda and an HTTP API cost for the whole time, without the free tier.
    func bill(_ report: SimulationReport) -> Bill {
        var usage = report.usage
        usage.httpAPICalls = report.offered
        return Bill(usage, freeTier: false)
    }
}
