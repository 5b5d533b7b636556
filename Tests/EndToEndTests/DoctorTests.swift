import Foundation
import JSON
import Programs
import Testing

@Suite(.fewAtATime) struct DoctorTests {
    private func checks(_ result: ProgramResult) throws -> [String: JSON] {
        let report = try JSON(parsing: result.output)
        let checks = try #require(report["checks"]?.arrayValue)
        #expect(report["problems"]?.intValue == checks.count { $0["verdict"] == "problem" })
        #expect((report["problems"] == 0) == (result.status == 0))
        return Dictionary(uniqueKeysWithValues: checks.map { ($0["name"]?.stringValue ?? "", $0) })
    }

    @Test func aPortThatIsTakenIsAProblemUnlessThisHearthHasIt() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", "exit 1")
        try workshop.template(["echo": ""])
        let hearth = try await RunningHearth(workshop)
        let port = hearth.gateway.split(separator: ":").last.map(String.init) ?? ""
        let endpoint = hearth.endpoint.split(separator: ":").last.map(String.init) ?? ""
        func diagnosis(_ workshop: Workshop) async throws -> ProgramResult {
            try await workshop.hearth("doctor", "--port", port, "--endpoint-port", endpoint, "--output", "json")
        }
        let ours = try checks(await diagnosis(workshop))
        #expect(ours["port \(port)"]?["verdict"] == "ok")
        #expect(ours["state"]?["finding"]?.stringValue?.contains("the Hearth that runs here is process ") == true)
        let elsewhere = try await diagnosis(Workshop())
        #expect(elsewhere.status == 1)
        let other = try checks(elsewhere)["port \(endpoint)"]
        #expect(other?["verdict"] == "problem")
        #expect(other?["finding"]?.stringValue?.contains("hearth (process ") == true, "\(elsewhere.output)")
        #expect(hearth.interrupt() == 0)
    }

    @Test func whatIsNotInstalledIsAWarning() async throws {
        let workshop = try Workshop()
        // Nothing but what the command itself runs.
        for name in ["sh", "timeout"] {
            try workshop.write("bin/\(name)", "#!/bin/sh\nexit 1\n", executable: true)
        }
        let result = try await Program.run(
            Program.hearth,
            ["doctor", "--output", "json"],
            in: workshop.folder,
            environment: ["PATH": "\(workshop.folder)/bin"]
        )
        let found = try checks(result)
        for name in ["swift", "redis", "python", "node", "aws"] {
            #expect(found[name]?["verdict"] == "warning", "\(name)")
            #expect(found[name]?["remedy"]?.stringValue?.contains("install") == true, "\(name)")
        }
    }

    @Test func aStateFolderThatCannotBeMadeIsAProblem() async throws {
        let arguments = ["doctor", "--data-dir", "/proc/hearth"]
        let result = try await Program.run(Program.hearth, arguments)
        #expect(result.status == 1)
        #expect(result.output.contains("problem  state"))
        #expect(result.output.contains("--ephemeral"))
        #expect(!result.output.contains("\u{1B}"))
    }
}
