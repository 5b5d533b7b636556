import ColdStart
import DynamoDB
import EventSources
import Faults
import FoundationEssentials
import Gateway
import HTTPListener
import JSON
import Lambda
import Logs
import Metrics
import Processes
import ServiceKit
import Storage
import Template
import Time
import Wire

/// How a Hearth is to run.
struct EmulatorSettings {
    var host = "127.0.0.1"
    var gatewayPort = 0
    var endpointPort = 0
    /// Of the first function URL, others follow; 0 for free ones.
    var functionURLPort = 0
    var limits = FleetLimits()
    var environments = EnvironmentSettings()
    var printsLogs = true
    /// By issuer of tokens: where its keys are, a URL or a file.
    var keySets: [String: String] = [:]
    /// For all APIs together; `nil`: no limit.
    var gatewayThrottle: Application.Throttle?
    var allowsReset = false
    /// Whom the AWS endpoint serves beside programs that speak to it by a name of this machine.
    var access = AccessRules()
    /// It stays: programs that change are reloaded, other commands find it, logs go to standard output.
    var isServing = false
    /// The clock runs as the machine's does, and can be moved on.
    var hasVirtualClock = false
}

/// A running Hearth: everything a template names, on two ports.
final class Emulator: Sendable {
    let application: Application
    let lambda: LambdaService
    let gatewayURL: String
    let endpointURL: String

    let caches: Caches
    let functionURLs: FunctionURLPorts

    private let lambdaAPI: LambdaAPI
    private let eventSources: EventSources
    private let loop: EventLoopThread
    private let gatewayListener: HTTPListener
    private let endpointListener: HTTPListener
    private let database: Database
    private let logStore: Database
    private let functionLogs: FunctionLogs
    private let metrics: Metrics
    private let state: StateDirectory?

    private init(
        application: Application,
        lambda: LambdaService,
        lambdaAPI: LambdaAPI,
        eventSources: EventSources,
        caches: Caches,
        functionURLs: FunctionURLPorts,
        loop: EventLoopThread,
        listeners: Listeners,
        database: Database,
        logStore: Database,
        functionLogs: FunctionLogs,
        metrics: Metrics,
        state: StateDirectory?
    ) {
        self.application = application
        self.lambda = lambda
        self.lambdaAPI = lambdaAPI
        self.eventSources = eventSources
        self.caches = caches
        self.functionURLs = functionURLs
        self.loop = loop
        gatewayListener = listeners.gateway
        endpointListener = listeners.endpoint
        gatewayURL = listeners.gatewayURL
        endpointURL = listeners.endpointURL
        self.database = database
        self.logStore = logStore
        self.functionLogs = functionLogs
        self.metrics = metrics
        self.state = state
    }

    /// Starts all that the template names. The template is read and checked before anything is started.
    static func start(
        _ options: EmulatorOptions,
        _ settings: EmulatorSettings,
        console: Console
    ) async throws(CommandError) -> Emulator {
        let path = try options.templatePath()
        let first = try plan(options, path, nil, console: console)
        try first.check(settings.limits)
        // Before there are threads, so that the process that guards the functions' processes is a small one.
        let supervisor = try command { () throws in try ProcessSupervisor() }
        // After that, so that functions keep the limit they would have without Hearth.
        OpenFileLimit.raise()
        let state = options.ephemeral ? nil : StateDirectory(path: options.dataDir)
        let (database, logStore) = try open(state)
        let loop = EventLoopThread()
        let time = try clock(settings, state, console)
        let listeners = try await Listeners.open(settings, on: loop, time: time.machine)
        let ids = IDSource()
        let context = ServiceContext(account: options.account, time: time, ids: ids, database: database)
        let services = try command { () throws in
            try Services(context, logStore: logStore, first.secrets, endpointURL: listeners.endpointURL)
        }
        let tables = try plan(options, path, listeners, console: nil).application.tables
        let streamARNs = try command { () throws in try services.setUp(tables) }
        let caches = try await Caches.start(
            first.application.caches,
            options.redis ?? .installed,
            state: state,
            supervisor: supervisor,
            time: time.machine,
            console: console
        )
        let plan = try plan(
            options,
            path,
            listeners,
            streamARNs: streamARNs,
            cacheEndpoints: caches.endpoints,
            functionURLs: first.functionURLs(endpointPort: listeners.endpoint.port),
            console: nil
        )
        let printer = settings.printsLogs ? FunctionLogPrinter(console, descriptor: settings.isServing ? 1 : 2) : nil
        let functionLogs = FunctionLogs(buffer: LogBuffer(services.logs), printer: printer)
        let functionSettings = FunctionSettings()
        try command { () throws in try functionSettings.load(database, template: plan.functionSettings(at: time.now)) }
        let lambda = LambdaService(
            functions: plan.functions,
            limits: settings.limits,
            account: options.account,
            loop: loop,
            time: time,
            ids: ids,
            supervisor: supervisor,
            logSink: functionLogs,
            metrics: services.metrics,
            endpointURL: listeners.endpointURL,
            environments: settings.environments,
            settings: functionSettings,
            note: { console.warning($0) }
        )
        let asynchronous = AsyncInvoker(
            lambda: lambda,
            store: StoredAsyncEvents(database),
            deliveries: context.deliveries
        )
        context.deliveries.register(asynchronous, for: "lambda")
        services.functions.register { lambda.call($0, $1, completion: $2) }
        try command { () throws in
            if settings.isServing {
                try services.removeObsolete(plan.application) { console.warning($0) }
            }
            try services.setUp(plan.application)
        }
        let lambdaAPI = LambdaAPI(
            context,
            lambda: lambda,
            asynchronous: asynchronous,
            store: CodeStore(directory: state.map(\.functions)),
            endpoint: "http://localhost:\(listeners.endpoint.port)",
            functionURL: { FunctionURLAddress.url($0, options.account, endpointPort: listeners.endpoint.port) }
        )
        lambdaAPI.sweepCode()
        let eventSources = EventSources(
            context,
            lambda: lambda,
            streams: TableStreams(dynamoDB: services.dynamoDB),
            queues: Queues(sqs: services.sqs),
            note: { console.warning($0) }
        )
        let gateway = try command { () throws in
            var configuration = plan.gateway
            configuration.keySetLocations = settings.keySets
            configuration.accountThrottle = settings.gatewayThrottle
            return try Gateway(
                configuration,
                invoker: lambda,
                time: time,
                ids: ids,
                account: options.account,
                metrics: services.metrics,
                fetch: KeyDocuments.fetch,
                report: { console.warning($0.text) }
            )
        }
        let functionURLs = FunctionURLs(
            invoker: lambda,
            time: time,
            ids: ids,
            configuration: { functionSettings.functionURLConfig(urlID: $0) },
            report: { console.warning($0.text) }
        )
        let ports = try await FunctionURLPorts.open(
            functionSettings.functionURLConfigs,
            functionURLs,
            host: settings.host,
            first: settings.functionURLPort,
            on: loop,
            time: time.machine
        ) { FunctionURLAddress.url($0.urlID, options.account, endpointPort: listeners.endpoint.port) }
        let reset = Reset(
            application: plan.application,
            services: services,
            asynchronous: asynchronous,
            eventSources: eventSources,
            lambda: lambda,
            lambdaAPI: lambdaAPI,
            caches: caches
        )
        let faults = Faults(time: time, ids: ids)
        context.deliveries.wrap { FaultyReceiver($1, service: $0, faults: faults) }
        listeners.begin(
            gateway,
            AWSEndpoint(
                services: [eventSources, lambdaAPI] + services.all,
                fallback: services.dynamoDB,
                reset: settings.allowsReset ? reset : nil,
                status: StatusEndpoint(lambda: lambda),
                clock: Clock(time: time, lambda: lambda, services: services, databases: [database, logStore]) {
                    state?.keep(clockAhead: $0)
                },
                faults: faults,
                faultsAPI: FaultsAPI(faults) { lambda.killProcesses(of: $0, completion: $1) },
                access: settings.access,
                functionURLs: functionURLs
            )
        )
        lambda.begin()
        try command { () throws in try asynchronous.resume() }
        services.resume()
        if settings.isServing {
            lambda.reloadOnChange()
            try command { () throws in try eventSources.resume() }
            try await eventSources.setUp(plan.application.eventSourceMappings)
            try command { () throws in
                try state?.write(
                    StateDirectory.Running(
                        processID: Int(ProcessInfo.processInfo.processIdentifier),
                        endpointURL: listeners.endpointURL,
                        gatewayURL: listeners.gatewayURL
                    )
                )
            }
        }
        return Emulator(
            application: plan.application,
            lambda: lambda,
            lambdaAPI: lambdaAPI,
            eventSources: eventSources,
            caches: caches,
            functionURLs: ports,
            loop: loop,
            listeners: listeners,
            database: database,
            logStore: logStore,
            functionLogs: functionLogs,
            metrics: services.metrics,
            state: settings.isServing ? state : nil
        )
    }

    /// Reads the template; `console` is told what is wrong with it.
    private static func plan(
        _ options: EmulatorOptions,
        _ path: String,
        _ listeners: Listeners?,
        streamARNs: [String: String] = [:],
        cacheEndpoints: [String: CacheEndpoint] = [:],
        functionURLs: [String: String] = [:],
        console: Console?
    ) throws(CommandError) -> ApplicationPlan {
        let file = try TemplateFile(
            path,
            options.source,
            gatewayURL: listeners?.gatewayURL,
            endpointURL: listeners?.endpointURL,
            streamARNs: streamARNs,
            cacheEndpoints: cacheEndpoints,
            functionURLs: functionURLs
        )
        let plan = ApplicationPlan(
            application: try file.application(console: console),
            directory: file.directory,
            account: options.account,
            secrets: file.reader.secrets
        )
        for problem in plan.missingPrograms { console?.note(problem.description(in: path)) }
        for problem in plan.gateway.problems { console?.note("\(path): \(problem)") }
        return plan
    }

    /// A virtual clock goes on from where it was.
    private static func clock(
        _ settings: EmulatorSettings,
        _ state: StateDirectory?,
        _ console: Console
    ) throws(CommandError) -> any TimeSource {
        let ahead = state?.clockAhead ?? .zero
        if settings.hasVirtualClock { return VirtualTime(ahead: ahead) }
        if ahead > .zero {
            let seconds = Int(ahead.inSeconds.rounded())
            console.warning(
                "the clock of this state was moved \(seconds) s ahead: without --clock virtual, what it says of then waits"
            )
        }
        return SystemTime()
    }

    private static func open(_ state: StateDirectory?) throws(CommandError) -> (Database, logs: Database) {
        try state?.create()
        let migrations = Services.migrations + LambdaAPI.migrations + EventSources.migrations
        return try command { () throws in
            (
                try Database(state.map { .file($0.database) } ?? .memory, migrations: migrations),
                try Database(state.map { .file($0.logs) } ?? .memory, migrations: Services.logMigrations)
            )
        }
    }

    /// Finishes what is under way, for half a minute at most or until `impatience` returns, then ends everything.
    func stop(impatience: (@Sendable () async -> Void)? = nil) async {
        gatewayListener.close()
        functionURLs.close()
        eventSources.stop()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [lambda] in await lambda.drain(within: .seconds(30)) }
            if let impatience { group.addTask { await impatience() } }
            await group.next()
            group.cancelAll()
        }
        await lambda.stop()
        lambdaAPI.close()
        await caches.stop()
        endpointListener.abort()
        gatewayListener.abort()
        functionURLs.abort()
        functionLogs.flush()
        try? metrics.flush()
        logStore.close()
        database.close()
        state?.clear()
        await loop.shutdown()
    }
}

/// The two ports, taken before it is known what will serve them.
private struct Listeners {
    var gateway: HTTPListener
    var endpoint: HTTPListener
    private let gatewayHandler: DeferredHandler
    private let endpointHandler: DeferredHandler

    static func open(
        _ settings: EmulatorSettings,
        on loop: EventLoopThread,
        time: any TimeSource
    ) async throws(CommandError) -> Listeners {
        do throws(HTTPListenerError) {
            let (gatewayHandler, endpointHandler) = (DeferredHandler(), DeferredHandler())
            let (host, ports) = (settings.host, (settings.gatewayPort, settings.endpointPort))
            return Listeners(
                gateway: try await .bind(on: loop, host: host, port: ports.0, time: time, handler: gatewayHandler),
                endpoint: try await .bind(on: loop, host: host, port: ports.1, time: time, handler: endpointHandler),
                gatewayHandler: gatewayHandler,
                endpointHandler: endpointHandler
            )
        } catch {
            throw CommandError(error.description)
        }
    }

    func begin(_ gateway: any HTTPHandler, _ endpoint: any HTTPHandler) {
        gatewayHandler.begin(gateway)
        endpointHandler.begin(endpoint)
    }

    var gatewayURL: String { gateway.url }
    var endpointURL: String { endpoint.url }
}

extension GatewayIncident {
    fileprivate var text: String { "\(method) \(target) was answered \(status): \(reason)" }
}

/// Runs `body` and tells its failure as a command's.
private func command<Value>(_ body: () throws -> Value) throws(CommandError) -> Value {
    do {
        return try body()
    } catch {
        throw CommandError("\(error)")
    }
}
