import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where control groups that limit the CPU time of processes are made: below the one that this process is in.
///
/// https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu,
/// https://docs.kernel.org/scheduler/sched-bwc.html (version 1)
package final class CPUGroups: Sendable {
    /// What the groups' names begin with.
    static let prefix = "hearth-"

    let hierarchy: CPUHierarchy
    private let made = Atomic(0)

    /// Throws where this machine, or this user, cannot have such groups. Groups that an earlier process left go away.
    package init() throws(CPUGroupError) {
        hierarchy = try CPUHierarchy(mounts: TextFile.read("/proc/mounts"), own: TextFile.read("/proc/self/cgroup"))
        removeEmpty()
        try prepare()
        // Shows whether groups can be made at all.
        let trial = group(cpus: 1)
        try trial.make()
        defer { trial.remove() }
        try trial.limit()
    }

    init(_ hierarchy: CPUHierarchy) throws(CPUGroupError) {
        self.hierarchy = hierarchy
        try prepare()
    }

    /// A group whose processes get so many CPUs' time together once it is limited. The kernel learns of it when it has a
    /// process.
    package func group(cpus: Double) -> CPUGroup {
        let number = made.add(1, ordering: .relaxed).newValue
        return CPUGroup(
            folder: "\(hierarchy.folder)/\(Self.prefix)\(getpid())-\(number)",
            settings: hierarchy.version.limit(cpus: cpus)
        )
    }

    /// Version 2 limits the children of a group only where the group has no processes of its own.
    private func prepare() throws(CPUGroupError) {
        guard hierarchy.version == .two else { return }
        let control = "\(hierarchy.folder)/cgroup.subtree_control"
        guard !TextFile.read(control).split(whereSeparator: \.isWhitespace).contains("cpu") else { return }
        if TextFile.write("+cpu", to: control) == nil { return }
        try CPUGroup(folder: "\(hierarchy.folder)/\(Self.prefix)self").add(getpid())
        if let problem = TextFile.write("+cpu", to: control) {
            throw CPUGroupError(
                "\(control): \(problem). Start Hearth in a group of its own: systemd-run --user --scope -p Delegate=yes …"
            )
        }
    }

    private func removeEmpty() {
        guard let folder = opendir(hierarchy.folder) else { return }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { name in
                name.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name.hasPrefix(Self.prefix) { rmdir("\(hierarchy.folder)/\(name)") }
        }
    }
}

/// One control group. It is there while it has processes.
package final class CPUGroup: Sendable {
    let folder: String
    private let settings: [(file: String, text: String)]
    private struct State {
        var members: Set<pid_t> = []
        var isLimited = false
    }

    private let state = Mutex(State())

    init(folder: String, settings: [(file: String, text: String)] = []) {
        self.folder = folder
        self.settings = settings
    }

    /// Takes a process in, and all that it will start.
    func add(_ pid: pid_t) throws(CPUGroupError) {
        try state.withLock { state throws(CPUGroupError) in
            if state.members.isEmpty {
                try make()
                if state.isLimited { try writeLimit() }
            }
            try write("\(pid)", to: "cgroup.procs")
            state.members.insert(pid)
        }
    }

    /// From now on its processes get no more than their share. Once is enough.
    package func limit() throws(CPUGroupError) {
        try state.withLock { state throws(CPUGroupError) in
            guard !state.isLimited else { return }
            state.isLimited = true
            try writeLimit()
        }
    }

    /// The process has ended and its parent knows.
    func ended(_ pid: pid_t) {
        state.withLock { state in
            if state.members.remove(pid) != nil, state.members.isEmpty { remove() }
        }
    }

    fileprivate func make() throws(CPUGroupError) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
            throw CPUGroupError("\(folder): \(String(cString: strerror(errno)))")
        }
    }

    private func writeLimit() throws(CPUGroupError) {
        for (file, text) in settings { try write(text, to: file) }
    }

    fileprivate func remove() { rmdir(folder) }

    private func write(_ text: String, to file: String) throws(CPUGroupError) {
        if let problem = TextFile.write(text, to: "\(folder)/\(file)") {
            throw CPUGroupError("\(folder)/\(file): \(problem)")
        }
    }
}

/// Why CPU time cannot be limited.
package struct CPUGroupError: Error, Hashable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }
}

/// Files of the kernel's, which are short.
private enum TextFile {
    /// Empty where there is no such file.
    static func read(_ path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// What went wrong, in the system's words.
    static func write(_ text: String, to path: String) -> String? {
        let descriptor = open(path, O_WRONLY | O_TRUNC)
        guard descriptor >= 0 else { return String(cString: strerror(errno)) }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        let isWritten = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
        return isWritten ? nil : String(cString: strerror(errno))
    }
}
