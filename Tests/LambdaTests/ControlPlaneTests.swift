import JSON
import Lambda
import Testing
import Wire

@Suite struct ControlPlaneTests {
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:f"
    private static let functions = "/2015-03-31/functions"

    @Test func functionsAreShown() async throws {
        try await withLambdaAPI { (api) async throws in
            let shown = try await api.send("GET", "\(Self.functions)/f")
            let configuration = try #require(shown.json["Configuration"])
            #expect(configuration["FunctionArn"] == .string(Self.arn) && configuration["Version"] == "$LATEST")
            #expect(configuration["Handler"] == "my.handler" && configuration["Timeout"] == 30)
            #expect(configuration["MemorySize"] == 256 && configuration["State"] == "Active")
            #expect(configuration["CodeSha256"]?.stringValue?.utf8.count == 44)
            #expect(configuration["LastModified"]?.stringValue?.hasSuffix("+0000") == true)
            let qualified = try await api.send("GET", "\(Self.functions)/f:%24LATEST/configuration")
            #expect(qualified.json["FunctionArn"] == .string(Self.arn + ":$LATEST"))
            var listed = try #require(configuration.objectValue)
            for name in ["State", "LastUpdateStatus", "RuntimeVersionConfig"] { listed[name] = nil }
            #expect(try await api.send("GET", Self.functions).json["Functions"] == [.object(listed)])
            #expect(try await api.send("GET", "\(Self.functions)/").json["Functions"] == [.object(listed)])
            let versions = try await api.send("GET", "\(Self.functions)/f/versions").json["Versions"]?.arrayValue
            #expect(versions?.map { $0["FunctionArn"] } == [.string(Self.arn + ":$LATEST")])
            #expect(try await api.send("GET", "\(Self.functions)/f/aliases").json == ["Aliases": []])
            let concurrency = try await api.send("GET", "/2019-09-30/functions/f/concurrency")
            #expect(concurrency.json == [:])
            let account = try await api.send("GET", "/2016-08-19/account-settings").json
            #expect(account["AccountLimit"]?["ConcurrentExecutions"] == 1000)
            #expect(account["AccountUsage"]?["FunctionCount"] == 1)
        }
    }

    @Test func tagsAreKept() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "/2017-03-31/tags/" + Self.arn.replacing(":", with: "%3A")
            #expect(try await api.send("GET", path).json == ["Tags": [:]])
            #expect(try await api.send("POST", path, ["Tags": ["a": "1", "b": "2"]]).status == 204)
            #expect(try await api.send("GET", path).json == ["Tags": ["a": "1", "b": "2"]])
            #expect(try await api.send("DELETE", path + "?tagKeys=a&tagKeys=c").status == 204)
            #expect(try await api.send("GET", "\(Self.functions)/f").json["Tags"] == ["b": "2"])
            let longest = String(repeating: "é", count: 128)
            for (key, status) in [(longest, 204), (longest + "x", 400), ("", 400)] {
                let tagged = try await api.send("POST", path, ["Tags": [key: "1"]])
                #expect(tagged.status == status && (status == 204 || tagged.code == "ValidationException"))
            }
            #expect(try await api.send("DELETE", "\(path)?tagKeys=\(PercentEncoding.encode(longest))").status == 204)
            let reserved = try await api.send("POST", path, ["Tags": ["AWS:c": "3"]])
            #expect(reserved.status == 400 && reserved.json["Type"] == "User")
            #expect(reserved.json["message"] == "aws: prefixed tag key names are not allowed for external use.")
            let other = try await api.send("GET", "/2017-03-31/tags/\(Self.arn)x")
            #expect(other.status == 404 && other.json["Message"] == .string("Function not found: \(Self.arn)x"))
        }
    }

    @Test func policiesAreKept() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "\(Self.functions)/f/policy"
            let added = try await api.send(
                "POST",
                path,
                [
                    "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "s3.amazonaws.com",
                    "SourceArn": "arn:aws:s3:::bucket", "SourceAccount": "111122223333",
                ]
            )
            let statement: JSON = [
                "Sid": "s", "Effect": "Allow", "Principal": ["Service": "s3.amazonaws.com"],
                "Action": "lambda:InvokeFunction", "Resource": .string(Self.arn),
                "Condition": [
                    "StringEquals": ["AWS:SourceAccount": "111122223333"],
                    "ArnLike": ["AWS:SourceArn": "arn:aws:s3:::bucket"],
                ],
            ]
            #expect(added.status == 201 && added.json == ["Statement": .string(statement.text)])
            let shown = try await api.send("GET", path).json
            let text = try #require(shown["Policy"]?.stringValue)
            let policy = try JSON(parsing: text)
            #expect(policy == ["Version": "2012-10-17", "Id": "default", "Statement": [statement]])
            let again: JSON = ["StatementId": "s", "Action": "lambda:*", "Principal": "111122223333"]
            #expect(try await api.send("POST", path, again).code == "ResourceConflictException")
            let stale = try await api.send("DELETE", "\(path)/s?RevisionId=x")
            #expect(stale.status == 412 && stale.code == "PreconditionFailedException")
            #expect(try await api.send("DELETE", "\(path)/s").status == 204)
            #expect(try await api.send("DELETE", "\(path)/s").code == "ResourceNotFoundException")
            #expect(try await api.send("GET", path).json["Message"] == "The resource you requested does not exist.")
        }
    }

    @Test(arguments: [
        "alexa-appkit.amazon.com", "alexa-connectedhome.amazon.com", "s3.amazonaws.com.cn", "s3.amazonaws.com",
    ])
    func servicesMayBeLetIn(_ principal: String) async throws {
        try await withLambdaAPI { (api) async throws in
            let request: JSON = [
                "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": .string(principal),
                "EventSourceToken": "amzn1.ask.skill.1",
            ]
            let added = try await api.send("POST", "\(Self.functions)/f/policy", request)
            #expect(added.status == 201)
            let statement = try JSON(parsing: added.json["Statement"]?.stringValue ?? "")
            #expect(statement["Principal"] == ["Service": .string(principal)])
            #expect(statement["Condition"]?["StringEquals"] == ["lambda:EventSourceToken": "amzn1.ask.skill.1"])
        }
    }

    /// The statement that makes it too long is not kept.
    @Test func policiesHaveALimit() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "\(Self.functions)/f/policy"
            func add(_ number: Int, _ source: Int) async throws -> LambdaAPIClient.Answer {
                let request: JSON = [
                    "StatementId": .string("s\(number)"), "Action": "lambda:InvokeFunction",
                    "Principal": "s3.amazonaws.com",
                    "SourceArn": .string("arn:aws:s3:::\(String(repeating: "b", count: source))"),
                ]
                return try await api.send("POST", path, request)
            }
            for number in 1...4 { #expect(try await add(number, 4_700).status == 201) }
            let before = try await api.send("GET", path).json
            let long = try await add(5, 4_700)
            #expect(long.status == 400 && long.code == "PolicyLengthExceededException")
            let size = (before["Policy"]?.stringValue ?? "").utf8.count
            let text = try #require(long.json["message"]?.stringValue)
            let figure = try #require(text.split(whereSeparator: { "()".contains($0) }).dropFirst().first)
            #expect(text == "The final policy size (\(figure)) is bigger than the limit (20480).")
            #expect(try #require(Int(figure)) > size + 4_700)
            #expect(try await api.send("GET", path).json == before)
            #expect(try await add(6, 300).status == 201)
        }
    }

    /// No function has been copied here from another region.
    @Test func replicasAreListedByAllVersions() async throws {
        try await withLambdaAPI { (api) async throws in
            let all = "\(Self.functions)?FunctionVersion=ALL"
            #expect(try await api.send("GET", all).json["Functions"]?.arrayValue?.count == 1)
            #expect(try await api.send("GET", all + "&MasterRegion=us-east-1").json["Functions"] == [])
            let refused = try await api.send("GET", "\(Self.functions)?MasterRegion=us-east-1")
            #expect(refused.code == "InvalidParameterValueException")
            #expect(refused.json["message"] == "FunctionVersion must be set to ALL when MasterRegion is specified.")
        }
    }

    @Test func recursionIsAllowedWhenAskedFor() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "/2024-08-31/functions/f/recursion-config"
            #expect(try await api.send("GET", path).json == ["RecursiveLoop": "Terminate"])
            #expect(try await api.send("PUT", path, ["RecursiveLoop": "Allow"]).json == ["RecursiveLoop": "Allow"])
            #expect(try await api.send("GET", path).json == ["RecursiveLoop": "Allow"])
            #expect(try await api.send("PUT", path, ["RecursiveLoop": "Sometimes"]).code == "ValidationException")
            let version = "/2024-08-31/functions/f:1/recursion-config"
            #expect(try await api.send("GET", version).code == "ValidationException")
        }
    }

    @Test(arguments: [
        ("GET", "\(functions)/g", "ResourceNotFoundException"),
        ("GET", "\(functions)/f:7", "ResourceNotFoundException"),
        ("GET", "\(functions)/f?Qualifier=x", "ResourceNotFoundException"),
        ("GET", "\(functions)/f%20g", "ValidationException"),
        ("GET", "\(functions)/f?Qualifier=x!", "ValidationException"),
        ("DELETE", "\(functions)/f?Qualifier=live", "InvalidParameterValueException"),
        ("POST", "\(functions)/f!/invocations", "ValidationException"),
        ("PUT", "/2017-10-31/functions/f:$LATEST/concurrency", "ValidationException"),
        ("GET", "/2021-10-31/functions/f:1/url", "ValidationException"),
        ("GET", "\(functions)?MaxItems=0", "ValidationException"),
        ("GET", "\(functions)?MaxItems=x", "SerializationException"),
        ("GET", "\(functions)/f/aliases/live", "ResourceNotFoundException"),
        ("POST", functions, "ValidationException"),
        ("POST", "/2025-11-30/capacity-providers", "UnknownOperationException"),
        ("GET", "/2017-03-31/tags/arn%3Aaws%3As3%3A%3A%3Ab", "ValidationException"),
    ])
    func mistakesAreAnswered(_ method: String, _ path: String, _ code: String) async throws {
        try await withLambdaAPI { (api) async throws in
            let answer = try await api.send(method, path)
            #expect(answer.code == code)
        }
    }
}
