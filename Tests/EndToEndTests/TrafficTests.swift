import Foundation
import JSON
import Programs
import Testing

/// `hearth traffic`: a traffic file's requests, sent to a Hearth that runs.
@Suite(.fewAtATime) struct LiveTrafficTests {
    private static let traffic = """
        {
          "title": "t", "time": "1m", "requestsPerUserPerMinute": 60,
          "users": [{"at": "0s", "count": 10}, {"at": "1m", "count": 30}],
          "routes": {
            "POST /echo": {"share": 0.5, "handler": "5ms", "requests": [{"path": "/echo", "body": {"a": 1}}]},
            "POST /things/{id}": {
              "share": 0.25, "handler": "5ms",
              "requests": [{"path": "/things/1", "body": {"a": 1}}, {"path": "/things/2?b=c", "body": {}}]
            },
            "GET /nowhere": {"share": 0.25, "handler": "5ms"}
          }
        }
        """

    /// Shells take their time on a busy machine.
    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.script("echo", #"while true; do next; answer '{"statusCode":200,"body":"here"}'; done"#)
        try workshop.template(["echo": #""Timeout": 29"#])
        try workshop.write("traffic.json", Self.traffic)
        return workshop
    }

    /// A hundred requests a second, for three seconds.
    @Test func requestsAreSentAndCounted() async throws {
        let workshop = try workshop()
        let hearth = try await RunningHearth(workshop)
        let sent = try await workshop.hearth(
            "traffic",
            "traffic.json",
            "--scale",
            "5",
            "--speed",
            "20",
            "--output",
            "json"
        )
        #expect(sent.status == 0, "\(sent)")
        let report = try JSON(parsing: sent.output)
        let (all, echo) = (report["routes"]?["all"], report["routes"]?["POST /echo"])
        #expect((150...450).contains(all?["sent"]?.intValue ?? 0), "\(report.text)")
        #expect(all?["unanswered"] == 0 && all?["5xx"] == 0)
        #expect(echo?["2xx"] == echo?["sent"])
        for name in ["GET /nowhere", "POST /things/{id}"] {
            let missing = report["routes"]?[name]
            #expect(missing?["4xx"] == missing?["sent"])
        }
        let starts = [report["coldStarts"], report["warmStarts"]].reduce(0) { $0 + ($1?.intValue ?? 0) }
        #expect(starts == all?["2xx"]?.intValue)
        #expect((report["coldStarts"]?.intValue ?? 0) > 0 && (report["mostEnvironments"]?.intValue ?? 0) > 0)
        let table = try await workshop.hearth("traffic", "traffic.json", "--speed", "60")
        #expect(table.output.contains("POST /things/{id}") && table.output.contains("of them cold"))
        #expect(table.output.contains("for it, by the tiers of a month that goes on like this"))
        #expect(hearth.interrupt() == 0)
    }

    @Test func whatCannotBeSentIsTold() async throws {
        let workshop = try workshop()
        let none = try await workshop.hearth("traffic", "traffic.json")
        #expect(none.status == 1 && none.errors.contains("no Hearth runs here"), "\(none)")
        let hearth = try await RunningHearth(workshop)
        try workshop.write("silent.json", Self.traffic.replacing("GET /nowhere", with: "GET /books/{id}"))
        let silent = try await workshop.hearth("traffic", "silent.json")
        #expect(silent.errors.contains(#"routes["GET /books/{id}"].requests must say what to send"#), "\(silent)")
        let header = try await workshop.hearth("traffic", "traffic.json", "--header", "Bearer")
        #expect(header.errors.contains("expected Name: value"), "\(header)")
        let address = try await workshop.hearth("traffic", "traffic.json", "--gateway", "nonsense")
        #expect(address.errors.contains("--gateway nonsense: expected an address"), "\(address)")
        let seed = try await workshop.hearth("traffic", "traffic.json", "--seed", "-1")
        #expect(seed.errors.contains("'-1' is invalid for '--seed <seed>'"), "\(seed)")
        let slow = try await workshop.hearth("traffic", "traffic.json", "--speed", "0")
        #expect(slow.errors.contains("--speed must be above 0"), "\(slow)")
        let deaf = try await workshop.hearth(
            "traffic",
            "traffic.json",
            "--speed",
            "60",
            "--gateway",
            "http://127.0.0.1:1"
        )
        #expect(deaf.status == 1 && deaf.errors.contains("http://127.0.0.1:1 answered nothing"), "\(deaf)")
        #expect(hearth.interrupt() == 0)
    }
}
