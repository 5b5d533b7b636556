import CProcess
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What a process is started with.
package struct ProcessSpecification: Sendable {
    package var path: String
    /// Those behind the program's own name, which is its path.
    package var arguments: [String]
    package var environment: [String: String]
    package var workingDirectory: String
    /// Takes standard output and standard error.
    package var output: Int32
    /// Limits its CPU time.
    package var cpuGroup: CPUGroup?
    /// A variable of its environment, by which what it has started is known when it has crashed: all of that ends then.
    package var mark: String?

    package init(
        path: String,
        arguments: [String] = [],
        environment: [String: String],
        workingDirectory: String,
        output: Int32,
        cpuGroup: CPUGroup? = nil,
        mark: String? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.output = output
        self.cpuGroup = cpuGroup
        self.mark = mark
    }

    /// The process's id, or minus the number of the error.
    func start() -> pid_t {
        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer {
            for text in words + variables { free(text) }
        }
        return (words + [nil]).withUnsafeBufferPointer { arguments in
            (variables + [nil]).withUnsafeBufferPointer { variables in
                path.withCString { path in
                    workingDirectory.withCString { directory in
                        var process = hearth_process(
                            path: path,
                            arguments: arguments.baseAddress,
                            environment: variables.baseAddress,
                            working_directory: directory,
                            output: output
                        )
                        return hearth_process_start(&process)
                    }
                }
            }
        }
    }
}

/// A process that was started here, the group it leads, and what it has started that has left the group.
package final class ChildProcess: Sendable {
    private struct State {
        var isAlive = true
        var isKilled = false
        /// Those outside the group that stand still with it.
        var frozen: [pid_t] = []
    }

    package let pid: pid_t
    /// `NAME=value` in the environment of all that it starts.
    private let mark: String?
    private let memory: ProcessMemory
    private let children: ProcessChildren
    private let state = Mutex(State())

    init(pid: pid_t, mark: String? = nil) {
        self.pid = pid
        self.mark = mark
        memory = ProcessMemory(pid: pid)
        children = ProcessChildren(pid: pid)
    }

    /// Ends all of them at once.
    package func kill() {
        whileAlive { state in
            state.isKilled = true
            let others = strays
            _ = Glibc.kill(-pid, SIGKILL)
            for other in others { _ = Glibc.kill(other, SIGKILL) }
        }
    }

    /// Ends what it has left behind: it has ended by itself, if nobody has killed it, and is not yet reaped, so that the id
    /// of its group is still its own.
    func killOrphans() {
        whileAlive { state in
            _ = Glibc.kill(-pid, SIGKILL)
            guard !state.isKilled, let mark else { return }
            for other in ProcessTree.orphans(markedBy: mark) { _ = Glibc.kill(other, SIGKILL) }
        }
    }

    /// Asks the group to end; what is frozen goes on for that.
    package func terminate() {
        whileAlive { state in
            _ = Glibc.kill(-pid, SIGTERM)
            resume(&state)
        }
    }

    /// Stops all of them where they stand, until `thaw`. They can still be killed.
    package func freeze() {
        whileAlive { state in
            _ = Glibc.kill(-pid, SIGSTOP)
            state.frozen = children.isEmpty ? [] : strays
            for other in state.frozen { _ = Glibc.kill(other, SIGSTOP) }
        }
    }

    package func thaw() { whileAlive { resume(&$0) } }

    private func resume(_ state: inout State) {
        _ = Glibc.kill(-pid, SIGCONT)
        for other in state.frozen { _ = Glibc.kill(other, SIGCONT) }
        state.frozen = []
    }

    private func whileAlive(_ body: (inout State) -> Void) {
        state.withLock { if $0.isAlive { body(&$0) } }
    }

    /// What it has started that is in a group of its own.
    private var strays: [pid_t] { ProcessTree.descendants(of: pid).filter { getpgid($0) != pid } }

    /// The process is gone; its id may soon be another's.
    func ended() { state.withLock { $0.isAlive = false } }

    /// What it uses now with all that it has started, in KB; 0 when it has ended. Memory that several share counts once.
    package var memoryUse: (kilobytes: Int, hasChildren: Bool) {
        guard !children.isEmpty else { return (memory.residentKilobytes, false) }
        let others = ProcessTree.descendants(of: pid)
        return (([pid] + others).reduce(0) { $0 + ProcessMemory.proportionalKilobytes(of: $1) }, true)
    }

    /// The most it has ever used, without what it has started, in KB; 0 when it has ended.
    package var peakResidentKilobytes: Int { memory.peakKilobytes }

    /// What it has had of the processors; `nil` when it has ended, and where the system does not tell.
    package var processorTime: ProcessorTime? {
        state.withLock { $0.isAlive ? ProcessorTime(pid: pid) : nil }
    }
}

/// Reads a process's memory from `/proc`, on descriptors that stay open.
struct ProcessMemory: ~Copyable, Sendable {
    private static let pageKilobytes = Int(sysconf(Int32(_SC_PAGESIZE))) / 1_024

    private let statm: Int32
    private let status: Int32

    init(pid: pid_t) {
        statm = open("/proc/\(pid)/statm", O_RDONLY | O_CLOEXEC)
        status = open("/proc/\(pid)/status", O_RDONLY | O_CLOEXEC)
    }

    deinit {
        close(statm)
        close(status)
    }

    /// The second number of `statm` is resident pages (proc_pid_statm(5)).
    var residentKilobytes: Int {
        Self.read(statm) { text in
            Self.number(in: text, after: text.firstIndex(of: 0x20) ?? 0) * Self.pageKilobytes
        }
    }

    /// `VmHWM` of `status` (proc_pid_status(5)).
    var peakKilobytes: Int { Self.read(status) { Self.number(labelled: "VmHWM:", in: $0) } }

    /// `Pss` of `smaps_rollup`: of what several processes share, its part (proc_pid_smaps(5)).
    static func proportionalKilobytes(of pid: pid_t) -> Int {
        let descriptor = open("/proc/\(pid)/smaps_rollup", O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        return read(descriptor) { number(labelled: "Pss:", in: $0) }
    }

    private static func number(labelled label: StaticString, in text: UnsafeBufferPointer<UInt8>) -> Int {
        let label = UnsafeBufferPointer(start: label.utf8Start, count: label.utf8CodeUnitCount)
        var start = 0
        while start < text.count {
            if text[start...].starts(with: label) { return number(in: text, after: start + label.count) }
            start = (text[start...].firstIndex(of: 0x0A) ?? text.count) + 1
        }
        return 0
    }

    private static func read(_ descriptor: Int32, _ body: (UnsafeBufferPointer<UInt8>) -> Int) -> Int {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer in
            let count = pread(descriptor, buffer.baseAddress, buffer.count, 0)
            return count <= 0 ? 0 : body(UnsafeBufferPointer(rebasing: buffer[..<count]))
        }
    }

    private static func number(in text: UnsafeBufferPointer<UInt8>, after start: Int) -> Int {
        var value = 0
        for byte in text[start...].drop(while: { $0 == 0x20 || $0 == 0x09 }) {
            guard (0x30...0x39).contains(byte) else { break }
            value = value * 10 + Int(byte - 0x30)
        }
        return value
    }
}
