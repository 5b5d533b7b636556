import Testing

@testable import AWSClient

@Suite struct AWSConfigurationTests {
    private let keys = ["AWS_REGION": "eu-central-1", "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "s"]

    private func endpoint(_ more: [String: String]) throws -> String {
        try AWSConfiguration(service: "dynamodb", environment: keys.merging(more) { $1 }).endpoint
    }

    @Test func whichEndpoint() throws {
        #expect(try endpoint([:]) == "https://dynamodb.eu-central-1.amazonaws.com")
        #expect(try endpoint(["AWS_ENDPOINT_URL": "http://h:1/"]) == "http://h:1")
        #expect(
            try endpoint(["AWS_ENDPOINT_URL": "http://h:1", "AWS_ENDPOINT_URL_DYNAMODB": "http://d:2"]) == "http://d:2"
        )
        #expect(try endpoint(["AWS_ENDPOINT_URL": "http://h:1", "AWS_ENDPOINT_URL_DYNAMODB": ""]) == "http://h:1")
    }

    @Test(arguments: ["AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
    func namesWhatIsMissing(_ name: String) {
        var environment = keys
        environment[name] = nil
        let error = #expect(throws: AWSConfigurationError.self) {
            try AWSConfiguration(service: "dynamodb", environment: environment)
        }
        #expect(error?.missing == name)
    }

    @Test func sessionTokenAndDefaultRegion() throws {
        var environment = keys
        environment["AWS_REGION"] = nil
        environment["AWS_DEFAULT_REGION"] = "us-east-1"
        environment["AWS_SESSION_TOKEN"] = "t"
        let configuration = try AWSConfiguration(service: "dynamodb", environment: environment)
        #expect(configuration.region == "us-east-1" && configuration.credentials.sessionToken == "t")
    }
}
