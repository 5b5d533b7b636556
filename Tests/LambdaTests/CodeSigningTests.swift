import JSON
import Lambda
import Testing
import Wire

struct CodeSigningTests {
    private static let path = "/2020-04-22/code-signing-configs"

    @Test func configsAreKeptAndGivenToFunctions() async throws {
        try await withLambdaAPI { (api) async throws in
            let profile: JSON = "arn:aws:signer:us-east-1:000000000000:/signing-profiles/p"
            let request: JSON = ["AllowedPublishers": ["SigningProfileVersionArns": [profile]], "Description": "d"]
            let made = try await api.send("POST", Self.path, request)
            #expect(made.status == 201)
            let config = try #require(made.json["CodeSigningConfig"])
            #expect(config["CodeSigningPolicies"] == ["UntrustedArtifactOnDeployment": "Warn"])
            let arn = try #require(config["CodeSigningConfigArn"]?.stringValue)
            #expect(try await api.send("GET", Self.path).json == ["CodeSigningConfigs": [config]])
            let change: JSON = ["CodeSigningPolicies": ["UntrustedArtifactOnDeployment": "Enforce"]]
            let changed = try await api.send("PUT", "\(Self.path)/\(arn)", change)
            #expect(changed.json["CodeSigningConfig"]?["Description"] == "d")
            #expect(try await api.send("GET", "\(Self.path)/\(arn)").json == changed.json)

            let function = "/2020-06-30/functions/f/code-signing-config"
            #expect(try await api.send("GET", function).json == [:])
            let given: JSON = ["CodeSigningConfigArn": .string(arn), "FunctionName": "f"]
            #expect(try await api.send("PUT", function, ["CodeSigningConfigArn": .string(arn)]).json == given)
            #expect(try await api.send("GET", function).json == given)
            let users = try await api.send("GET", "\(Self.path)/\(arn)/functions").json
            #expect(users == ["FunctionArns": ["arn:aws:lambda:us-east-1:000000000000:function:f"]])
            #expect(try await api.send("DELETE", "\(Self.path)/\(arn)").code == "ResourceConflictException")
            #expect(try await api.send("DELETE", function).status == 204)
            #expect(try await api.send("DELETE", "\(Self.path)/\(arn)").status == 204)
            #expect(try await api.send("GET", "\(Self.path)/\(arn)").code == "ResourceNotFoundException")
            let missing = try await api.send("PUT", function, ["CodeSigningConfigArn": .string(arn)])
            #expect(missing.code == "CodeSigningConfigNotFoundException")
        }
    }
}
