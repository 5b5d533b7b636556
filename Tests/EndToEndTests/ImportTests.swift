import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// Imports from a provider that limits, fails and sends malformed rows.
@Suite(.fewAtATime) struct ImportTests {
    private func runImport(_ hearth: RunningHearth) async throws -> JSON {
        #expect(try await hearth.send("POST", "/imports/openshelf").status == 401)
        let accepted = try await hearth.send("POST", "/imports/openshelf", token: try await hearth.adminToken())
        #expect(accepted.status == 202, "\(String(decoding: accepted.body, as: UTF8.self))")
        let id = try JSON(parsing: accepted.body)["import_id"]?.stringValue ?? ""
        return try await finished(hearth, id)
    }

    private func finished(_ hearth: RunningHearth, _ id: String) async throws -> JSON {
        while true {
            let progress = try await hearth.json("GET", "/imports/\(id)")
            let isUnderWay = ["queued", "running"].contains(progress["status"]?.stringValue ?? "")
            if !isUnderWay { return progress }
        }
    }

    @Test func importedBooksAreFoundAndNothingIsFetchedTwice() async throws {
        let provider = try await RunningProvider(
            "--books",
            "110",
            "--malformed-rate",
            "0.1",
            "--error-rate",
            "0.3",
            "--requests-per-second",
            "4",
            "--burst",
            "1"
        )
        let workshop = try Workshop()
        try workshop.bookService(provider: provider.url)
        let hearth = try await RunningHearth(workshop)
        let done = try await runImport(hearth)
        #expect(done["status"] == "completed" && done["rows"]?.intValue == 110, "\(done)")
        let rejected = done["rejected"]?.intValue ?? 0
        #expect(rejected > 0 && done["books"]?.intValue == 110 - rejected)
        #expect(try await provider.answers(200) == 3)
        #expect(try await provider.answers(500) == done["failures"]?.intValue)

        let best = try #require(done["recommended"]?[0]?.stringValue)
        let book = try await hearth.json("GET", "/books/\(best)")
        let title = try #require(book["title"]?.stringValue)
        let query = JSON.object(.init([("query", .string(title)), ("limit", 100)])).text
        let found = try await hearth.json("POST", "/search", query)["books"]?.arrayValue ?? []
        #expect(found.contains { $0["book_id"]?.stringValue == best }, "\(title): \(found)")
        let ann = try await hearth.token(of: "ann")
        #expect(try await hearth.send("POST", "/books/\(best)/rate", #"{"rating":4}"#, token: ann).status == 200)

        let cold = try await hearth.json("GET", "/recommendations/somebody-new?limit=3")
        #expect(cold.text.contains("openshelf-"), "\(cold.text)")

        let asked = try await provider.answers(200)
        let invalidated = try await hearth.send(
            "POST",
            "/imports/openshelf/invalidate/mapped",
            token: try await hearth.adminToken()
        )
        #expect(invalidated.status == 200)
        let again = try await runImport(hearth)
        #expect(again["stages"]?["raw"] == ["held": 3, "made": 0, "unchanged": 0], "\(again)")
        #expect(again["stages"]?["mapped"] == ["held": 0, "made": 3, "unchanged": 0])
        #expect(try await provider.answers(200) == asked)
        let rated = try await hearth.json("GET", "/books/\(best)")
        #expect(rated["ratings_count"] == 1 && rated["title"]?.stringValue == title)
        #expect(hearth.interrupt() == 0)
    }

    /// Killed in the middle, it goes on by itself, and counts and fetches each page once.
    @Test func goesOnAfterAKillAndOverSeveralInvocations() async throws {
        let provider = try await RunningProvider("--books", "200", "--slow-rate", "1", "--slow-milliseconds", "600")
        let workshop = try Workshop()
        // Workers begin no page in the last 25 s.
        try workshop.bookService(provider: provider.url, workerTimeout: 26)
        var hearth = try await RunningHearth(workshop)
        let accepted = try await hearth.send("POST", "/imports/openshelf", token: try await hearth.adminToken())
        let id = try #require(JSON(parsing: accepted.body)["import_id"]?.stringValue)
        while try await hearth.json("GET", "/imports/\(id)")["pages"]?.intValue == 0 {}
        hearth.kill()
        hearth = try await RunningHearth(workshop)
        let done = try await finished(hearth, id)
        #expect(done["status"] == "completed" && done["pages"]?.intValue == 4, "\(done)")
        #expect(done["rows"]?.intValue == 200 && done["books"]?.intValue == 200)
        // The one that was under way may have been asked for twice.
        #expect((4...5).contains(try await provider.answers(200)))
        #expect(hearth.interrupt() == 0)
    }

    @Test func startNamesTheReferenceThatHasNoValue() async throws {
        let workshop = try Workshop()
        try workshop.bookService()
        try workshop.write("secrets.json", #"{"ssm": {"/books/openshelf/url": "http://hidden"}}"#)
        let result = try await workshop.hearth("start", "--port", "0", "--endpoint-port", "0")
        #expect(result.status == 1)
        let path = "/Resources/Import/Properties/Environment/Variables/OPENSHELF_KEY"
        #expect(result.errors.contains("error \(path): {{resolve:secretsmanager:books/openshelf:"), "\(result)")
        #expect(result.errors.contains("secrets.json") && !result.errors.contains("http://hidden"))
        let other = try await workshop.hearth("start", "--secrets", "none.json", "--port", "0", "--endpoint-port", "0")
        #expect(other.status == 1 && other.errors.contains("there is no secrets file at none.json"))
    }
}
