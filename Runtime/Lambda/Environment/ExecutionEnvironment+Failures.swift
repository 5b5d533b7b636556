import ColdStart
import HTTPListener
import Processes
import Time
import Wire

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
        case .stopping: process?.kill()
        default: break
        }
    }

    func exited(_ exit: ProcessExit, _ peakKilobytes: Int, _ number: Int) {
        guard number == processNumber else { return }
        process = nil
        memory.update(kilobytes: peakKilobytes)
        switch phase {
        case .initializing(let pending): processFailed(.exited(requestID: pending?.requestID ?? "", exit))
        case .invoking:
            // What the process sent before it died may still be on its way: read that first.
            listener?.whenQuiet(within: .milliseconds(250), time: services.time, later { $0.gone(exit) })
        case .ready:
            phase = .reset
            lifecycle.processIsGone()
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
    func processFailed(_ failure: FunctionFailure) {
        switch phase {
        case .initializing(let pending):
            disarm()
            endProcess()
            log.initFailed(after: now - processStart, phase: .initialization, failure)
            let outcome: EnvironmentLifecycle.InitOutcome = failure.kind == .timeout ? .timedOut : .failed
            let action = lifecycle.initialized(outcome, forInvocation: pending != nil)
            guard let pending, case .retryInitWithinInvocation = action else { return stopped() }
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
            invocation.heldResult = { [version = function.version] in
                pending.fail(failure, version: version, logTail: pending.request.wantsLogTail ? $0 : nil)
            }
        }
        pipe?.drain()
        log.failed(invocation.pending.requestID, failure)
        finish(invocation, at: now)
        _ = lifecycle.crashed()
        endProcess()
        _ = lifecycle.stopped()
        phase = .reset
        owner.isFree(self)
    }

    /// Kills the process if it uses more memory than the function has.
    func enforceMemoryLimit() {
        guard let process else { return }
        if process.residentKilobytes > function.memorySize * 1_024 { process.kill() }
    }
}
