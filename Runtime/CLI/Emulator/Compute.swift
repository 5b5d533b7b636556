import ApplicationAutoScaling
import EventSources
import HTTPListener
import Lambda
import Logs
import ServiceKit
import Template
import Time
import Wire

/// Lambda, and what its functions log.
struct Compute: Sendable {
    let regions: LambdaRegions
    let functionLogs: FunctionLogs
    private let code: CodeStore

    /// Where the template's functions are.
    var home: RegionalLambda { regions.home }
    var lambda: LambdaService { home.lambda }

    /// Nothing runs before `begin`.
    init(_ ground: Ground, _ plan: ApplicationPlan, _ console: Console) throws(CommandError) {
        let (settings, services) = (ground.settings, ground.services)
        let printer = settings.printsLogs ? FunctionLogPrinter(console, descriptor: settings.isServing ? 1 : 2) : nil
        functionLogs = FunctionLogs(buffer: LogBuffer(services.logs), printer: printer)
        let secrets = TemplateOptions.secretsFiles(
            named: ground.options.source.secrets,
            besideTemplateIn: "\(plan.directory)/"
        )
        let code = CodeStore(directory: ground.state.map(\.functions), exclusions: CodeExclusions(files: secrets))
        self.code = code
        let shared = RegionalLambda.Shared(ground: ground, code: code, logs: functionLogs, console: console)
        let plan = try command { () throws in
            try plan.placingInlineCode(in: code)
                .placingCodeObjects(of: services.s3, in: code) { console.warning($0) }
        }
        let regions = try command { () throws in try Self.regions(shared, plan) }
        self.regions = regions
        ground.context.deliveries.register(regions, for: "lambda")
        services.functions.register {
            regions[$0].lambda.call($0, $1, $2, completion: $3)
        } refusal: {
            regions[$0].lambda.refusal($0, to: $1)
        }
        services.autoScaling.register(LambdaScaler(regions: regions))
        code.sweep(keeping: regions.all.reduce(into: []) { $0.formUnion($1.api.usedCode) })
    }

    private static func regions(_ shared: RegionalLambda.Shared, _ plan: ApplicationPlan) throws -> LambdaRegions {
        let (database, home) = (shared.ground.database, shared.ground.options.account.region)
        let settings = FunctionSettings()
        try settings.load(database, template: plan.functionSettings(at: shared.ground.time.now))
        let stored = try FunctionSettings.regions(in: database).union(EventSources.regions(in: database))
        let others = try stored.subtracting([home]).map { region in
            let settings = FunctionSettings(region: region)
            try settings.load(database, template: [:])
            return RegionalLambda(shared, region: region, settings: settings)
        }
        return LambdaRegions(
            home: RegionalLambda(shared, region: home, settings: settings, functions: plan.functions),
            others: others
        ) { region in
            let new = RegionalLambda(shared, region: region, settings: FunctionSettings(region: region))
            new.lambda.begin()
            return new
        }
    }

    /// Takes up what was under way when Hearth stopped, and begins with what comes.
    func begin(_ ground: Ground, _ plan: ApplicationPlan) async throws(CommandError) {
        for region in regions.all { region.lambda.begin() }
        // What waits, and what is due, is for the Hearth that serves.
        guard ground.settings.isServing else { return }
        for region in regions.all { try command { () throws in try region.asynchronous.resume() } }
        ground.services.resume()
        lambda.reloadOnChange()
        for region in regions.all {
            try command { () throws in
                try region.eventSources.resume(hasTemplate: region.account.region == home.account.region)
            }
        }
        try await home.eventSources.setUp(plan.application.eventSourceMappings)
        // Nobody is to be told that all is ready while first invocations would start cold.
        if ground.settings.environments.coldStarts == .off {
            for region in regions.all { await region.lambda.hasBegun() }
        }
    }

    /// Gives functions nothing more of queues and streams.
    func stopEventSources() { for region in regions.all { region.eventSources.stop() } }

    /// Removes programs that are not to outlive the process.
    func close() { code.close() }
}
