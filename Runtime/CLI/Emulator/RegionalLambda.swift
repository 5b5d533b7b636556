import EventSources
import Gateway
import HTTPListener
import Lambda
import S3
import ServiceKit
import Wire

/// Lambda in one region: its functions, what invokes them by itself, and the APIs and URLs by which they are reached.
final class RegionalLambda: Sendable {
    let account: AWSAccount
    let lambda: LambdaService
    let asynchronous: AsyncInvoker
    let api: LambdaAPI
    let eventSources: EventSources
    let functionURLs: FunctionURLs

    var settings: FunctionSettings { lambda.settings }

    /// What all regions have in common.
    struct Shared: Sendable {
        let ground: Ground
        let code: CodeStore
        let logs: FunctionLogs
        let console: Console
    }

    /// Nothing runs before `begin`. `functions` are those of a template.
    init(_ shared: Shared, region: String, settings: FunctionSettings, functions: [FunctionConfiguration] = []) {
        let (ground, console) = (shared.ground, shared.console)
        let isHome = region == ground.options.account.region
        let account = AWSAccount(id: ground.options.account.id, region: region)
        self.account = account
        var context = ground.context
        context.account = account
        context.metrics = ground.services.metrics
        let lambda = LambdaService(
            functions: functions,
            limits: ground.settings.limits,
            account: account,
            loop: ground.loop,
            time: ground.time,
            ids: ground.ids,
            supervisor: ground.supervisor,
            logSink: shared.logs,
            metrics: ground.services.metrics,
            endpointURL: ground.listeners.endpointURL,
            environments: Self.environments(shared, isHome: isHome, region),
            settings: settings,
            store: shared.code,
            note: { console.warning($0) }
        )
        self.lambda = lambda
        asynchronous = AsyncInvoker(
            lambda: lambda,
            store: StoredAsyncEvents(ground.database, region: isHome ? "" : region),
            deliveries: context.deliveries
        )
        let port = ground.listeners.endpoint.port
        api = LambdaAPI(
            context,
            lambda: lambda,
            asynchronous: asynchronous,
            endpoint: "http://localhost:\(port)",
            functionURL: { FunctionURLAddress.url($0, account, endpointPort: port) },
            codeObject: { [s3 = ground.services.s3] in
                s3.object($0, $1, version: $2, region: region, completion: $3)
            }
        )
        eventSources = EventSources(
            context,
            lambda: lambda,
            streams: TableStreams(dynamoDB: ground.services.dynamoDB),
            queues: Queues(sqs: ground.services.sqs),
            note: { console.warning($0) }
        )
        functionURLs = FunctionURLs(
            invoker: lambda,
            time: ground.time,
            ids: ground.ids,
            account: account,
            callers: ground.callers,
            configuration: { settings.functionURLConfig(urlID: $0) },
            isPublic: { lambda.isPublic($0) },
            report: { console.warning($0.text) }
        )
    }

    /// A recording is one of one region: what it says of functions and concurrency is the model of that one.
    private static func environments(_ shared: Shared, isHome: Bool, _ region: String) -> EnvironmentSettings {
        var environments = shared.ground.settings.environments
        environments.credentials = shared.ground.functionCredentials
        if environments.recorder != nil && !isHome {
            environments.recorder = nil
            shared.console.warning("what runs in \(region) is not recorded: a recording has the functions of --region")
        }
        return environments
    }

    /// Forgets what callers have made and what is under way.
    func reset() throws {
        try asynchronous.reset()
        try api.reset()
        try eventSources.reset()
    }
}
