import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// What a developer sees of environments and of the model that rules over them.
@Suite(.fewAtATime) struct ObservationTests {
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.script("echo", #"while true; do next; answer "$event"; done"#)
        try workshop.template(["echo": ""])
        return workshop
    }

    @Test func environmentsAreShown() async throws {
        let workshop = try workshop()
        try workshop.script("ready", "while true; do next; answer 1; done")
        let provisioned = #""ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 2}"#
        try workshop.template(["echo": "", "ready": #""AutoPublishAlias": "live", "# + provisioned])
        let hearth = try await RunningHearth(workshop)
        let before = try await workshop.hearth("ps")
        #expect(before.status == 0)
        #expect(before.output.contains("ENV") && before.output.contains("echo"))
        for _ in 0..<3 { #expect(try await hearth.send("POST", "/echo", "{}").status == 200) }

        let status = try JSON(parsing: try await workshop.hearth("ps", "echo", "--output", "json").output)
        let function = try #require(status["functions"]?[0])
        #expect(function["name"] == "echo")
        // An invocation that comes before the runtime asks for it gets an environment of its own.
        let environments = try #require(function["environments"]?.arrayValue)
        #expect(environments.reduce(0) { $0 + ($1["invocations"]?.intValue ?? 0) } == 3)
        for environment in environments {
            let processID = try #require(environment["processID"]?.intValue)
            #expect(hearth.functionProcesses.contains(Int32(processID)))
        }

        let top = try await workshop.hearth("top", "--count", "1", "--interval", "0.1")
        #expect(top.status == 0 && top.output.contains("echo"), "\(top)")
        let ready = top.output.split(separator: "\n").first { $0.hasPrefix("ready:1 ") }?.split(separator: " ")
        #expect(ready?.prefix(4) == ["ready:1", "0", "2", "0/2"], "\(top)")
        let unknown = try await workshop.hearth("ps", "nobody")
        #expect(unknown.status == 1 && unknown.errors.contains("there is no function nobody"))
        #expect(hearth.interrupt() == 0)
    }

    @Test func recordingsAreReplayedAndDecidedAgain() async throws {
        let workshop = try workshop()
        try workshop.script("dies", "next; exit 3")
        try workshop.template(["echo": "", "dies": ""])
        let hearth = try await RunningHearth(workshop, "--record", "monday.jsonl")
        for number in 0..<5 {
            #expect(try await hearth.send("POST", "/echo", #"{"number":\#(number)}"#).status == 200)
        }
        #expect(try await hearth.send("POST", "/dies", "{}").status == 500)
        #expect(hearth.interrupt() == 0)
        let decided = try await workshop.hearth("simulate", "--recording", "monday.jsonl")
        #expect(decided.status == 0, "\(decided)")
        let recording = try String(contentsOfFile: "\(workshop.folder)/monday.jsonl", encoding: .utf8)
        for known in [#""processors":"#, #""processing":{"milliseconds":"#, #""initProcessing":{"milliseconds":"#] {
            #expect(recording.contains(known), "\(known)")
        }

        try (recording + #"{"at":17,"eve"#).write(
            toFile: "\(workshop.folder)/cut.jsonl",
            atomically: true,
            encoding: .utf8
        )
        let cut = try await workshop.hearth("simulate", "--recording", "cut.jsonl")
        #expect(cut.status == 0 && cut.errors.contains("is cut off and left out"), "\(cut)")

        let again = try await RunningHearth(workshop)
        let same = try await workshop.hearth("replay", "monday.jsonl", "--speed", "100", "--output", "json")
        #expect(same.status == 0, "\(same)")
        let report = try JSON(parsing: same.output)
        #expect(report["same"] == true && report["invocations"] == 6 && report["replayed"]?["failed"] == 1)
        #expect(again.interrupt() == 0)

        try workshop.script("echo", #"while true; do next; answer '{"statusCode":500}'; done"#)
        let other = try await RunningHearth(workshop)
        let changed = try await workshop.hearth("replay", "monday.jsonl", "--speed", "100")
        #expect(changed.status == 1, "\(changed)")
        try workshop.write("late.jsonl", recording.split(separator: "\n").dropFirst().joined(separator: "\n"))
        let late = try await workshop.hearth("replay", "late.jsonl")
        #expect(late.errors.contains("line 1: a recording begins with its settings"), "\(late)")
        #expect(other.interrupt() == 0)

        // What had a result and is not run now has another one.
        try workshop.template(["echo": #""ReservedConcurrentExecutions": 0"#, "dies": ""])
        let closed = try await RunningHearth(workshop)
        let refused = try await workshop.hearth("replay", "monday.jsonl", "--speed", "100")
        #expect(refused.status == 1 && refused.output.contains("now throttled"), "\(refused)")
        #expect(closed.interrupt() == 0)
    }

    @Test func reportsAreOnePageThatNeedsNoNetwork() async throws {
        let workshop = try workshop()
        let run = try await workshop.hearth("simulate", "--rate", "5", "--html", "report.html", "--output", "json")
        #expect(run.status == 0, "\(run)")
        #expect(try JSON(parsing: run.output)["results"]?[0]?["result"] != nil)
        let page = try String(contentsOfFile: "\(workshop.folder)/report.html", encoding: .utf8)
        #expect(page.contains("<svg"))
        for reference in ["src=\"http", "href=\"http", "@import", "fetch("] { #expect(!page.contains(reference)) }
    }
}
