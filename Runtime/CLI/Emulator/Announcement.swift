import Deployment
import FoundationEssentials
import JSON
import Template
import Wire

extension Emulator {
    /// Prints what is served and where.
    func announce(to console: Console) {
        console.print("")
        announceRoutes(console)
        console.print(console.styled("Functions", .bold))
        let width = application.functions.map(\.name.count).max() ?? 0
        for function in application.functions {
            let name = function.name.padded(to: width)
            console.print(
                "  \(name)  \(function.runtime)  \(function.memorySizeMB) MB  \(function.timeout.components.seconds) s"
            )
        }
        if !application.tables.isEmpty {
            console.print(console.styled("Tables", .bold))
            for table in application.tables { console.print("  \(table.name)") }
        }
        if !application.queues.isEmpty {
            console.print(console.styled("Queues", .bold))
            for queue in application.queues { console.print("  \(queue.name)") }
        }
        announceFunctionURLs(console)
        announceKeys(console)
        announceEvents(console)
        announceCaches(console)
        announceOutputs(console)
        console.print(console.styled("Endpoints", .bold))
        console.print("  gateway  \(gatewayURL)")
        console.print("  AWS      \(endpointURL)   (aws --endpoint-url \(endpointURL) …)")
        if let other = regionOfTools {
            let ours = ground.options.account.region
            console.print("  AWS's tools use \(other) here, the template is in \(ours): tell them --region \(ours),")
            console.print("  or start Hearth with --region \(other)")
        }
        console.print("")
        console.print("Ready. Ctrl-C stops.")
    }

    /// The region that AWS's tools use here, where it is another than the template's and nobody has chosen that.
    private var regionOfTools: String? {
        guard ground.settings.hasTemplate, ground.options.source.region == nil else { return nil }
        let environment = ProcessInfo.processInfo.environment
        let region = SharedConfiguration(environment: environment).region(environment: environment)
        return region == ground.options.account.region ? nil : region
    }

    private func announceKeys(_ console: Console) {
        guard !application.apiKeys.isEmpty else { return }
        console.print(console.styled("API keys", .bold))
        let width = application.apiKeys.map(\.name.count).max() ?? 0
        for key in application.apiKeys {
            let plans = application.usagePlans.filter { $0.keys.contains(key.id) }.map(\.name)
            let use =
                !key.isEnabled
                ? "(opens nothing: it is not enabled)"
                : plans.isEmpty ? "(opens nothing: it is in no usage plan)" : plans.joined(separator: ", ")
            console.print("  \(key.name.padded(to: width))  \(key.value)  \(use)")
        }
    }

    private func announceEvents(_ console: Console) {
        let kinds = [
            ("Buckets", "CreateBucket"), ("Topics", "CreateTopic"), ("Buses", "CreateEventBus"), ("Rules", "PutRule"),
            ("Schedules", "CreateSchedule"),
        ]
        for (title, action) in kinds {
            let names = application.eventRequests.filter { $0.action == action }
                .compactMap { ($0.request["Name"] ?? $0.request["Bucket"])?.stringValue }
            if names.isEmpty { continue }
            console.print(console.styled(title, .bold))
            for name in names { console.print("  \(name)") }
        }
    }

    private func announceFunctionURLs(_ console: Console) {
        guard !functionURLs.lines.isEmpty else { return }
        console.print(console.styled("Function URLs", .bold))
        let names = functionURLs.lines.map(\.function.count).max() ?? 0
        for line in functionURLs.lines {
            console.print("  \(line.function.padded(to: names))  \(line.address)  \(line.url)")
        }
    }

    private func announceCaches(_ console: Console) {
        guard !caches.lines.isEmpty else { return }
        console.print(console.styled("Caches", .bold))
        let names = caches.lines.map(\.name.count).max() ?? 0
        let addresses = caches.lines.map(\.address.count).max() ?? 0
        for (name, address, server) in caches.lines {
            console.print("  \(name.padded(to: names))  \(address.padded(to: addresses))  (\(server))")
        }
    }

    private func announceOutputs(_ console: Console) {
        guard !application.outputs.isEmpty else { return }
        console.print(console.styled("Outputs", .bold))
        let width = application.outputs.map(\.name.count).max() ?? 0
        for output in application.outputs { console.print("  \(output.name.padded(to: width))  \(output.value)") }
    }

    private func announceRoutes(_ console: Console) {
        let routes = announcedRoutes
        guard !routes.isEmpty else { return }
        console.print(console.styled("Routes", .bold))
        let (methods, paths) = (routes.map(\.method.count).max() ?? 0, routes.map(\.path.count).max() ?? 0)
        for route in routes {
            let method = route.method.padded(to: methods)
            let address = console.styled(gatewayURL, .dim) + route.path.padded(to: paths)
            console.print("  \(method)  \(address)  → \(route.target)")
        }
    }
}

extension Emulator {
    private typealias AnnouncedRoute = (method: String, path: String, target: String)

    /// Where an earlier API has the same route, this one answers behind its stage.
    private var announcedRoutes: [AnnouncedRoute] {
        var taken: Set<String> = []
        func announced(_ route: any APIRoute, _ target: String, _ prefix: String, _ stage: String) -> AnnouncedRoute {
            let isFree = prefix.isEmpty && taken.insert(route.routeKey).inserted
            let start = isFree || !prefix.isEmpty || stage == "$default" ? prefix : "/\(stage)"
            return (route.method, start + (route.path == "$default" ? "/*" : route.path), target)
        }
        let http = application.httpAPIs.flatMap { api in
            api.routes.map { announced($0, $0.functionName, api.pathPrefix, api.stageName) }
                + api.forwardedRoutes.map { announced($0, $0.target.text, api.pathPrefix, api.stageName) }
        }
        let rest = application.restAPIs.flatMap { api in
            api.routes.map { announced($0, $0.functionName, api.pathPrefix, api.stageName) }
                + api.forwardedRoutes.map { announced($0, $0.target.text, api.pathPrefix, api.stageName) }
        }
        return http + rest
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: Swift.max(0, width - count)) }
}
