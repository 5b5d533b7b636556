import JSON
import Lambda
import Testing
import Time
import Wire

/// Revision ids change with every change, and once more when it is over.
struct RevisionTests {
    private static let functions = "/2015-03-31/functions"

    private func revision(_ api: LambdaAPIClient, _ path: String = "g/configuration") async throws -> JSON {
        let shown = try await api.send("GET", "\(Self.functions)/\(path)")
        return try #require(shown.json["RevisionId"])
    }

    @Test func everyChangeGivesAnother() async throws {
        try await withLambdaAPI { (api) async throws in
            var seen = [try #require(try await api.create("g").json["RevisionId"]), try await revision(api)]
            let configured = try await api.update("g/configuration", ["Timeout": 5])
            seen += [try #require(configured.json["RevisionId"]), try await revision(api)]
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("next"))]
            let updated = try await api.update("g/code", code)
            seen += [try #require(updated.json["RevisionId"]), try await revision(api)]
            let published = try await api.send("POST", "\(Self.functions)/g/versions", [:])
            seen += [try #require(published.json["RevisionId"]), try await revision(api)]
            #expect(try await revision(api, "g:1/configuration") == published.json["RevisionId"])
            let arn = try #require(updated.json["FunctionArn"]?.stringValue)
            let tagged = try await api.send("POST", "/2017-03-31/tags/\(arn)", ["Tags": ["a": "b"]])
            #expect(tagged.status == 204)
            seen.append(try await revision(api))
            #expect(Set(seen.map(\.text)).count == seen.count)
        }
    }

    @Test func aDescriptionIsAChangeUnlessItIsTheVersionsOwn() async throws {
        let time = ManualTime()
        try await withLambdaAPI(time: time) { (api) async throws in
            try await api.create("g")
            let path = "\(Self.functions)/g/versions"
            #expect(try await api.send("POST", path, ["Description": "first"]).json["Version"] == "1")
            #expect(try await api.send("POST", path, ["Description": "second"]).json["Version"] == "1")
            time.advance(by: .seconds(1))
            _ = try await api.update("g/configuration", ["Description": "third"])
            #expect(try await api.send("POST", path, [:]).json["Version"] == "2")
        }
    }

    @Test func aPolicyHasRevisionsOfItsOwn() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "\(Self.functions)/f/policy"
            var request: JSON = [
                "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
            ]
            #expect(try await api.send("POST", path, request).status == 201)
            let first = try await revision(api, "f/policy")
            request = ["StatementId": "t", "Action": "lambda:InvokeFunction", "Principal": "*", "RevisionId": first]
            #expect(try await api.send("POST", path, request).status == 201)
            #expect(try await api.send("POST", path, request).code == "PreconditionFailedException")
            #expect(try await api.send("DELETE", "\(path)/t").status == 204)
            #expect(try await revision(api, "f/policy") != first)
            request = ["StatementId": "u", "Action": "lambda:InvokeFunction", "Principal": "someone.example"]
            #expect(try await api.send("POST", path, request).code == "InvalidParameterValueException")
        }
    }
}
