import Faults
import Gateway
import HTTPListener
import Lambda
import Logs
import ServiceKit
import Template
import Time
import Wire

/// What answers on the ports: the gateway, function URLs and the AWS endpoint.
struct Front: Sendable {
    let gateway: Gateway
    let functionURLPorts: FunctionURLPorts
    let clock: Clock

    static func open(
        _ ground: Ground,
        _ plan: ApplicationPlan,
        _ compute: Compute,
        _ console: Console
    ) async throws(CommandError) -> Front {
        let settings = ground.settings
        let gateway = try command { () throws in
            var configuration = plan.gateway
            configuration.keySetLocations = settings.keySets
            configuration.accountThrottle = settings.gatewayThrottle
            return try Gateway(
                configuration,
                invoker: compute.lambda,
                time: ground.time,
                ids: ground.ids,
                account: ground.options.account,
                metrics: ground.services.metrics,
                usage: try StoredUsage(ground.database),
                callers: ground.callers,
                fetch: KeyDocuments.fetch,
                callWeb: WebServers.call,
                callService: { [services = ground.services.all] request, respond in
                    guard let service = services.first(where: { $0.matches(request) }) else {
                        return respond(HTTPResponse(status: 404))
                    }
                    service.handle(request, respond: respond)
                },
                writeAccess: { [logs = compute.functionLogs.buffer] line, group, stream, instant in
                    logs.append([Array(line.utf8)], at: instant, group: group, stream: stream)
                },
                report: { console.warning($0.text) }
            )
        }
        let (account, port) = (ground.options.account, ground.listeners.endpoint.port)
        let ports = try await FunctionURLPorts.open(
            compute.home.settings.functionURLConfigs,
            compute.home.functionURLs,
            host: settings.host,
            first: settings.functionURLPort,
            on: ground.loop,
            time: ground.time.machine
        ) { FunctionURLAddress.url($0.urlID, account, endpointPort: port) }
        let clock = Clock(
            time: ground.time,
            regions: compute.regions,
            services: ground.services,
            databases: [ground.database, ground.logStore]
        )
        return Front(gateway: gateway, functionURLPorts: ports, clock: clock)
    }

    /// Answers what has come to the ports so far, and what will come.
    func begin(_ ground: Ground, _ plan: ApplicationPlan, _ compute: Compute, _ caches: Caches) {
        let (regions, services) = (compute.regions, ground.services)
        let reset = Reset(
            application: plan.application,
            services: services,
            regions: regions,
            gateway: gateway,
            caches: caches
        )
        let faults = Faults(time: ground.time, ids: ground.ids)
        ground.context.deliveries.wrap { FaultyReceiver($1, service: $0, faults: faults) }
        ground.listeners.begin(
            gateway,
            AWSEndpoint(
                services: [RegionalService(regions) { $0.eventSources }, RegionalService(regions) { $0.api }]
                    + services.all,
                s3: services.s3,
                fallback: services.dynamoDB,
                reset: ground.settings.allowsReset ? reset : nil,
                status: StatusEndpoint(regions: regions),
                clock: clock,
                messages: MessagesEndpoint(sqs: services.sqs, region: ground.options.account.region),
                faults: faults,
                faultsAPI: FaultsAPI(faults, targets: services.faultTargets) {
                    regions.killProcesses(of: $0, completion: $1)
                },
                access: ground.settings.access,
                functionURLs: RegionalFunctionURLs(regions: regions)
            )
        )
    }
}

extension GatewayIncident {
    var text: String { "\(method) \(target) was answered \(status): \(reason)" }
}
