import ColdStart
import HTTPListener
import Processes
import Recording
import Time
import Wire

#if canImport(Glibc)
    import Glibc
#endif

/// What goes wrong: time-outs, exits, too much memory.
extension ExecutionEnvironment {
    func arm(after limit: Duration) {
        disarm()
        let number = timerNumber
        timer = services.time.schedule(
            after: limit,
            later { if $0.timerNumber == number { $0.timedOut() } }
        )
    }

    func disarm() {
        timer?.cancel()
        timer = nil
        timerNumber += 1
    }

    private func timedOut() {
        switch phase {
        case .initializing(let pending):
            let limit = EnvironmentLifecycle.initLimit(isProvisioned: isProvisioned, timeout: function.timeout)
            processFailed(.timedOut(requestID: pending?.requestID ?? "", after: limit))
        case .invoking(let invocation) where invocation.failure?.kind != .timeout:
            processFailed(.timedOut(requestID: invocation.pending.requestID, after: function.timeout))
        case .resetting: endReset()
        case .stopping:
            let isOver = shutdown != nil || !extensions.hasLiveExternals
            if isOver { for process in processes { process.kill() } } else { process?.kill() }
        default: break
        }
    }

    func exited(_ exit: ProcessExit, _ peakKilobytes: Int, _ number: Int) {
        guard number == processNumber else { return }
        process = nil
        memory.update(kilobytes: peakKilobytes)
        switch phase {
        case .initializing(let pending): processFailed(failure(of: exit, requestID: pending?.requestID ?? ""))
        case .invoking:
            // What the process sent before it died may still be on its way: read that first.
            listener?.whenQuiet(within: .milliseconds(250), time: services.time.machine, later { $0.gone(exit) })
        case .ready: diedIdle()
        case .reset, .resetting, .stopped: break
        case .stopping:
            let rest = max(.zero, lifecycle.extensions.shutdownBudget - Self.runtimeGrace)
            if extensions.hasLiveExternals { shutDownExtensions(.spindown, within: rest) } else { stopped() }
        }
    }

    /// The processes of an environment that waits for an invocation are gone: the next one starts them again; one that
    /// is provisioned gets a successor at once.
    func diedIdle() {
        endProcesses()
        phase = .reset
        lifecycle.processIsGone()
        disarm()
        if isProvisioned { stopped() }
    }

    /// The process of an invocation has ended and all that it sent has been read.
    private func gone(_ exit: ProcessExit) {
        guard case .invoking(let invocation) = phase, process == nil else { return }
        let known = invocation.failure.flatMap { failure in
            failure.kind == .timeout || failure.isOfExtension || !invocation.isAnswered ? failure : nil
        }
        conclude(invocation, known ?? failure(of: exit, requestID: invocation.pending.requestID))
    }

    private func failure(of exit: ProcessExit, requestID: String) -> FunctionFailure {
        .exited(requestID: requestID, exit, isOutOfMemory: memory.isOverLimit && exit == .signal(SIGKILL))
    }

    /// The process cannot go on: it is killed, and what waits for it fails or, after a failed first initialization,
    /// gets a second one.
    func processFailed(_ failure: FunctionFailure) {
        switch phase {
        case .initializing(let pending):
            disarm()
            endProcesses()
            log.initialized(after: now - processStart, isProvisioned: isProvisioned, failure)
            let outcome: EnvironmentLifecycle.InitOutcome = failure.kind == .timeout ? .timedOut : .failed
            let action = lifecycle.initialized(outcome, forInvocation: pending != nil)
            guard let pending, case .retryInitWithinInvocation = action else { return stopped() }
            begin(pending, initDuration: nil)
            startProcess(limit: function.timeout)
        case .invoking(var invocation):
            if invocation.failure == nil || !invocation.isAnswered { invocation.failure = failure }
            phase = .invoking(invocation)
            if process != nil { killProcess() } else { conclude(invocation, failure) }
        default: process?.kill()
        }
    }

    /// The process of the moment counts no more; another may take its place.
    func endProcesses() {
        for process in processes { process.kill() }
        process = nil
        drainLogs()
        extensions = ExtensionRegistry()
        processNumber += 1
    }

    /// What a failed invocation had to end has ended.
    func endReset() {
        disarm()
        endProcesses()
        _ = lifecycle.stopped()
        phase = .reset
        owner.isFree(self)
    }

    /// An invocation ends without a process to go on with.
    private func conclude(_ invocation: Invocation, _ failure: FunctionFailure) {
        var invocation = invocation
        if runtime.name == .started || runtime.name == .initError {
            log.initialized(after: now - processStart, phase: .invocation, isProvisioned: isProvisioned, failure)
        }
        logStart(invocation.pending)
        invocation.failure = failure
        if !invocation.isAnswered {
            if services.settings.recorder != nil { invocation.result = RecordedResult(failure.document) }
            let (pending, stream) = (invocation.pending, invocation.stream)
            invocation.heldResult = { [version = function.version] tail in
                let tail = pending.request.wantsLogTail ? tail : nil
                if let stream { return stream.finish(InvocationEnd(failure, logTail: tail)) }
                pending.fail(failure, version: version, logTail: tail)
            }
        }
        drainLogs()
        log.failed(invocation.pending.requestID, failure)
        finish(invocation, at: now)
        guard case .stop(let budget) = lifecycle.crashed(), extensions.hasLiveExternals else { return endReset() }
        process?.kill()
        process = nil
        phase = .resetting
        shutDownExtensions(failure.kind == .timeout ? .timeout : .failure, within: budget)
    }

    /// Kills the process, as if it had crashed: what it still asks for, it does not get. Returns whether there was one.
    @discardableResult
    func killProcess() -> Bool {
        isKilled = process != nil
        process?.kill()
        return isKilled
    }

    /// Kills the process if it uses more memory than the function has, with its extensions and all that they have started.
    /// What a process has just started is, for a moment, as large as itself: that has to last.
    func enforceMemoryLimit() {
        guard process != nil, !isKilled else { return }
        let uses = processes.map(\.memoryUse)
        let used = uses.reduce(0) { $0 + $1.kilobytes }
        let (isOver, wasOver) = (used > function.memorySize * 1_024, memory.isOverLimit)
        memory.isOverLimit = isOver
        if isOver, !wasOver, uses.contains(where: \.hasChildren) { return }
        memory.update(kilobytes: used)
        if isOver { killProcess() }
    }
}
