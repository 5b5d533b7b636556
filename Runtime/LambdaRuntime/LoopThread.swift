#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Dispatch
import Synchronization

/// One thread that runs whatever prefers it: the poll loop, and the handler as long as it waits for nothing.
///
/// The loop blocks it while it waits for an event. That is no harm: the handler is not running then.
final class LoopThread: TaskExecutor {
    private struct State {
        var jobs: [UnownedJob] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let wakeUp = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let isFirst = state.withLock { state in
            state.jobs.append(job)
            return state.jobs.count == 1
        }
        if isFirst { wakeUp.signal() }
    }

    /// Starts the thread.
    func start() throws(LambdaRuntimeError) {
        var thread = pthread_t()
        let context = Unmanaged.passRetained(self).toOpaque()
        let failure = pthread_create(
            &thread,
            nil,
            { context in
                guard let context else { return nil }
                Unmanaged<LoopThread>.fromOpaque(context).takeRetainedValue().runJobs()
                return nil
            },
            context
        )
        guard failure == 0 else {
            throw LambdaRuntimeError(code: .noThread, message: "pthread_create: error \(failure)")
        }
        pthread_detach(thread)
    }

    /// Ends the thread when its jobs are done.
    func stop() {
        state.withLock { $0.isStopped = true }
        wakeUp.signal()
    }

    private func runJobs() {
        let executor = asUnownedTaskExecutor()
        var jobs: [UnownedJob] = []
        while true {
            let isStopped = state.withLock { state in
                swap(&state.jobs, &jobs)
                return state.isStopped
            }
            if jobs.isEmpty {
                if isStopped { return }
                wakeUp.wait()
            }
            for job in jobs { job.runSynchronously(on: executor) }
            jobs.removeAll(keepingCapacity: true)
        }
    }
}
