import EventSources
import FoundationEssentials
import Gateway
import HTTPListener
import Lambda
import Metrics
import Processes
import S3
import ServiceKit
import Storage
import Template
import Time

/// What everything else of an emulator stands on: its stores, its clock, its event loop, its two ports, and the services
/// behind one of them.
struct Ground: Sendable {
    let options: EmulatorOptions
    let settings: EmulatorSettings
    let supervisor: ProcessSupervisor
    /// `nil` where nothing is kept.
    let state: StateDirectory?
    let database: Database
    let logStore: Database
    let loop: EventLoopThread
    let time: any TimeSource
    let listeners: Listeners
    let ids: IDSource
    let context: ServiceContext
    let services: Services

    /// Takes the ports and opens the stores. Call it before there are threads.
    static func open(
        _ options: EmulatorOptions,
        _ settings: EmulatorSettings,
        _ secrets: Secrets,
        _ console: Console
    ) async throws(CommandError) -> Ground {
        // First, so that the process that guards the functions' processes is a small one.
        let supervisor = try command { () throws in try ProcessSupervisor() }
        OpenFileLimit.raise()
        let state = options.ephemeral ? nil : StateDirectory(path: options.dataDir)
        let (database, logStore) = try stores(state)
        let loop = EventLoopThread()
        let time = try clock(settings, state, console)
        let listeners = try await Listeners.open(settings, on: loop, time: time.machine)
        let ids = IDSource()
        let context = ServiceContext(account: options.account, time: time, ids: ids, database: database)
        let services = try command { () throws in
            try Services(
                context,
                logStore: logStore,
                secrets,
                endpointURL: listeners.endpointURL,
                objects: state?.objects
            )
        }
        return Ground(
            options: options,
            settings: settings,
            supervisor: supervisor,
            state: state,
            database: database,
            logStore: logStore,
            loop: loop,
            time: time,
            listeners: listeners,
            ids: ids,
            context: context,
            services: services
        )
    }

    private static func stores(_ state: StateDirectory?) throws(CommandError) -> (Database, logs: Database) {
        try state?.create()
        try state?.checkIsWhole()
        let migrations = Services.migrations + LambdaAPI.migrations + EventSources.migrations + StoredUsage.migrations
        return try command { () throws in
            (
                try Database(state.map { .file($0.database) } ?? .memory, migrations: migrations),
                try Database(state.map { .file($0.logs) } ?? .memory, migrations: Services.logMigrations)
            )
        }
    }

    /// A virtual clock goes on from where it was.
    private static func clock(
        _ settings: EmulatorSettings,
        _ state: StateDirectory?,
        _ console: Console
    ) throws(CommandError) -> any TimeSource {
        let ahead = state?.clock.ahead ?? .zero
        if settings.hasVirtualClock {
            guard let file = state?.clock else { return VirtualTime() }
            return VirtualTime(ahead: ahead, keep: try command { () throws in try file.writer() })
        }
        if ahead > .zero {
            let seconds = Int(ahead.inSeconds.rounded())
            console.warning(
                "the clock of this state was moved \(seconds) s ahead: without --clock virtual, what it says of then waits"
            )
        }
        return SystemTime()
    }

    // MARK: Starting and ending

    /// Makes the template's tables and returns the ARNs of their streams, which other resources may name.
    func setUpTables(of plan: ApplicationPlan) throws(CommandError) -> [String: String] {
        try command { () throws in try services.setUp(plan.application.tables) }
    }

    /// Makes what else the template names, once functions can be called.
    func setUpServices(of plan: ApplicationPlan, _ console: Console) throws(CommandError) {
        try command { () throws in
            if settings.isServing {
                try services.removeObsolete(plan.application) { console.warning($0) }
            }
            try services.setUp(plan.application)
        }
    }

    /// Lets other commands find this Hearth.
    func announce() throws(CommandError) {
        guard settings.isServing else { return }
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

    func close(_ console: Console) async {
        do {
            try services.metrics.flush()
        } catch {
            console.warning("the last metrics are not kept: \(error)")
        }
        logStore.close()
        database.close()
        services.s3.close()
        if settings.isServing { state?.clear() }
        await loop.shutdown()
    }
}

/// Runs `body` and tells its failure as a command's.
func command<Value>(_ body: () throws -> Value) throws(CommandError) -> Value {
    do {
        return try body()
    } catch {
        throw CommandError("\(error)")
    }
}
