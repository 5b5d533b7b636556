import JSON
import Programs
import Testing

@Suite(.fewAtATime) struct GenerateEventTests {
    private func generated(_ words: String...) async throws -> ProgramResult {
        try await Program.run(Program.hearth, ["generate-event"] + words)
    }

    @Test func valuesComeByFlags() async throws {
        let result = try await generated("s3", "put", "--bucket", "covers", "--key=a b.jpg")
        #expect(result.status == 0)
        let event = try JSON(parsing: result.output)["Records"]?[0]?["s3"]
        #expect(event?["bucket"]?["name"] == "covers")
        #expect(event?["object"]?["key"] == "a%20b.jpg")
    }

    @Test func listsTellWhatThereIs() async throws {
        let services = try await generated().output.split(separator: "\n").map { $0.split(separator: " ") }
        #expect(services.contains(["cloudfront", "12"]))
        #expect(try await generated("sqs").output.contains("receive-message"))
        #expect(try await generated("sqs", "receive-message", "--help").output.contains("--queue-name"))
        let all = try JSON(parsing: try await generated("--output", "json").output)
        #expect(all.arrayValue?.count == 68)
    }

    @Test(arguments: [
        (["sqz"], "did you mean sqs?"), (["s3", "putt"], "did you mean put?"),
        (["s3", "put", "--buckt", "b"], "did you mean --bucket?"), (["s3", "put", "--bucket"], "needs a value"),
        (["s3", "put", "covers"], "covers is neither a flag nor the value of one"),
        (["elasticsearch"], "there is no service named elasticsearch"),
        (["--output", "xml"], "--output must be text or json"),
    ])
    func whatIsUnknownIsAnError(_ words: [String], _ text: String) async throws {
        let result = try await Program.run(Program.hearth, ["generate-event"] + words)
        #expect(result.status == 1)
        #expect(result.output.isEmpty)
        #expect(result.errors.contains(text), "\(result.errors)")
    }
}
