import ColdStart
import HTTPListener
import Processes
import Time
import Wire

/// The part that extensions have in the life of an environment: its initialization and invocations end when they too have
/// asked for the next event, and they are told before it ends.
extension ExecutionEnvironment {
    /// How long the runtime has to end before external extensions are told to.
    static let runtimeGrace = Duration.milliseconds(300)

    // MARK: Starting

    /// Starts the programs in the code's `extensions` folder; the runtime follows when all of them have registered.
    func startExtensions() {
        for index in extensions.all.indices {
            let name = extensions[index].name
            do throws(ProcessError) {
                let pipe = try LogPipe { [log] in log.write($0) }
                extensions[index].pipe = pipe
                launchExtension(index, ExtensionFolder.path(name, of: function), pipe)
            } catch {
                return processFailed(.extensionNotStarted(currentRequestID, name, error.description))
            }
        }
    }

    private func launchExtension(_ index: Int, _ path: String, _ pipe: LogPipe) {
        let specification = ProcessSpecification(
            path: path,
            environment: variables.ofExtensions,
            workingDirectory: function.codeDirectory,
            output: pipe.writeEnd,
            cpuGroup: cpuGroup
        )
        let bound = LoopBound(self, on: services.loop)
        let number = processNumber
        services.supervisor.start(specification) { [services] result in
            pipe.closeWriteEnd()
            services.loop.execute { bound.value.extensionLaunched(result, index, number) }
        } onExit: { [services] exit, _ in
            pipe.finish()
            services.loop.execute { bound.value.extensionExited(index, exit, number) }
        }
    }

    private func extensionLaunched(_ result: Result<ChildProcess, ProcessError>, _ index: Int, _ number: Int) {
        switch result {
        case .success(let process):
            guard number == processNumber else { return process.kill() }
            extensions[index].process = process
            if case .stopped = phase { process.kill() }
        case .failure(let error):
            guard number == processNumber else { return }
            extensions[index].hasEnded = true
            processFailed(.extensionNotStarted(currentRequestID, extensions[index].name, error.description))
        }
    }

    private func extensionExited(_ index: Int, _ exit: ProcessExit, _ number: Int) {
        guard number == processNumber else { return }
        extensions[index].hasEnded = true
        switch phase {
        case .initializing, .invoking: processFailed(.extensionCrashed(currentRequestID, exit))
        case .ready: diedIdle()
        case .resetting: if !extensions.hasLiveExternals { endReset() }
        case .stopping: if process == nil && !extensions.hasLiveExternals { stopped() }
        case .reset, .stopped: break
        }
    }

    // MARK: What they ask

    func handleExtension(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) {
        do throws(ExtensionRefusal) {
            switch ExtensionRequest(request) {
            case .register: try register(request, respond)
            case .next: try nextEvent(request, respond)
            case .initError: try failed(request, "Extension.InitError", respond)
            case .exitError: try failed(request, "Extension.ExitError", respond)
            case .subscribe(let api): respond(ExtensionReply.notSupported(api))
            case nil: respond(RuntimeReply.notFound)
            }
        } catch {
            respond(ExtensionReply.refused(error))
        }
    }

    private func register(_ request: HTTPRequest, _ respond: HTTPResponder) throws(ExtensionRefusal) {
        let (name, events) = try ExtensionRequest.registration(request)
        let id = services.ids.uuid()
        try extensions.register(name, events, id: id)
        lifecycle.extensions = extensions.all.contains(where: \.isExternal) ? .external : .internalOnly
        respond(ExtensionReply.registered(id, function, account: services.account, request))
        if extensions.externalsHaveRegistered && !runtimeIsStarted { startRuntime() }
    }

    private func nextEvent(_ request: HTTPRequest, _ respond: @escaping HTTPResponder) throws(ExtensionRefusal) {
        let index = try registered(request)
        extensions[index].parked = respond
        switch phase {
        case .stopping, .resetting: tellToEnd(index)
        default: advance()
        }
    }

    private func failed(
        _ request: HTTPRequest,
        _ kind: String,
        _ respond: HTTPResponder
    ) throws(ExtensionRefusal) {
        let index = try registered(request)
        guard let type = request.headers["Lambda-Extension-Function-Error-Type"], !type.isEmpty else {
            throw .missingErrorType
        }
        respond(ExtensionReply.accepted)
        switch phase {
        case .initializing, .invoking:
            processFailed(.extensionFailed(currentRequestID, kind, extensions[index].name, type))
        default: extensions[index].process?.kill()
        }
    }

    private func registered(_ request: HTTPRequest) throws(ExtensionRefusal) -> Int {
        let id = try ExtensionRequest.identifier(request)
        guard let index = extensions.index(id: id) else { throw .unknownIdentifier(id) }
        return index
    }

    // MARK: What they are told

    /// Those that want to know of invocations hear of this one.
    func tellExtensions(of pending: PendingInvocation, deadlineMilliseconds: Int64) {
        for respond in extensions.takeParked(for: .invoke) {
            respond(
                ExtensionReply.invoke(
                    pending,
                    deadlineMilliseconds: deadlineMilliseconds,
                    eventID: services.ids.uuid()
                )
            )
        }
    }

    /// External extensions that want to know are told to end, the others are ended; `budget` is what they have for it.
    func shutDownExtensions(_ reason: ShutdownReason, within budget: Duration) {
        shutdown = (reason, now + budget)
        arm(after: budget)
        for index in extensions.all.indices where extensions[index].isExternal && !extensions[index].hasEnded {
            if extensions[index].events.contains(.shutdown) {
                tellToEnd(index)
            } else {
                extensions[index].process?.kill()
            }
        }
    }

    private func tellToEnd(_ index: Int) {
        guard let (reason, deadline) = shutdown, !extensions[index].wasToldToEnd,
            let respond = extensions[index].parked
        else { return }
        extensions[index].parked = nil
        extensions[index].wasToldToEnd = true
        respond(
            ExtensionReply.shutdown(
                reason,
                deadlineMilliseconds: services.time.onMachine(deadline).millisecondsSinceEpoch,
                eventID: services.ids.uuid()
            )
        )
    }
}

extension FunctionFailure {
    var isOfExtension: Bool { errorType.hasPrefix("Extension.") }

    static func extensionNotStarted(_ requestID: String, _ name: String, _ reason: String) -> Self {
        platform("Extension.LaunchError", requestID: requestID, text: "\(name): \(reason)")
    }

    static func extensionCrashed(_ requestID: String, _ exit: ProcessExit) -> Self {
        platform("Extension.Crash", requestID: requestID, text: exit.short)
    }

    static func extensionFailed(_ requestID: String, _ kind: String, _ name: String, _ type: String) -> Self {
        platform(kind, requestID: requestID, text: "\(name): \(type)")
    }
}
