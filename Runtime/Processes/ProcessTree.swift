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

    /// Processes with `mark`, a line of their environment, that no process of ours with that mark has started which is still
    /// there: their parents have ended.
    static func orphans(markedBy mark: String) -> [pid_t] {
        let parents = Dictionary(uniqueKeysWithValues: all.filter { isMarked($0, mark) }.map { ($0, parent(of: $0)) })
        return parents.keys.filter { pid in
            var root = pid
            // No longer than there are processes, should one have taken the id of another meanwhile.
            for _ in parents {
                guard let parent = parents[root] else { break }
                root = parent
            }
            return root != getpid()
        }
    }

    private static var all: [pid_t] {
        guard let folder = opendir("/proc") else { return [] }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            if let pid = pid_t(name(entry)) { found.append(pid) }
        }
        return found
    }

    private static func isMarked(_ pid: pid_t, _ mark: String) -> Bool {
        contents("/proc/\(pid)/environ").split(separator: 0).contains { $0.elementsEqual(mark.utf8) }
    }

    /// The second field behind the name, which may hold any character (proc_pid_stat(5)).
    private static func parent(of pid: pid_t) -> pid_t {
        let stat = contents("/proc/\(pid)/stat")
        guard let end = stat.lastIndex(of: UInt8(ascii: ")")) else { return 0 }
        let fields = stat[(end + 1)...].split(separator: 0x20)
        return fields.count > 1 ? pid_t(String(decoding: fields[1], as: UTF8.self)) ?? 0 : 0
    }

    /// Empty where it is not to be read.
    private static func contents(_ path: String) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return [] }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16_384) { buffer in
            while case let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count), count > 0 {
                bytes += buffer[..<count]
            }
        }
        return bytes
    }

    private static func name(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }

    /// Each thread has children of its own.
    private static func children(of pid: pid_t) -> [pid_t] {
        guard let folder = opendir("/proc/\(pid)/task") else { return [] }
        defer { closedir(folder) }
        var found: [pid_t] = []
        while let entry = readdir(folder) {
            guard let thread = pid_t(name(entry)) else { continue }
            let list = String(decoding: contents("/proc/\(pid)/task/\(thread)/children"), as: UTF8.self)
            found += list.split(separator: " ").compactMap { pid_t($0) }
        }
        return found
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
