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

    package init(
        path: String,
        arguments: [String] = [],
        environment: [String: String],
        workingDirectory: String,
        output: Int32,
        cpuGroup: CPUGroup? = nil
    ) {
        self.path = path
        self.arguments = arguments
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.output = output
        self.cpuGroup = cpuGroup
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

/// A process that was started here, and the group it leads.
package final class ChildProcess: Sendable {
    package let pid: pid_t
    private let memory: ProcessMemory
    private let isAlive = Mutex(true)

    init(pid: pid_t) {
        self.pid = pid
        memory = ProcessMemory(pid: pid)
    }

    /// Ends the whole group at once.
    package func kill() { send(SIGKILL) }

    /// Asks the whole group to end; one that is frozen goes on for that.
    package func terminate() { send(SIGTERM, SIGCONT) }

    /// Stops the whole group where it stands, until `thaw`. It can still be killed.
    package func freeze() { send(SIGSTOP) }

    package func thaw() { send(SIGCONT) }

    private func send(_ signals: Int32...) {
        isAlive.withLock { isAlive in
            guard isAlive else { return }
            for signal in signals { _ = Glibc.kill(-pid, signal) }
        }
    }

    /// The process is gone; its id may soon be another's.
    func ended() { isAlive.withLock { $0 = false } }

    /// What it uses now, in KB; 0 when it has ended.
    package var residentKilobytes: Int { memory.residentKilobytes }

    /// The most it has ever used, in KB; 0 when it has ended.
    package var peakResidentKilobytes: Int { memory.peakKilobytes }

    /// What it has had of the processors; `nil` when it has ended, and where the system does not tell.
    package var processorTime: ProcessorTime? {
        isAlive.withLock { $0 ? ProcessorTime(pid: pid) : nil }
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
    var peakKilobytes: Int {
        Self.read(status) { text in
            let label = Array("VmHWM:".utf8)
            var start = 0
            while start < text.count {
                if text[start...].starts(with: label) { return Self.number(in: text, after: start + label.count) }
                start = (text[start...].firstIndex(of: 0x0A) ?? text.count) + 1
            }
            return 0
        }
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
