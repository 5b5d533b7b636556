/// The tree of control groups that rules over CPU time, and this process's place in it.
struct CPUHierarchy: Hashable, Sendable {
    enum Version: Sendable { case one, two }

    var version: Version
    /// The group that this process is in.
    var folder: String

    /// `mounts` is what `/proc/mounts` says, `own` what `/proc/self/cgroup` says. A machine that has both versions
    /// rules by version 1 where that has the `cpu` controller.
    init(mounts: String, own: String) throws(CPUGroupError) {
        let mounts = mounts.split(separator: "\n").map { $0.split(separator: " ", omittingEmptySubsequences: false) }
            .filter { $0.count > 3 }
        let groups = own.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 2) }
        if let mount = mounts.first(where: { $0[2] == "cgroup" && $0[3].split(separator: ",").contains("cpu") }) {
            version = .one
            let group = groups.first { $0.count == 3 && $0[1].split(separator: ",").contains("cpu") }
            folder = Self.joined(mount[1], group?[2] ?? "/")
        } else if let mount = mounts.first(where: { $0[2] == "cgroup2" }) {
            version = .two
            folder = Self.joined(mount[1], Self.unified(own) ?? "/")
        } else {
            throw CPUGroupError("there are no control groups that limit CPU time on this machine (/proc/mounts)")
        }
    }

    /// The group in the one tree of version 2.
    private static func unified(_ own: String) -> Substring? {
        own.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3)
    }

    private static func joined(_ mount: Substring, _ path: Substring) -> String {
        path == "/" ? String(mount) : "\(mount)\(path)"
    }
}

extension CPUHierarchy.Version {
    /// Microseconds. As on Lambda, a small share comes in short slices rather than in long ones.
    static let period = 20_000
    /// The least that the kernel takes.
    static let leastQuota = 1_000

    /// What is written into which files of a group.
    func limit(cpus: Double) -> [(file: String, text: String)] {
        let quota = max(Self.leastQuota, Int(cpus * Double(Self.period)))
        return switch self {
        case .one: [("cpu.cfs_period_us", "\(Self.period)"), ("cpu.cfs_quota_us", "\(quota)")]
        case .two: [("cpu.max", "\(quota) \(Self.period)")]
        }
    }
}
