import Foundation
import Programs
import Testing

@testable import Processes

/// Shells that start others, which leave their group.
@Suite struct ProcessTreeTests {
    private static let script = "setsid sleep 1000 & sleep 1001 & wait"

    private func process() async throws -> (RunningProgram, ChildProcess, others: [pid_t]) {
        let program = try RunningProgram("/usr/bin/setsid", ["/bin/sh", "-c", Self.script])
        return (program, ChildProcess(pid: program.pid), try await sleepers(of: program.pid))
    }

    /// The two that the script starts, once they sleep.
    private func sleepers(of pid: pid_t) async throws -> [pid_t] {
        while true {
            let found = ProcessTree.descendants(of: pid)
            if found.count == 2, found.allSatisfy({ Self.state($0) == "S" && Self.name($0) == "sleep" }) {
                return found
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
        let output = open("/dev/null", O_WRONLY)
        defer { close(output) }
        let specification = ProcessSpecification(
            path: "/bin/sh",
            arguments: ["-c", Self.script],
            environment: ["MARK": UUID().uuidString, "PATH": "/usr/bin:/bin"],
            workingDirectory: "/",
            output: output,
            mark: "MARK"
        )
        func start() async throws -> ChildProcess {
            try await withCheckedThrowingContinuation { continuation in
                supervisor.start(specification) {
                    continuation.resume(with: $0)
                } onExit: { _, _ in
                }
            }
        }
        let (crashing, other) = (try await start(), try await start())
        defer { other.kill() }
        let (left, others) = (try await sleepers(of: crashing.pid), try await sleepers(of: other.pid))
        kill(crashing.pid, SIGKILL)
        try await wait(left) { $0 == "" || $0 == "Z" }
        #expect(others.allSatisfy { Self.state($0) == "S" })
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
