#if canImport(Glibc)
    import Glibc
#endif

/// What a process has started, and what that has started, by `/proc` (proc_pid_task(5)).
enum ProcessTree {
    /// More are not looked at, so that a program that starts ever more does not hold up who looks.
    private static let most = 256

    /// None where the kernel does not tell (`CONFIG_PROC_CHILDREN`).
    static func descendants(of pid: pid_t) -> [pid_t] {
        var found = children(of: pid)
        var next = 0
        while next < found.count, found.count < most {
            found += children(of: found[next])
            next += 1
        }
        return found
    }

    /// Each thread has children of its own.
    private static func children(of pid: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc/\(pid)/task") else { return [] }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if let thread = pid_t(name) { found += Self.read("/proc/\(pid)/task/\(thread)/children") }
        }
        return found
    }

    private static func read(_ path: String) -> [pid_t] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer in
            let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            guard count > 0 else { return [] }
            return String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ").compactMap { pid_t($0) }
        }
    }
}

/// Whether a process has children, told by the kernel on a descriptor that stays open: those of its first thread, which
/// starts others as a rule.
struct ProcessChildren: ~Copyable, Sendable {
    private let list: Int32

    init(pid: pid_t) { list = open("/proc/\(pid)/task/\(pid)/children", O_RDONLY | O_CLOEXEC) }

    deinit { close(list) }

    var isEmpty: Bool {
        var byte: UInt8 = 0
        return pread(list, &byte, 1, 0) <= 0
    }
}
