import JSON
import Lambda
import Testing
import Time

@Suite struct VersionTests {
    private static let functions = "/2015-03-31/functions"
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:g"
    private static let teller =
        "while next; do answer \"\\\"$AWS_LAMBDA_FUNCTION_VERSION $XX $AWS_LAMBDA_LOG_STREAM_NAME\\\"\"; done"

    private func configure(_ api: LambdaAPIClient, _ value: String) async throws {
        let request: JSON = ["Environment": ["Variables": ["XX": .string(value)]]]
        #expect(try await api.update("g/configuration", request).status == 200)
    }

    private func publish(_ api: LambdaAPIClient) async throws -> JSON {
        try await api.send("POST", "\(Self.functions)/g/versions", [:]).json
    }

    private func told(_ api: LambdaAPIClient, _ qualifier: String?) async throws -> String {
        let text = try await api.invoke("g", qualifier).json.stringValue ?? ""
        return text.split(separator: " ").prefix(2).joined(separator: " ")
    }

    @Test func versionsStayAsTheyWere() async throws {
        try await withLambdaAPI(time: VirtualTime()) { (api) async throws in
            try await api.create("g", Self.teller, [("Environment", ["Variables": ["XX": "a"]])])
            let first = try await publish(api)
            #expect(first["Version"] == "1" && first["FunctionArn"] == .string(Self.arn + ":1"))
            #expect(first["State"] == "Active" && first["LastUpdateStatus"] == "Successful")
            #expect(try await publish(api)["Version"] == "1")
            try await configure(api, "b")
            #expect(try await publish(api)["Version"] == "2")
            #expect(try await told(api, nil) == "$LATEST b")
            #expect(try await told(api, "1") == "1 a")
            #expect(try await told(api, "2") == "2 b")
            #expect(try await api.send("DELETE", "\(Self.functions)/g?Qualifier=2").status == 204)
            #expect(try await api.invoke("g", "2").code == "ResourceNotFoundException")
            try await configure(api, "c")
            #expect(try await publish(api)["Version"] == "3")
            let versions = try await api.send("GET", "\(Self.functions)/g/versions").json["Versions"]?.arrayValue
            #expect(versions?.compactMap { $0["Version"]?.stringValue } == ["$LATEST", "1", "3"])
        }
    }

    @Test func aliasesShareOutInvocations() async throws {
        try await withLambdaAPI(time: VirtualTime()) { (api) async throws in
            try await api.create("g", Self.teller, [("Environment", ["Variables": ["XX": "a"]]), ("Publish", true)])
            try await configure(api, "b")
            _ = try await publish(api)
            let path = "\(Self.functions)/g/aliases"
            let made = try await api.send("POST", path, ["Name": "live", "FunctionVersion": "1"])
            #expect(made.status == 201 && made.json["AliasArn"] == .string(Self.arn + ":live"))
            #expect(try await told(api, "live") == "1 a")
            let weights: JSON = ["RoutingConfig": ["AdditionalVersionWeights": ["2": 0.5]]]
            let shared = try await api.send("PUT", "\(path)/live", weights).json
            #expect(shared["RoutingConfig"]?["AdditionalVersionWeights"] == ["2": 0.5])
            var seen: Set<String> = []
            for _ in 0..<60 where seen.count < 2 { seen.insert(try await told(api, "live")) }
            #expect(seen == ["1 a", "2 b"])
            let provisioned = "/2019-09-30/functions/g/provisioned-concurrency?Qualifier=live"
            let refused = try await api.send("PUT", provisioned, ["ProvisionedConcurrentExecutions": 1])
            #expect(
                (refused.json["Message"] ?? refused.json["message"])
                    == "Alias with weights can not be used with Provisioned Concurrency"
            )
            let moved: JSON = ["FunctionVersion": "2", "RoutingConfig": [:]]
            #expect(try await api.send("PUT", "\(path)/live", moved).json["RoutingConfig"] == nil)
            #expect(try await told(api, "live") == "2 b")
            #expect(try await api.send("DELETE", "\(Self.functions)/g:2").code == "ResourceConflictException")
            #expect(try await api.send("DELETE", "\(path)/live").status == 204)
            #expect(try await api.invoke("g", "live").code == "ResourceNotFoundException")
        }
    }

    @Test(
        arguments: [
            (["Name": "live", "FunctionVersion": "1"], "ResourceConflictException"),
            (["Name": "7", "FunctionVersion": "1"], "ValidationException"),
            (["Name": "a", "FunctionVersion": "9"], "ResourceNotFoundException"),
            (
                ["Name": "a", "FunctionVersion": "1", "RoutingConfig": ["AdditionalVersionWeights": ["1": 0.5]]],
                "InvalidParameterValueException"
            ),
            (
                ["Name": "a", "FunctionVersion": "1", "RoutingConfig": ["AdditionalVersionWeights": ["2": 2.0]]],
                "ValidationException"
            ),
            (
                ["Name": "a", "FunctionVersion": "1", "RoutingConfig": ["AdditionalVersionWeights": ["$LATEST": 0.5]]],
                "ValidationException"
            ),
            (
                ["Name": "a", "FunctionVersion": "$LATEST", "RoutingConfig": ["AdditionalVersionWeights": ["1": 0.5]]],
                "InvalidParameterValueException"
            ),
            (
                [
                    "Name": "a", "FunctionVersion": "1",
                    "RoutingConfig": ["AdditionalVersionWeights": ["1": 0.1, "2": 0.1]],
                ],
                "InvalidParameterValueException"
            ),
        ] as [(JSON, String)]
    )
    func wrongAliasesAreRefused(_ request: JSON, _ code: String) async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g", "", [("Publish", true)])
            let path = "\(Self.functions)/g/aliases"
            #expect(try await api.send("POST", path, ["Name": "live", "FunctionVersion": "1"]).status == 201)
            #expect(try await api.send("POST", path, request).code == code)
        }
    }

    @Test func reservedConcurrencyHoldsAtOnce() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            try await api.create("g", Self.teller)
            let path = "/2017-10-31/functions/g/concurrency"
            let stopped = try await api.send("PUT", path, ["ReservedConcurrentExecutions": 0])
            #expect(stopped.status == 200 && stopped.json == ["ReservedConcurrentExecutions": 0])
            let refused = try await api.invoke("g")
            #expect(refused.status == 429)
            #expect(refused.json["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded")
            #expect(try await api.send("DELETE", path).status == 204)
            #expect(try await api.invoke("g").status == 200)
            let tooMuch = try await api.send("PUT", path, ["ReservedConcurrentExecutions": 901])
            #expect(tooMuch.code == "InvalidParameterValueException")
            #expect(try await api.send("GET", "/2019-09-30/functions/g/concurrency").json == [:])
        }
    }

    /// Neither by its name nor through an alias, whichever comes first.
    @Test func theLatestVersionHasNoProvisionedConcurrency() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            try await api.create("g", Self.teller, [("Publish", true)])
            let aliases = "\(Self.functions)/g/aliases"
            _ = try await api.send("POST", aliases, ["Name": "beta", "FunctionVersion": "$LATEST"])
            _ = try await api.send("POST", aliases, ["Name": "live", "FunctionVersion": "1"])
            let path = "/2019-09-30/functions/g/provisioned-concurrency"
            let text: JSON = "Provisioned Concurrency Configs cannot be applied to unpublished function versions."
            for qualifier in ["%24LATEST", "beta"] {
                let body: JSON = ["ProvisionedConcurrentExecutions": 1]
                let refused = try await api.send("PUT", "\(path)?Qualifier=\(qualifier)", body)
                #expect(refused.status == 400 && refused.json["message"] == text, "\(refused)")
            }
            let put = try await api.send("PUT", "\(path)?Qualifier=live", ["ProvisionedConcurrentExecutions": 1])
            #expect(put.status == 202, "\(put)")
            let moved = try await api.send("PUT", "\(aliases)/live", ["FunctionVersion": "$LATEST"])
            #expect(moved.status == 400 && moved.json["message"] == text, "\(moved)")
            #expect(try await api.send("GET", "\(aliases)/live").json["FunctionVersion"] == "1")
            #expect(try await api.send("DELETE", "\(path)?Qualifier=live").status == 204)
            #expect(try await api.send("PUT", "\(aliases)/live", ["FunctionVersion": "$LATEST"]).status == 200)
        }
    }

    @Test func provisionedConcurrencyIsMadeAndGivenBack() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            try await api.create("g", Self.teller, [("Environment", ["Variables": ["XX": "a"]]), ("Publish", true)])
            api.harness.lambda.begin()
            let path = "/2019-09-30/functions/g/provisioned-concurrency"
            let missing = try await api.send("GET", "\(path)?Qualifier=1")
            #expect(missing.code == "ProvisionedConcurrencyConfigNotFoundException")
            let put = try await api.send("PUT", "\(path)?Qualifier=1", ["ProvisionedConcurrentExecutions": 1])
            #expect(put.status == 202 && put.json["Status"] == "IN_PROGRESS")
            while try await api.send("GET", "\(path)?Qualifier=1").json["Status"] != "READY" {}
            let list = try await api.send("GET", "\(path)?List=ALL").json["ProvisionedConcurrencyConfigs"]?.arrayValue
            #expect(list?.first?["AvailableProvisionedConcurrentExecutions"] == 1 && list?.count == 1)
            #expect(try await told(api, "1") == "1 a")
            #expect(
                try await api.send("PUT", "\(path)?Qualifier=%24LATEST", ["ProvisionedConcurrentExecutions": 1]).status
                    == 400
            )
            let lower = try await api.send(
                "PUT",
                "/2017-10-31/functions/g/concurrency",
                ["ReservedConcurrentExecutions": 0]
            )
            #expect(lower.code == "InvalidParameterValueException")
            #expect(try await api.send("DELETE", "\(path)?Qualifier=1").status == 204)
            #expect(try await api.send("GET", "\(path)?List=ALL").json == ["ProvisionedConcurrencyConfigs": []])
        }
    }
}
