import CProcess
import Dispatch
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Starts processes and sees them end. No process outlives this one, however it ends.
///
/// Children are started from one thread that lives as long as the supervisor, because the kernel kills a child when the
/// thread that started it ends; a guard process kills whole process groups when Hearth is gone.
package final class ProcessSupervisor: Sendable {
    /// `AWS_SESSION_TOKEN` of every function: the guard knows by it what this Hearth has started.
    package let sessionToken: String
    private let guardDescriptor: Int32
    private let starter = StarterThread()
    private static let exits = DescriptorMonitor()

    /// Starts the guard: make the supervisor before other threads, listeners above all, exist.
    package init() throws(ProcessError) {
        sessionToken = "hearth-\(getpid())-\(String(UInt64.random(in: .min ... .max), radix: 16))"
        guardDescriptor = hearth_guard_start("AWS_SESSION_TOKEN=\(sessionToken)")
        if guardDescriptor < 0 { throw ProcessError("start its guard process", errno: -guardDescriptor) }
    }

    deinit {
        starter.stop()
        close(guardDescriptor)
    }

    /// Starts a process. `completion` gets it or the reason why there is none; `onExit` comes once, after that.
    /// Both are called on threads of the supervisor's.
    package func start(
        _ specification: ProcessSpecification,
        completion: @escaping @Sendable (Result<ChildProcess, ProcessError>) -> Void,
        onExit: @escaping @Sendable (ProcessExit, _ maxResidentKilobytes: Int) -> Void
    ) {
        starter.run { [self] in
            let pid = Self.startPatiently(specification)
            guard pid > 0 else {
                completion(.failure(ProcessError("start \(specification.path)", errno: -pid)))
                return
            }
            hearth_guard_add(guardDescriptor, pid)
            // It has ended already where this fails.
            try? specification.cpuGroup?.add(pid)
            let mark = specification.mark.flatMap { name in specification.environment[name].map { "\(name)=\($0)" } }
            let process = ChildProcess(pid: pid, mark: mark)
            completion(.success(process))
            watch(process) { [cpuGroup = specification.cpuGroup] exit, peak in
                cpuGroup?.ended(pid)
                onExit(exit, peak)
            }
        }
    }

    /// A program that is still being written, or that a child on its way to its own program holds open for writing,
    /// cannot be executed for a moment ("text file busy"), which on a busy machine can be a long one.
    private static func startPatiently(_ specification: ProcessSpecification) -> pid_t {
        for _ in 0..<1_000 {
            let pid = specification.start()
            if pid != -ETXTBSY { return pid }
            usleep(2_000)
        }
        return -ETXTBSY
    }

    private func watch(_ process: ChildProcess, _ onExit: @escaping @Sendable (ProcessExit, Int) -> Void) {
        let descriptor = hearth_process_open(process.pid)
        do throws(ProcessError) {
            guard descriptor >= 0 else { throw ProcessError("watch a process", errno: -descriptor) }
            try Self.exits.watch(descriptor) { [self] watch in
                watch.cancel()
                close(descriptor)
                reap(process, wait: false, onExit)
            }
        } catch {
            // No descriptor is to be had, or none can be watched: a thread waits instead.
            if descriptor >= 0 { close(descriptor) }
            DispatchQueue.global().async { [self] in reap(process, wait: true, onExit) }
        }
    }

    /// The kernel counts what this process used when it started the other (until `execve` they are one), so that only a
    /// peak above this one's own tells something of the other; 0 where it does not.
    private static func ownPeak(_ kilobytes: Int) -> Int {
        kilobytes > ProcessMemory(pid: getpid()).peakKilobytes ? kilobytes : 0
    }

    private func reap(_ process: ChildProcess, wait: Bool, _ onExit: (ProcessExit, Int) -> Void) {
        if wait {
            var info = siginfo_t()
            waitid(P_PID, id_t(process.pid), &info, WEXITED | WNOWAIT)
        }
        process.killOrphans()
        var status: Int32 = 0
        var usage = rusage()
        wait4(process.pid, &status, 0, &usage)
        process.ended()
        hearth_guard_remove(guardDescriptor, process.pid)
        let signal = status & 0x7F
        onExit(
            signal == 0 ? .code((status >> 8) & 0xFF) : .signal(signal),
            Self.ownPeak(Int(usage.ru_maxrss))
        )
    }
}

/// How a process ended.
package enum ProcessExit: Sendable, Hashable {
    case code(Int32)
    case signal(Int32)
}

/// Why a process could not be started.
package struct ProcessError: Error, CustomStringConvertible {
    package var errno: Int32
    package var description: String
    /// As programs in Go say it, which Lambda's is.
    package var reason: String { String(cString: strerror(errno)).lowercased() }

    /// `what` was tried: an infinitive.
    package init(_ what: String, errno: Int32) {
        self.errno = errno
        description = "could not \(what): \(String(cString: strerror(errno)))"
    }
}

/// A thread that runs one job after another until it is stopped.
private final class StarterThread: Sendable {
    private let jobs = Mutex<[@Sendable () -> Void]>([])
    private let signal = DispatchSemaphore(value: 0)
    private let isStopped = Mutex(false)

    init() { DetachedThread.start { [self] in loop() } }

    func run(_ job: @escaping @Sendable () -> Void) {
        jobs.withLock { $0.append(job) }
        signal.signal()
    }

    func stop() {
        isStopped.withLock { $0 = true }
        signal.signal()
    }

    private func loop() {
        while true {
            signal.wait()
            while let job = jobs.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { job() }
            if isStopped.withLock({ $0 }) { return }
        }
    }
}
