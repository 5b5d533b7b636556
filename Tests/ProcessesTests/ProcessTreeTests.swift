import Foundation
import Programs
import Testing

@testable import Processes

/// Shells that start others, which leave their group.
@Suite struct ProcessTreeTests {
    private static let script = "setsid sleep 1000 & sleep 1001 & wait"

    private func process() async throws -> (RunningProgram, ChildProcess, others: [pid_t]) {
        let program = try RunningProgram("/usr/bin/setsid", ["/bin/sh", "-c", Self.script])
        let process = ChildProcess(pid: program.pid)
        while true {
            let others = ProcessTree.descendants(of: program.pid)
            if others.count == 2, others.allSatisfy({ Self.state($0) == "S" && Self.name($0) == "sleep" }) {
                return (program, process, others)
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func fields(_ pid: pid_t) -> [Substring] {
        ((try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)) ?? "").split(separator: " ")
    }

    private static func name(_ pid: pid_t) -> String {
        fields(pid).dropFirst().first.map { $0.trimmingCharacters(in: ["(", ")"]) } ?? ""
    }

    /// `Z` and nothing are an end.
    private static func state(_ pid: pid_t) -> String { fields(pid).dropFirst(2).first.map(String.init) ?? "" }

    private func wait(_ pids: [pid_t], until isSo: (String) -> Bool) async throws {
        while !pids.allSatisfy({ isSo(Self.state($0)) }) { try await Task.sleep(for: .milliseconds(5)) }
    }

    /// A program that crashes leaves nothing behind, whatever session that is in; others with the same mark go on.
    @Test(.timeLimit(.minutes(1))) func whatACrashLeavesBehindEnds() async throws {
        let supervisor = try ProcessSupervisor()
        let mark = "MARK=\(UUID().uuidString)"
        let output = open("/dev/null", O_WRONLY)
        defer { close(output) }
        func start(_ script: String, _ onExit: @escaping @Sendable () -> Void = {}) async throws -> ChildProcess {
            let specification = ProcessSpecification(
                path: "/bin/sh",
                arguments: ["-c", script],
                environment: ["MARK": String(mark.dropFirst(5)), "PATH": "/usr/bin:/bin"],
                workingDirectory: "/",
                output: output,
                mark: "MARK"
            )
            return try await withCheckedThrowingContinuation { continuation in
                supervisor.start(specification) {
                    continuation.resume(with: $0)
                } onExit: { _, _ in
                    onExit()
                }
            }
        }
        let other = try await start("setsid sleep 1002 & wait")
        let (ends, end) = AsyncStream<Void>.makeStream()
        _ = try await start("setsid sleep 1003 & sleep 0.2; exit 1") { end.yield() }
        for await _ in ends { break }
        let left = ProcessTree.descendants(of: other.pid)
        #expect(ProcessTree.orphans(markedBy: mark).allSatisfy { ["Z", ""].contains(Self.state($0)) })
        #expect(left.contains { Self.name($0) == "sleep" && Self.state($0) == "S" })
        other.kill()
    }

    @Test(.timeLimit(.minutes(1))) func allStandStillGoOnAndEnd() async throws {
        let (program, process, others) = try await process()
        #expect(process.memoryUse.hasChildren && process.memoryUse.kilobytes > 0)
        process.freeze()
        try await wait(others + [program.pid]) { $0 == "T" }
        process.thaw()
        try await wait(others + [program.pid]) { $0 == "S" }
        process.kill()
        try await wait(others) { $0 == "" || $0 == "Z" }
    }
}
