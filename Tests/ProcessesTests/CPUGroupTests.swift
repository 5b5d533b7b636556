import Foundation
import Programs
import Testing

@testable import Processes

struct CPUGroupTests {
    private static let first = """
        tmpfs /sys/fs/cgroup tmpfs rw 0 0
        cgroup /sys/fs/cgroup/cpu,cpuacct cgroup rw,relatime,cpu,cpuacct 0 0
        cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0
        """
    private static let second = "cgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n"

    @Test func findsTheGroupThatItIsIn() throws {
        let one = try CPUHierarchy(mounts: Self.first, own: "4:memory:/x\n2:cpu,cpuacct:/docker/abc\n0::/init.scope\n")
        #expect(one.version == .one)
        #expect(one.folder == "/sys/fs/cgroup/cpu,cpuacct/docker/abc")
        let root = try CPUHierarchy(mounts: Self.first, own: "2:cpu,cpuacct:/\n")
        #expect(root.folder == "/sys/fs/cgroup/cpu,cpuacct")
        let two = try CPUHierarchy(mounts: Self.second, own: "0::/user.slice/run-1.scope\n")
        #expect(two.version == .two)
        #expect(two.folder == "/sys/fs/cgroup/user.slice/run-1.scope")
        #expect(throws: CPUGroupError.self) { try CPUHierarchy(mounts: "proc /proc proc rw 0 0\n", own: "") }
    }

    @Test func sharesFollowFromTheMemorySize() {
        #expect(CPUHierarchy.Version.one.limit(cpus: 128 / 1_769).map(\.text) == ["20000", "1447"])
        #expect(CPUHierarchy.Version.two.limit(cpus: 1).map(\.text) == ["20000 20000"])
        #expect(CPUHierarchy.Version.two.limit(cpus: 10_240 / 1_769).map(\.text) == ["115771 20000"])
        #expect(CPUHierarchy.Version.two.limit(cpus: 0.001).map(\.text) == ["1000 20000"])
    }

    /// Version 2 in a folder that stands for the kernel's: what would be written where.
    @Test func groupsComeAndGo() throws {
        let folder = NSTemporaryDirectory() + "cgroup-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try Data("cpu memory\n".utf8).write(to: URL(filePath: "\(folder)/cgroup.subtree_control"))
        var hierarchy = try CPUHierarchy(mounts: Self.second, own: "0::/\n")
        hierarchy.folder = folder
        let group = try CPUGroups(hierarchy).group(cpus: 0.5)
        // The kernel makes a group's files with it, a folder has none.
        #expect(throws: CPUGroupError.self) { try group.add(1) }
        for file in ["cpu.max", "cgroup.procs"] { try Data().write(to: URL(filePath: "\(group.folder)/\(file)")) }
        try group.add(1)
        #expect(try String(contentsOfFile: "\(group.folder)/cpu.max", encoding: .utf8).isEmpty)
        try group.limit()
        #expect(try String(contentsOfFile: "\(group.folder)/cpu.max", encoding: .utf8) == "10000 20000")
        #expect(try String(contentsOfFile: "\(group.folder)/cgroup.procs", encoding: .utf8) == "1")
    }

    /// Where the machine lets this user make groups, a process gets into one, and the group goes when both have ended.
    @Test func processesAreInTheirGroup() async throws {
        guard let groups = try? CPUGroups() else { return }
        let group = groups.group(cpus: 0.1)
        let program = try RunningProgram("/bin/sleep", ["1000"])
        try group.add(program.pid)
        let members = try String(contentsOfFile: "\(group.folder)/cgroup.procs", encoding: .utf8)
        #expect(members == "\(program.pid)\n")
        program.kill()
        group.ended(program.pid)
        #expect(!FileManager.default.fileExists(atPath: group.folder))
    }
}
