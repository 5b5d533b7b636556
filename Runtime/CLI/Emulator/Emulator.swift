import EventSources
import FoundationEssentials
import Gateway
import HTTPListener
import Lambda
import Template
import Time
import Wire

/// A running Hearth: everything a template names, on two ports.
final class Emulator: Sendable {
    let application: Application
    let caches: Caches
    let ground: Ground
    private let compute: Compute
    private let front: Front

    private init(_ plan: ApplicationPlan, _ ground: Ground, _ caches: Caches, _ compute: Compute, _ front: Front) {
        application = plan.application
        self.caches = caches
        self.ground = ground
        self.compute = compute
        self.front = front
    }

    var lambda: LambdaService { compute.lambda }
    var functionURLs: FunctionURLPorts { front.functionURLPorts }
    var gatewayURL: String { ground.listeners.gatewayURL }
    var endpointURL: String { ground.listeners.endpointURL }

    /// Starts all that the template names. The template is read and checked before anything is started.
    static func start(
        _ options: EmulatorOptions,
        _ settings: EmulatorSettings,
        console: Console
    ) async throws(CommandError) -> Emulator {
        let path = settings.hasTemplate ? try options.templatePath() : nil
        let first = try plan(options, path, nil, console: console)
        try first.check(settings.limits)
        let ground = try await Ground.open(options, settings, first.secrets, console)
        let streamARNs = try ground.setUpTables(of: try plan(options, path, ground.listeners, console: nil))
        let caches = try await Caches.start(
            first.application.caches,
            options.redis ?? .installed,
            state: ground.state,
            supervisor: ground.supervisor,
            time: ground.time.machine,
            console: console
        )
        let plan = try plan(
            options,
            path,
            ground.listeners,
            streamARNs: streamARNs,
            cacheEndpoints: caches.endpoints,
            functionURLs: first.functionURLs(endpointPort: ground.listeners.endpoint.port),
            console: nil
        )
        do throws(CommandError) {
            let compute = try Compute(ground, plan, console)
            try ground.setUpServices(of: plan, console)
            let front = try await Front.open(ground, plan, compute, console)
            front.begin(ground, plan, compute, caches)
            try await compute.begin(ground, plan)
            try ground.announce()
            return Emulator(plan, ground, caches, compute, front)
        } catch {
            throw path.flatMap { refusal(of: $0, options, console) } ?? error
        }
    }

    /// Tells `console` all that the services refuse of a template, and where it stands; `nil` where that is nothing.
    private static func refusal(of path: String, _ options: EmulatorOptions, _ console: Console) -> CommandError? {
        let errors = (try? TemplateValidation(path, options.source))?.diagnostics.filter { $0.severity == .error } ?? []
        if errors.isEmpty { return nil }
        for line in errors.lines(in: path) { console.note(line) }
        return TemplateFile.unfit(path, errors.count)
    }

    /// Reads the template, where there is one; `console` is told what is wrong with it.
    private static func plan(
        _ options: EmulatorOptions,
        _ path: String?,
        _ listeners: Listeners?,
        streamARNs: [String: String] = [:],
        cacheEndpoints: [String: CacheEndpoint] = [:],
        functionURLs: [String: String] = [:],
        console: Console?
    ) throws(CommandError) -> ApplicationPlan {
        guard let path else { return try plan(options.source) }
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
        let today = CalendarTime(SystemTime().now).date
        for problem in plan.missingPrograms + plan.deprecatedRuntimes(on: today) {
            console?.note(problem.description(in: path))
        }
        for problem in plan.gateway.problems { console?.note("\(path): \(problem)") }
        return plan
    }

    /// Without a template.
    private static func plan(_ source: TemplateOptions) throws(CommandError) -> ApplicationPlan {
        let folder = FileManager.default.currentDirectoryPath
        return ApplicationPlan(
            application: Application(),
            directory: folder,
            account: source.account,
            secrets: try source.values(besideTemplateIn: folder + "/")
        )
    }

    /// Finishes what is under way, for half a minute at most or until `impatience` returns, then ends everything.
    func stop(_ console: Console, impatience: (@Sendable () async -> Void)? = nil) async {
        await front.clock.halt()
        ground.listeners.gateway.close()
        functionURLs.close()
        compute.stopEventSources()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [compute] in await compute.regions.drain(within: .seconds(30)) }
            if let impatience { group.addTask { await impatience() } }
            await group.next()
            group.cancelAll()
        }
        await compute.regions.stop()
        compute.close()
        await caches.stop()
        ground.listeners.endpoint.abort()
        ground.listeners.gateway.abort()
        functionURLs.abort()
        compute.functionLogs.flush(console)
        do {
            try front.gateway.flushUsage()
        } catch {
            console.warning("the last requests under usage plans are not counted: \(error)")
        }
        await ground.close(console)
    }
}
