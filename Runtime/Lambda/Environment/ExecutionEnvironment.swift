import ColdStart
import HTTPListener
import Synchronization
import Time
import Wire

/// One execution environment: a process, its Runtime API and its log, with one invocation at a time.
///
/// Lives on the event loop. Its life, as on AWS
/// (https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html): the process initializes until its
/// first `next`, in 10 seconds at most; an initialization that fails is repeated once, within the timeout of the
/// invocation that waits for it; an invocation ends with the next `next`; a process that dies or times out is gone,
/// and the environment's next invocation initializes a new one ("suppressed init"), files in `/tmp` staying as they are.
final class ExecutionEnvironment {
    /// How long an initialization may take before it is repeated within an invocation.
    static let initLimit = Duration.seconds(10)
    /// How long a process may take to end after SIGTERM.
    static let shutdownLimit = Duration.seconds(2)

    enum Phase {
        /// The listener opens or the process initializes; the invocation waits for it.
        case initializing(PendingInvocation)
        /// The runtime waits in `next`.
        case ready
        /// An invocation is under way.
        case invoking(Invocation)
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
        /// Set when the platform ends it: the process is being killed.
        var failure: FunctionFailure?
        /// Kept back until the log is complete, when the caller wants the log.
        var heldResult: (([UInt8]?) -> Void)?
    }

    let id: EnvironmentID
    let function: FunctionConfiguration
    private let services: EnvironmentServices
    private let onAnswered: (ExecutionEnvironment) -> Void
    private let onFree: (ExecutionEnvironment) -> Void
    private let onStopped: (ExecutionEnvironment) -> Void

    private(set) var phase: Phase
    private var runtime = RuntimeState()
    private var listener: HTTPListener?
    private var process: FunctionProcess?
    /// Counts processes, so that news of an earlier one is known for what it is.
    private var processNumber = 0
    private var processStart: Timestamp
    private var timer: ScheduledAction?
    private var parked: HTTPResponder?
    private var pipe: LogPipe?
    private let log: EnvironmentLog
    private var memory = PeakMemory()

    init(
        id: EnvironmentID,
        function: FunctionConfiguration,
        services: EnvironmentServices,
        first: PendingInvocation,
        onAnswered: @escaping (ExecutionEnvironment) -> Void,
        onFree: @escaping (ExecutionEnvironment) -> Void,
        onStopped: @escaping (ExecutionEnvironment) -> Void
    ) {
        self.id = id
        self.function = function
        self.services = services
        self.onAnswered = onAnswered
        self.onFree = onFree
        self.onStopped = onStopped
        phase = .initializing(first)
        processStart = services.time.now
        log = EnvironmentLog(function: function, services: services)
    }

    private var now: Timestamp { services.time.now }

    /// Runs `body` on the loop, unless a later process has taken the place of the one it is about.
    private func later(_ body: @escaping @Sendable (ExecutionEnvironment) -> Void) -> @Sendable () -> Void {
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
        let bound = LoopBound(self, on: services.loop)
        HTTPListener.bind(
            on: services.loop,
            host: "127.0.0.1",
            port: 0,
            time: services.time,
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
            startProcess(limit: Self.initLimit)
        case .failure(let error):
            guard case .initializing(let pending) = phase else { return }
            pending.refuse(.serviceException("no Runtime API could be opened: \(error)"))
            stopped()
        }
    }

    private func startProcess(limit: Duration) {
        processNumber += 1
        runtime = RuntimeState()
        parked = nil
        processStart = now
        arm(after: limit)
        let candidates = function.bootstrapCandidates
        guard let path = candidates.first(where: FileSystem.isExecutable) else {
            return processFailed(.missingBootstrap(requestID: currentRequestID))
        }
        do throws(ProcessError) {
            let pipe = try LogPipe { [log] in log.write($0) }
            self.pipe = pipe
            launch(path, pipe)
        } catch {
            processFailed(.notStarted(requestID: currentRequestID, reason: error.description))
        }
    }

    private func launch(_ path: String, _ pipe: LogPipe) {
        let variables = EnvironmentVariables(
            function: function,
            account: services.account,
            runtimeAPI: "127.0.0.1:\(listener?.port ?? 0)",
            logStream: log.stream,
            endpointURL: services.endpointURL
        )
        let specification = ProcessSpecification(
            path: path,
            environment: variables.all,
            workingDirectory: function.codeDirectory,
            output: pipe.writeEnd
        )
        let bound = LoopBound(self, on: services.loop)
        let number = processNumber
        services.supervisor.start(specification) { [services] result in
            pipe.closeWriteEnd()
            services.loop.execute { bound.value.launched(result, number) }
        } onExit: { [services] exit, peak in
            pipe.finish()
            services.loop.execute { bound.value.exited(exit, peak, number) }
        }
    }

    private func launched(_ result: Result<FunctionProcess, ProcessError>, _ number: Int) {
        switch result {
        case .success(let process):
            guard number == processNumber else { return process.kill() }
            self.process = process
            memory = PeakMemory()
            switch phase {
            case .stopping: process.terminate()
            case .stopped: process.kill()
            default: break
            }
        case .failure(let error):
            if number == processNumber {
                processFailed(.notStarted(requestID: currentRequestID, reason: error.description))
            }
        }
    }

    private var currentRequestID: String {
        switch phase {
        case .initializing(let pending): pending.requestID
        case .invoking(let invocation): invocation.pending.requestID
        default: ""
        }
    }

    // MARK: Invoking

    /// Takes an invocation; the environment is idle.
    func invoke(_ pending: PendingInvocation) {
        switch phase {
        case .reset:
            begin(pending, initDuration: nil)
            startProcess(limit: function.timeout)
        case .ready: begin(pending, initDuration: nil)
        default: pending.refuse(.serviceException("the execution environment was busy"))
        }
    }

    /// The invocation's clock starts. A runtime that waits gets the event now, another one with its first `next`.
    private func begin(_ pending: PendingInvocation, initDuration: Duration?) {
        let start = now
        phase = .invoking(Invocation(pending: pending, start: start, initDuration: initDuration))
        log.begin(pending)
        if parked != nil {
            arm(after: function.timeout)
            deliver(pending, start: start)
        }
    }

    private func deliver(_ pending: PendingInvocation, start: Timestamp) {
        guard let respond = parked else { return }
        parked = nil
        runtime.invoked()
        let deadline = (start + function.timeout).millisecondsSinceEpoch
        respond(RuntimeReply.event(pending, deadlineMilliseconds: deadline))
    }

    /// The runtime is done with the invocation and its log is complete.
    private func finish(_ invocation: Invocation, at end: Timestamp) {
        disarm()
        pipe?.drain()
        let limit = function.timeout
        let duration = invocation.failure?.kind == .timeout ? limit : end - invocation.start
        if let process { memory.update(from: process, at: end) }
        log.end(
            InvocationReport(
                requestID: invocation.pending.requestID,
                duration: duration,
                initDuration: invocation.initDuration,
                memorySize: function.memorySize,
                maxMemoryUsed: min(memory.megabytes, function.memorySize),
                failure: invocation.failure.flatMap { $0.kind == .reported ? nil : $0 }
            )
        )
        invocation.heldResult?(log.takeTail())
    }

    // MARK: The runtime speaks

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        switch RuntimeRequest(request) {
        case .next: next(respond)
        case .response(let requestID, let mode): response(requestID, mode, request, respond)
        case .error(let requestID): error(requestID, request, respond)
        case .initError: initError(request, respond)
        case .ping: respond(RuntimeReply.pong)
        case .restore: respond(RuntimeReply.noRestore)
        case nil: respond(RuntimeReply.notFound)
        }
    }

    private func next(_ respond: @escaping HTTPResponder) {
        do throws(RuntimeState.InvalidTransition) {
            try runtime.next()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        parked = respond
        switch phase {
        case .initializing(let pending):
            let initDuration = now - processStart
            pipe?.drain()
            begin(pending, initDuration: initDuration)
        case .invoking(let invocation) where invocation.isAnswered:
            finish(invocation, at: now)
            phase = .ready
            onFree(self)
        case .invoking(let invocation) where invocation.failure == nil:
            deliver(invocation.pending, start: invocation.start)
        default: break
        }
    }

    private func response(
        _ requestID: Substring,
        _ mode: RuntimeRequest.ResponseMode,
        _ request: HTTPRequest,
        _ respond: @escaping HTTPResponder
    ) {
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.response()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        if mode == .invalid {
            answer(invocation, failure: .invalidResponseMode(requestID: invocation.pending.requestID))
            return respond(RuntimeReply.invalidResponseMode)
        }
        if let error = ReportedError(trailersOf: request) {
            answer(invocation, failure: .reported(type: error.type, document: error.document))
        } else {
            let contentType = request.headers["Content-Type"] ?? "application/json"
            answer(invocation) { pending, tail in
                pending.succeed(request.body, contentType: contentType, isStreamed: mode == .streaming, logTail: tail)
            }
        }
        respond(RuntimeReply.accepted)
    }

    private func error(_ requestID: Substring, _ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.errorResponse()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        let error = ReportedError(request)
        answer(invocation, failure: .reported(type: error.type, document: error.document))
        respond(RuntimeReply.accepted)
    }

    /// The invocation that the runtime speaks of; otherwise the request is answered with 400.
    private func current(_ requestID: Substring, _ respond: HTTPResponder) -> Invocation? {
        guard case .invoking(let invocation) = phase, invocation.failure?.kind != .timeout,
            requestID == invocation.pending.requestID
        else {
            respond(RuntimeReply.invalidRequestID)
            return nil
        }
        return invocation
    }

    private func answer(_ invocation: Invocation, failure: FunctionFailure) {
        var invocation = invocation
        invocation.failure = failure
        answer(invocation) { pending, tail in pending.fail(failure, logTail: tail) }
    }

    /// The caller gets its answer now, or with the log when it wants that.
    private func answer(_ invocation: Invocation, _ deliver: @escaping (PendingInvocation, [UInt8]?) -> Void) {
        var invocation = invocation
        invocation.isAnswered = true
        let pending = invocation.pending
        if pending.request.wantsLogTail { invocation.heldResult = { deliver(pending, $0) } }
        phase = .invoking(invocation)
        onAnswered(self)
        if !pending.request.wantsLogTail { deliver(pending, nil) }
    }

    private func initError(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        do throws(RuntimeState.InvalidTransition) {
            try runtime.initError()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        respond(RuntimeReply.accepted)
        let error = ReportedError(request)
        processFailed(.reported(type: error.type, document: error.document))
    }

    /// The body of a response or error did not arrive whole.
    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        let requestID: Substring
        switch RuntimeRequest(request) {
        case .response(let id, _), .error(let id): requestID = id
        default: return respond(RuntimeReply.tooLarge)
        }
        guard let invocation = current(requestID, respond) else { return }
        do throws(RuntimeState.InvalidTransition) {
            try runtime.response()
        } catch {
            return respond(RuntimeReply.forbidden(error))
        }
        runtime.sent()
        switch failure {
        case .tooLarge:
            answer(invocation, failure: .responseTooLarge(limit: RuntimeLimits.response))
            respond(RuntimeReply.tooLarge)
        case .truncated: processFailed(.truncatedResponse(requestID: invocation.pending.requestID))
        }
    }

    // MARK: What goes wrong

    private func arm(after limit: Duration) {
        disarm()
        timer = services.time.schedule(after: limit, later { $0.timedOut() })
    }

    private func disarm() {
        timer?.cancel()
        timer = nil
    }

    private func timedOut() {
        switch phase {
        case .initializing(let pending):
            processFailed(.timedOut(requestID: pending.requestID, after: Self.initLimit))
        case .invoking(let invocation) where invocation.failure?.kind != .timeout:
            processFailed(.timedOut(requestID: invocation.pending.requestID, after: function.timeout))
        case .stopping: process?.kill()
        default: break
        }
    }

    private func exited(_ exit: ProcessExit, _ peakKilobytes: Int, _ number: Int) {
        guard number == processNumber else { return }
        process = nil
        memory.update(kilobytes: peakKilobytes)
        switch phase {
        case .initializing(let pending): processFailed(.exited(requestID: pending.requestID, exit))
        case .invoking:
            // What the process sent before it died may still be on its way: read that first.
            listener?.whenQuiet(within: .milliseconds(250), time: services.time, later { $0.gone(exit) })
        case .ready:
            phase = .reset
            disarm()
        case .reset, .stopped: break
        case .stopping: stopped()
        }
    }

    /// The process of an invocation has ended and all that it sent has been read.
    private func gone(_ exit: ProcessExit) {
        guard case .invoking(let invocation) = phase, process == nil else { return }
        let known = invocation.failure.flatMap { $0.kind == .timeout || !invocation.isAnswered ? $0 : nil }
        conclude(invocation, known ?? .exited(requestID: invocation.pending.requestID, exit))
    }

    /// The process cannot go on: it is killed, and what waits for it fails or, after a failed first initialization,
    /// gets a second one.
    private func processFailed(_ failure: FunctionFailure) {
        switch phase {
        case .initializing(let pending):
            disarm()
            endProcess()
            log.initFailed(after: now - processStart, phase: .initialization, failure)
            begin(pending, initDuration: nil)
            startProcess(limit: function.timeout)
        case .invoking(var invocation):
            if invocation.failure == nil || !invocation.isAnswered { invocation.failure = failure }
            phase = .invoking(invocation)
            if let process { process.kill() } else { conclude(invocation, failure) }
        default: process?.kill()
        }
    }

    /// The process of the moment counts no more; another may take its place.
    private func endProcess() {
        process?.kill()
        process = nil
        pipe?.drain()
        processNumber += 1
    }

    /// An invocation ends without a process to go on with.
    private func conclude(_ invocation: Invocation, _ failure: FunctionFailure) {
        var invocation = invocation
        if runtime.name == .started || runtime.name == .initError {
            log.initFailed(after: now - processStart, phase: .invocation, failure)
        }
        invocation.failure = failure
        if !invocation.isAnswered {
            let pending = invocation.pending
            invocation.heldResult = { pending.fail(failure, logTail: pending.request.wantsLogTail ? $0 : nil) }
        }
        pipe?.drain()
        log.failed(invocation.pending.requestID, failure)
        finish(invocation, at: now)
        endProcess()
        phase = .reset
        onFree(self)
    }

    /// Kills the process if it uses more memory than the function has.
    func enforceMemoryLimit() {
        guard let process else { return }
        if process.residentKilobytes > function.memorySize * 1_024 { process.kill() }
    }

    // MARK: Ending

    /// Asks the process to end, and kills it after two seconds.
    func stop() {
        switch phase {
        case .stopping, .stopped: return
        case .initializing(let pending): pending.refuse(.serviceException("Hearth is stopping"))
        case .invoking(let invocation) where !invocation.isAnswered:
            invocation.pending.refuse(.serviceException("Hearth is stopping"))
        default: break
        }
        phase = .stopping
        guard let process else { return stopped() }
        process.terminate()
        arm(after: Self.shutdownLimit)
    }

    private func stopped() {
        disarm()
        process?.kill()
        phase = .stopped
        listener?.abort()
        listener = nil
        onStopped(self)
    }
}

/// What all environments share.
struct EnvironmentServices: Sendable {
    var loop: EventLoopThread
    var time: any TimeSource
    var ids: IDSource
    var account: AWSAccount
    var supervisor: ProcessSupervisor
    var logSink: any FunctionLogSink
    var endpointURL: String?
}

/// Passes what a runtime asks to its environment. Both live on the event loop.
struct RuntimeAPIHandler: HTTPHandler {
    let environment: LoopBound<ExecutionEnvironment>

    func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        environment.value.handle(request, respond: respond)
    }

    func handle(_ request: HTTPRequest, failure: HTTPBodyFailure, respond: @escaping HTTPResponder) {
        environment.value.handle(request, failure: failure, respond: respond)
    }

    func bodyLimit(of request: HTTPRequest) -> Int {
        guard case .response(_, .streaming) = RuntimeRequest(request) else { return RuntimeLimits.response }
        return RuntimeLimits.streamedResponse
    }
}
