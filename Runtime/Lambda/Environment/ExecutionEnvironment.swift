import ColdStart
import HTTPListener
import Processes
import Recording
import Synchronization
import Time
import Wire

/// One execution environment: a process, its Runtime API and its log, with one invocation at a time.
///
/// Lives on the event loop. Its life, as on AWS
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html): the process initializes until its
/// first `next`, in 10 seconds at most; an initialization that fails is repeated once, within the timeout of the
/// invocation that waits for it; an invocation ends with the next `next`, and the process is frozen until another comes;
/// a process that dies or times out is gone, and the environment's next invocation initializes a new one ("suppressed
/// init"), files in `/tmp` staying as they are. `EnvironmentLifecycle` says what is to be done, this does it.
final class ExecutionEnvironment {
    /// By when a process that was killed is gone.
    private static let killed = Duration.seconds(2)

    enum Phase {
        /// The listener opens or the process initializes; the invocation waits for it, where there is one.
        case initializing(PendingInvocation?)
        /// The runtime waits in `next`.
        case ready
        /// An invocation is under way.
        case invoking(Invocation)
        /// An invocation has ended the runtime; extensions are given time to end.
        case resetting
        /// There is no process; the next invocation starts one.
        case reset
        case stopping
        case stopped
    }

    /// The invocation under way.
    struct Invocation {
        var pending: PendingInvocation
        var start: Timestamp
        var initDuration: Duration?
        var isAnswered = false
        /// The response that it is sending, where the caller takes it as it comes.
        var stream: InvocationStream?
        /// What it answered, where that is recorded.
        var result: RecordedResult?
        /// What the process had had of the processors when it began, where that is recorded.
        var processing: ProcessorTime?
        /// Set when the platform ends it: the process is being killed.
        var failure: FunctionFailure?
        /// Kept back until the log is complete, when the caller wants the log.
        var heldResult: (([UInt8]?) -> Void)?
    }

    let id: EnvironmentID
    let function: FunctionConfiguration
    let services: EnvironmentServices
    private(set) unowned var owner: any EnvironmentOwner
    /// Whether it belongs to the function's provisioned concurrency.
    let isProvisioned: Bool

    var phase: Phase
    var lifecycle = EnvironmentLifecycle()
    private lazy var credentials = services.settings.credentials(function, services.supervisor.sessionToken)
    var use: EnvironmentUse
    private(set) var isFrozen = false
    /// Gives its processes the CPU time that goes with its memory size, where that is wanted: from their first event on,
    /// for Lambda lets an initialization have more.
    private(set) lazy var cpuGroup = services.cpuGroup(of: function)
    /// `nil` where a cold start takes what it takes.
    private(set) var modelled: ModelledStartUp?
    /// Since when it waits for an invocation.
    var restsSince: Timestamp?
    var runtime = RuntimeState()
    var listener: HTTPListener?
    var process: ChildProcess?
    /// Counts processes, so that news of an earlier one is known for what it is.
    var processNumber = 0
    var processStart: Timestamp
    /// What provisioned concurrency took to initialize, until the first report tells.
    var preparation: Duration?
    /// The process has been killed, and its end is waited for.
    var isKilled = false
    var timer: ScheduledAction?
    /// Counts timers: one that has fired may still be on its way to the loop when it is cancelled.
    var timerNumber = 0
    /// The runtime's request for the next event, while it waits for one.
    var parked: HTTPResponder?
    var extensions = ExtensionRegistry()
    private(set) var runtimeIsStarted = false
    /// Why extensions are being told to end, and by when they must.
    var shutdown: (reason: ShutdownReason, deadline: Timestamp)?
    var pipe: LogPipe?
    let log: EnvironmentLog
    var memory = PeakMemory()
    /// Whether the log has the beginning of the invocation under way: on Lambda it comes behind what an initialization
    /// within the invocation has to say.
    private var startIsLogged = false

    init(
        id: EnvironmentID,
        function: FunctionConfiguration,
        services: EnvironmentServices,
        first: PendingInvocation?,
        isProvisioned: Bool = false,
        owner: any EnvironmentOwner
    ) {
        self.id = id
        self.function = function
        self.services = services
        self.isProvisioned = isProvisioned
        self.owner = owner
        phase = .initializing(first)
        use = EnvironmentUse(created: services.time.now)
        processStart = services.time.now
        log = EnvironmentLog(function: function, services: services)
    }

    var now: Timestamp { services.time.now }

    var isInitialized: Bool { if case .initializing = phase { false } else { true } }

    /// Runs `body` on the loop, unless a later process has taken the place of the one it is about.
    func later(_ body: @escaping @Sendable (ExecutionEnvironment) -> Void) -> @Sendable () -> Void {
        let bound = LoopBound(self, on: services.loop)
        let number = processNumber
        return { [services] in
            services.loop.execute {
                if bound.value.processNumber == number { body(bound.value) }
            }
        }
    }

    // MARK: Starting

    /// Opens the Runtime API and starts the process.
    func start() {
        if services.settings.coldStarts == .modelled {
            modelled = ModelledStartUp(of: function, seed: services.settings.seed &+ id.number)
        }
        let bound = LoopBound(self, on: services.loop)
        HTTPListener.bind(
            on: services.loop,
            host: "127.0.0.1",
            port: 0,
            time: services.time,
            limits: .ownProcesses,
            handler: RuntimeAPIHandler(environment: bound)
        ) { result in
            bound.value.listening(result)
        }
    }

    private func listening(_ result: Result<HTTPListener, HTTPListenerError>) {
        switch result {
        case .success(let listener):
            if case .stopped = phase { return listener.abort() }
            self.listener = listener
            guard let delay = modelled?.preparation else { return startFirstProcess() }
            services.time.schedule(after: delay, later { $0.startFirstProcess() })
        case .failure(let error):
            guard case .initializing(let pending) = phase else { return }
            pending?.refuse(.serviceException("no Runtime API could be opened: \(error)"))
            stopped()
        }
    }

    private func startFirstProcess() {
        guard case .initializing = phase else { return }
        startProcess(limit: EnvironmentLifecycle.initLimit(isProvisioned: isProvisioned, timeout: function.timeout))
    }

    func startProcess(limit: Duration) {
        processNumber += 1
        isKilled = false
        runtime = RuntimeState()
        parked = nil
        processStart = now
        arm(after: limit)
        shutdown = nil
        runtimeIsStarted = false
        extensions = ExtensionRegistry(external: ExtensionFolder.names(of: function))
        if extensions.isEmpty { startRuntime() } else { startExtensions() }
    }

    func startRuntime() {
        runtimeIsStarted = true
        switch function.program {
        case .bootstrap(let path): launch(path, [])
        case .interpreted(let runtime): findInterpreter(runtime)
        case .missingBootstrap: processFailed(.missingBootstrap(requestID: currentRequestID))
        case .none(let reason): processFailed(.notStarted(requestID: currentRequestID, reason: reason))
        }
    }

    private func findInterpreter(_ runtime: ManagedRuntime) {
        let bound = LoopBound(self, on: services.loop)
        let number = processNumber
        services.interpreters.find(runtime) { [services, function] interpreter in
            let command = Result<[String], AWSError> { () throws(AWSError) in
                guard let interpreter else { throw .serviceException(runtime.missing) }
                return interpreter.command(function, runtime, nodeClient: try services.store.nodeClient())
            }
            services.loop.execute {
                if bound.value.processNumber == number { bound.value.launch(command) }
            }
        }
    }

    private func launch(_ command: Result<[String], AWSError>) {
        switch command {
        case .success(let command):
            let command = function.wrapped(command)
            launch(command[0], Array(command.dropFirst()))
        case .failure(let error): processFailed(.notStarted(requestID: currentRequestID, reason: error.message))
        }
    }

    private func launch(_ path: String, _ arguments: [String]) {
        do throws(ProcessError) {
            let pipe = try LogPipe { [log] in log.write($0) }
            self.pipe = pipe
            launch(path, arguments, pipe)
        } catch {
            processFailed(.notStarted(requestID: currentRequestID, reason: error.description))
        }
    }

    var variables: EnvironmentVariables {
        EnvironmentVariables(
            function: function,
            account: services.account,
            runtimeAPI: "127.0.0.1:\(listener?.port ?? 0)",
            logStream: log.stream,
            isProvisioned: isProvisioned,
            credentials: credentials,
            endpointURL: services.endpointURL
        )
    }

    private func launch(_ path: String, _ arguments: [String], _ pipe: LogPipe) {
        let specification = ProcessSpecification(
            path: path,
            arguments: arguments,
            environment: variables.all,
            workingDirectory: function.codeDirectory,
            output: pipe.writeEnd,
            cpuGroup: cpuGroup,
            mark: "AWS_LAMBDA_RUNTIME_API"
        )
        let bound = LoopBound(self, on: services.loop)
        let number = processNumber
        services.supervisor.start(specification) { [services] result in
            pipe.closeWriteEnd()
            services.loop.execute { bound.value.launched(result, specification.path, number) }
        } onExit: { [services] exit, peak in
            pipe.finish()
            services.loop.execute { bound.value.exited(exit, peak, number) }
        }
    }

    private func launched(_ result: Result<ChildProcess, ProcessError>, _ path: String, _ number: Int) {
        switch result {
        case .success(let process):
            guard number == processNumber else { return process.kill() }
            self.process = process
            memory = PeakMemory()
            memory.begin(with: process)
            switch phase {
            case .stopping: process.terminate()
            case .stopped: process.kill()
            default: break
            }
        case .failure(let error):
            guard number == processNumber else { return }
            services.note("\(function.name): \(error)")
            processFailed(function.startFailure(of: path, error, requestID: currentRequestID))
        }
    }

    var currentRequestID: String {
        switch phase {
        case .initializing(let pending): pending?.requestID ?? ""
        case .invoking(let invocation): invocation.pending.requestID
        default: ""
        }
    }

    // MARK: Invoking

    /// Takes an invocation; the environment is idle.
    func invoke(_ pending: PendingInvocation) {
        switch lifecycle.invoke() {
        case .initializeWithinInvocation:
            begin(pending, initDuration: nil)
            startProcess(limit: function.timeout)
        case .thaw:
            restsSince = nil
            thaw()
            begin(pending, initDuration: nil)
        default: pending.refuse(.serviceException("the execution environment was busy"))
        }
    }

    /// The runtime's and those of extensions.
    var processes: [ChildProcess] { (process.map { [$0] } ?? []) + extensions.processes }

    /// Nothing of the process runs until the next invocation.
    func freeze() {
        guard case .ready = phase, !isFrozen else { return }
        isFrozen = true
        for process in processes { process.freeze() }
    }

    private func thaw() {
        guard isFrozen else { return }
        isFrozen = false
        for process in processes { process.thaw() }
    }

    /// The invocation's clock starts. A runtime that waits gets the event now, another one with its first `next`.
    func begin(_ pending: PendingInvocation, initDuration: Duration?) {
        let start = now
        use.begins(at: start)
        var invocation = Invocation(pending: pending, start: start, initDuration: initDuration)
        if services.settings.recorder != nil { invocation.processing = process?.processorTime }
        phase = .invoking(invocation)
        startIsLogged = false
        if parked != nil {
            arm(after: function.timeout)
            deliver(pending, start: start)
        }
    }

    func deliver(_ pending: PendingInvocation, start: Timestamp) {
        guard let respond = parked else { return }
        parked = nil
        logStart(pending)
        try? cpuGroup?.limit()
        runtime.invoked()
        let deadline = services.time.onMachine(start + function.timeout).millisecondsSinceEpoch
        if !extensions.isEmpty { tellExtensions(of: pending, deadlineMilliseconds: deadline) }
        respond(RuntimeReply.event(pending, deadlineMilliseconds: deadline))
    }

    func logStart(_ pending: PendingInvocation) {
        if !startIsLogged { log.begin(pending) }
        startIsLogged = true
    }

    /// The runtime is done with the invocation and its log is complete.
    func finish(_ invocation: Invocation, at end: Timestamp) {
        disarm()
        drainLogs()
        use.ends(at: end)
        let limit = function.timeout
        let duration = invocation.failure?.kind == .timeout ? limit : end - invocation.start
        if let process { memory.update(from: process, at: end) }
        var report = InvocationReport(
            requestID: invocation.pending.requestID,
            duration: duration,
            initDuration: invocation.initDuration,
            preparation: preparation.take(),
            memorySize: function.memorySize,
            maxMemoryUsed: min(memory.megabytes, function.memorySize),
            failure: invocation.failure,
            result: invocation.result
        )
        if let before = invocation.processing, let after = process?.processorTime {
            report.processing = after - before
            if invocation.initDuration != nil { report.initProcessing = before }
        }
        log.end(report)
        owner.reports(self, report)
        invocation.heldResult?(log.takeTail())
    }

    /// Passes on what runtime and extensions have printed.
    func drainLogs() {
        pipe?.drain()
        for `extension` in extensions.all { `extension`.pipe?.drain() }
    }

    // MARK: Ending

    /// Ends the process: at once, or where extensions have registered by a signal and a little later by force.
    func stop() {
        switch phase {
        case .stopping, .stopped: return
        case .initializing(let pending): pending?.refuse(.serviceException("Hearth is stopping"))
        case .invoking(let invocation) where !invocation.isAnswered:
            refuse(invocation)
        default: break
        }
        phase = .stopping
        guard case .stop(let budget) = lifecycle.shutDown(), !processes.isEmpty else { return stopped() }
        thaw()
        guard budget > .zero else {
            for process in processes { process.kill() }
            return arm(after: Self.killed)
        }
        guard let process else { return shutDownExtensions(.spindown, within: budget) }
        process.terminate()
        arm(after: extensions.hasLiveExternals ? Self.runtimeGrace : budget)
    }

    func stopped() {
        disarm()
        endProcesses()
        phase = .stopped
        listener?.abort()
        listener = nil
        owner.stopped(self)
    }
}
