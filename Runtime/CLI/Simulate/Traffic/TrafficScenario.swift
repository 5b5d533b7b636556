import ColdStart
import JSON
import Simulator
import Template
import Time
import Wire

/// Makes a scenario of a template's application and a traffic file: the functions that its routes, queues and streams lead
/// to, each with its memory, timeout and concurrency on one account, behind the throttles of the gateway.
struct TrafficScenario {
    let application: Application
    let traffic: Traffic
    /// How functions start, so far as that is not as their runtimes do.
    let options: ScenarioOptions
    private(set) var throttles: [GatewayThrottle]
    var workloads: [Workload] = []
    /// What the template asks for and the simulation leaves out.
    var warnings: [Diagnostic] = []
    /// Places in `throttles`, by what they are about.
    private var places: [String: Int] = [:]

    init(_ application: Application, _ traffic: Traffic, _ options: ScenarioOptions) throws(CommandError) {
        (self.application, self.traffic, self.options) = (application, traffic, options)
        // The account's.
        throttles = [traffic.gatewayThrottle]
        for route in traffic.routes { try add(route) }
        for index in workloads.indices { share(index) }
        for queue in traffic.queues { try add(queue: queue) }
        for stream in traffic.streams { try add(stream: stream) }
    }

    // MARK: Routes

    private struct Stage {
        var api: GatewayRoute.API
        var apiID: String
        var name: String
        var pathPrefix: String
        var routes: [Application.Route]
        var authorizers: [Application.Authorizer]

        /// The route of this method and path, the path as it is called here.
        func route(_ name: String) -> Application.Route? {
            routes.first { "\($0.method) \($0.path(under: pathPrefix))" == name }
        }
    }

    private var stages: [Stage] {
        let http = application.httpAPIs.map { api in
            Stage(
                api: .http,
                apiID: api.id,
                name: api.stageName,
                pathPrefix: api.pathPrefix,
                routes: api.routes,
                authorizers: api.authorizers
            )
        }
        let rest = application.restAPIs.map { api in
            Stage(
                api: .rest,
                apiID: api.id,
                name: api.stageName,
                pathPrefix: api.pathPrefix,
                routes: api.routes,
                authorizers: api.authorizers
            )
        }
        return http + rest
    }

    private mutating func add(_ asked: Traffic.Route) throws(CommandError) {
        for stage in stages {
            guard let route = stage.route(asked.name) else { continue }
            warnOfAuthorizer(of: route, stage)
            var way = GatewayRoute(
                share: asked.share,
                duration: asked.handler,
                api: stage.api,
                throttles: try throttles(of: route, stage, asked.plan),
                timeout: route.timeout.inSeconds
            )
            way.name = asked.name
            if let index = workloads.firstIndex(where: { $0.name == route.functionName }) {
                workloads[index].routes.append(way)
            } else {
                var workload = try workload(route.functionName, route.qualifier, asked.handler)
                workload.routes = [way]
                workloads.append(workload)
            }
            return
        }
        throw CommandError("the template has no route \(asked.name)")
    }

    private mutating func warnOfAuthorizer(of route: Application.Route, _ stage: Stage) {
        guard let authorizer = stage.authorizers.first(where: { $0.name == route.guards.authorizer }),
            case .lambda(let lambda) = authorizer.kind
        else { return }
        let message = "the invocations of \(lambda.functionName), which decides who may pass, are not simulated"
        warn(authorizer.path, message)
    }

    /// The same thing is said once.
    mutating func warn(_ path: JSONPath, _ message: String) {
        let warning = Diagnostic(.warning, path, message)
        if !warnings.contains(warning) { warnings.append(warning) }
    }

    /// All requests of a function come by one law; each takes one of its routes.
    private mutating func share(_ index: Int) {
        workloads[index].arrivals = traffic.arrivals(share: workloads[index].routes.reduce(0) { $0 + $1.share })
    }

    /// In AWS's order: of the usage plan, of the route or method, of the account.
    private mutating func throttles(
        of route: Application.Route,
        _ stage: Stage,
        _ plan: String?
    ) throws(CommandError) -> [Int] {
        var numbers: [Int] = []
        if let plan {
            numbers = try throttles(ofPlan: plan, route, stage)
        } else if route.guards.requiresAPIKey {
            throw CommandError(
                "\(route.routeKey) asks for an API key: say with \"plan\" whose usage plan it comes under"
            )
        }
        if let throttle = route.guards.throttle {
            numbers.append(place("\(stage.apiID)/\(stage.name) \(route.routeKey)", throttle))
        }
        return numbers + [0]
    }

    private mutating func throttles(
        ofPlan name: String,
        _ route: Application.Route,
        _ stage: Stage
    ) throws(CommandError) -> [Int] {
        guard let plan = application.usagePlans.first(where: { $0.name == name || $0.logicalID == name }),
            let opened = plan.stages.first(where: { $0.apiID == stage.apiID && $0.stageName == stage.name })
        else { throw CommandError("the template has no usage plan \(name) for \(route.routeKey)") }
        var numbers: [Int] = []
        let method = "\(route.path)/\(route.method)"
        if let own = opened.throttles[method] {
            numbers.append(place("\(plan.id) \(stage.apiID)/\(stage.name) \(method)", own))
        } else if let throttle = plan.throttle {
            numbers.append(place(plan.id, throttle))
        }
        if let quota = plan.quota {
            guard traffic.horizon <= quota.period.seconds else {
                throw CommandError("the quota of \(name) begins anew within the time, which is not simulated")
            }
            let rest = Double(max(0, quota.limit - quota.offset))
            numbers.append(place("\(plan.id) quota", GatewayThrottle(rate: 0, burst: rest)))
        }
        return numbers
    }

    private mutating func place(_ name: String, _ throttle: Application.Throttle) -> Int {
        place(name, GatewayThrottle(rate: throttle.rate, burst: Double(throttle.burst)))
    }

    private mutating func place(_ name: String, _ throttle: GatewayThrottle) -> Int {
        if let place = places[name] { return place }
        places[name] = throttles.count
        throttles.append(throttle)
        return throttles.count - 1
    }
}

extension Application.Quota.Period {
    /// A month has 28 days at least.
    fileprivate var seconds: Double {
        switch self {
        case .day: 86_400
        case .week: 604_800
        case .month: 2_419_200
        }
    }
}
