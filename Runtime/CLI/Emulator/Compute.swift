import EventSources
import HTTPListener
import Lambda
import Logs
import ServiceKit
import Template
import Time

/// Lambda and what invokes its functions by itself: queued events and event source mappings.
struct Compute: Sendable {
    let lambda: LambdaService
    let asynchronous: AsyncInvoker
    let lambdaAPI: LambdaAPI
    let eventSources: EventSources
    let functionLogs: FunctionLogs
    let functionSettings = FunctionSettings()

    /// Nothing runs before `begin`.
    init(_ ground: Ground, _ plan: ApplicationPlan, _ console: Console) throws(CommandError) {
        let (settings, services, context) = (ground.settings, ground.services, ground.context)
        let printer = settings.printsLogs ? FunctionLogPrinter(console, descriptor: settings.isServing ? 1 : 2) : nil
        functionLogs = FunctionLogs(buffer: LogBuffer(services.logs), printer: printer)
        let functionSettings = functionSettings
        let code = CodeStore(directory: ground.state.map(\.functions))
        let plan = try command { () throws in try plan.placingInlineCode(in: code) }
        try command { () throws in
            try functionSettings.load(ground.database, template: plan.functionSettings(at: ground.time.now))
        }
        var environments = settings.environments
        environments.credentials = ground.functionCredentials
        let lambda = LambdaService(
            functions: plan.functions,
            limits: settings.limits,
            account: ground.options.account,
            loop: ground.loop,
            time: ground.time,
            ids: ground.ids,
            supervisor: ground.supervisor,
            logSink: functionLogs,
            metrics: services.metrics,
            endpointURL: ground.listeners.endpointURL,
            environments: environments,
            settings: functionSettings,
            store: code,
            note: { console.warning($0) }
        )
        self.lambda = lambda
        asynchronous = AsyncInvoker(
            lambda: lambda,
            store: StoredAsyncEvents(ground.database),
            deliveries: context.deliveries
        )
        context.deliveries.register(asynchronous, for: "lambda")
        services.functions.register {
            lambda.call($0, $1, $2, completion: $3)
        } refusal: {
            lambda.refusal($0, to: $1)
        }
        lambdaAPI = LambdaAPI(
            context,
            lambda: lambda,
            asynchronous: asynchronous,
            endpoint: "http://localhost:\(ground.listeners.endpoint.port)",
            functionURL: { [account = ground.options.account, port = ground.listeners.endpoint.port] in
                FunctionURLAddress.url($0, account, endpointPort: port)
            }
        )
        lambdaAPI.sweepCode()
        eventSources = EventSources(
            context,
            lambda: lambda,
            streams: TableStreams(dynamoDB: services.dynamoDB),
            queues: Queues(sqs: services.sqs),
            note: { console.warning($0) }
        )
    }

    /// Takes up what was under way when Hearth stopped, and begins with what comes.
    func begin(_ ground: Ground, _ plan: ApplicationPlan) async throws(CommandError) {
        lambda.begin()
        try command { () throws in try asynchronous.resume() }
        ground.services.resume()
        guard ground.settings.isServing else { return }
        lambda.reloadOnChange()
        try command { () throws in try eventSources.resume() }
        try await eventSources.setUp(plan.application.eventSourceMappings)
    }
}
