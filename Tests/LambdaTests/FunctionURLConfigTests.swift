import JSON
import Lambda
import Testing
import Wire
import ZipWriting

@Suite struct FunctionURLConfigTests {
    private static let path = "/2021-10-31/functions/g/url"

    @Test func urlsAreMadeChangedAndTakenAway() async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            #expect(
                try await api.send("GET", Self.path).json["Message"] == "The resource you requested does not exist."
            )
            let cors: JSON = ["AllowOrigins": ["*"], "MaxAge": 60]
            let made = try await api.send("POST", Self.path, ["AuthType": "NONE", "Cors": cors])
            #expect(made.status == 201 && made.json["LastModifiedTime"] == nil && made.json["Cors"] == cors)
            let config = try #require(api.settings.functionURLConfigs.first)
            #expect(config.functionName == "g" && config.qualifier == nil && config.authType == .none)
            #expect(config.cors?.allowOrigins == ["*"] && config.cors?.maxAge == 60 && config.invokeMode == .buffered)
            #expect(made.json["FunctionUrl"] == .string("https://\(config.urlID).lambda-url.us-east-1.on.aws/"))
            #expect(api.settings.functionURLConfig(urlID: config.urlID) == config)
            #expect(try await api.send("POST", Self.path, ["AuthType": "NONE"]).code == "ResourceConflictException")
            let changed = try await api.send("PUT", Self.path, ["InvokeMode": "RESPONSE_STREAM"])
            #expect(changed.json["AuthType"] == "NONE" && changed.json["InvokeMode"] == "RESPONSE_STREAM")
            #expect(api.settings.functionURLConfigs.first?.invokeMode == .responseStream)
            #expect(try await api.send("GET", "\(Self.path)s").json["FunctionUrlConfigs"]?.arrayValue?.count == 1)
            #expect(try await api.send("DELETE", Self.path).status == 204)
            #expect(try await api.send("DELETE", Self.path).code == "ResourceNotFoundException")
            #expect(api.settings.functionURLConfigs.isEmpty)
        }
    }

    @Test func whatTemplatesAskForIsCheckedAsRequestsAre() async throws {
        let wrong: [JSON] = [
            ["AllowMethods": ["OPTIONS"]], ["AllowMethods": ["*", "*", "*", "*", "*", "*", "*"]],
            ["AllowOrigins": [""]], ["AllowHeaders": [.string(String(repeating: "a", count: 1_025))]],
            ["ExposeHeaders": .array(Array(repeating: "a", count: 101))],
        ]
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            for cors in wrong {
                let request: JSON = ["AuthType": "NONE", "Cors": cors]
                let reply = try await api.send("POST", Self.path, request)
                #expect(reply.status == 400)
                let error = #expect(throws: AWSError.self) {
                    try FunctionURLConfig.check(try #require(request.objectValue))
                }
                #expect(reply.json["message"]?.stringValue == error?.message)
            }
            let right: JSON = ["AuthType": "NONE", "Cors": ["AllowMethods": ["GET", "*"]]]
            try FunctionURLConfig.check(try #require(right.objectValue))
        }
    }

    @Test func urlsGoWithTheirFunction() async throws {
        try await withLambdaAPI { (api) async throws in
            try await api.create("g")
            #expect(try await api.send("POST", Self.path, ["AuthType": "AWS_IAM"]).status == 201)
            #expect(try await api.send("DELETE", "/2015-03-31/functions/g").status == 204)
            #expect(api.settings.functionURLConfigs.isEmpty)
            #expect(try await api.send("POST", Self.path, ["AuthType": "NONE"]).code == "ResourceNotFoundException")
            #expect(try await api.send("POST", "\(Self.path)?Qualifier=1", ["AuthType": "NONE"]).status == 400)
        }
    }
}
