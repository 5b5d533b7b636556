import JSON
import ServiceKit
import ServiceTesting
import Testing
import Wire

@testable import SSM

@Suite struct ParameterTests {
    private let client: ServiceClient<SSM>

    init() throws {
        client = try ServiceClient(targetPrefix: "AmazonSSM.", migrations: SSM.migrations) { SSM($0) }
    }

    private func put(_ name: String, _ value: String = "v", _ more: String = "") async throws {
        try await client.call("PutParameter", #"{"Name":"\#(name)","Value":"\#(value)","Type":"String"\#(more)}"#)
    }

    private func names(_ reply: JSON) -> [String] {
        (reply["Parameters"]?.arrayValue ?? []).compactMap { $0["Name"]?.stringValue }
    }

    @Test func tellsWhatWasPut() async throws {
        let answer = try await client.call(
            "PutParameter",
            #"{"Name":"/shop/key","Value":"42","Type":"String","Description":"the answer"}"#
        )
        #expect(answer == ["Version": 1, "Tier": "Standard"])
        let parameter = try await client.call("GetParameter", #"{"Name":"/shop/key"}"#)["Parameter"]
        #expect(parameter?["Value"] == "42")
        #expect(parameter?["ARN"] == "arn:aws:ssm:us-east-1:000000000000:parameter/shop/key")
        #expect(parameter?["DataType"] == "text")
    }

    /// Takes what goes to a bus.
    private final class Bus: DeliveryReceiver {
        let events: AsyncStream<Delivery>
        private let continuation: AsyncStream<Delivery>.Continuation

        init() { (events, continuation) = AsyncStream.makeStream() }

        func receive(
            _ delivery: Delivery,
            at resource: ARN,
            completion: @escaping @Sendable (Result<Void, AWSError>) -> Void
        ) {
            continuation.yield(delivery)
            completion(.success(()))
        }
    }

    @Test(.timeLimit(.minutes(10))) func tellsTheBusWhatChanges() async throws {
        let bus = Bus()
        client.service.context.deliveries.register(bus, for: "events")
        try await put("/a", "1", #","Description":"first""#)
        try await put("/a", "2", #","Overwrite":true"#)
        try await client.call("LabelParameterVersion", #"{"Name":"/a","Labels":["l"]}"#)
        try await client.call("DeleteParameter", #"{"Name":"/a"}"#)
        try await put("/b")
        try await client.call("DeleteParameters", #"{"Names":["/b","/none"]}"#)
        var told: [String] = []
        for await event in bus.events.prefix(6) {
            #expect(event.event?.source == "aws.ssm" && event.event?.detailType == "Parameter Store Change")
            let detail = try JSON(parsing: event.payload)
            let name = detail["name"]?.stringValue ?? ""
            #expect(event.event?.resources == ["arn:aws:ssm:us-east-1:000000000000:parameter\(name)"])
            #expect(detail["type"] == "String" && (name == "/b" || detail["description"] == "first"))
            told.append("\(detail["operation"]?.stringValue ?? "") \(name)")
        }
        #expect(
            told == ["Create /a", "Update /a", "LabelParameterVersion /a", "Delete /a", "Create /b", "Delete /b"]
        )
    }

    @Test func isNamedAsTheRequestNamesIt() async throws {
        try await put("one")
        for name in ["one", "/one"] {
            let found = try await client.call("GetParameter", #"{"Name":"\#(name)"}"#)["Parameter"]
            #expect(found?["Name"] == .string(name))
        }
        let arn = "arn:aws:ssm:us-east-1:000000000000:parameter/one"
        #expect(try await client.call("GetParameter", #"{"Name":"\#(arn)"}"#)["Parameter"]?["Name"] == "one")
        let both = try await client.call("GetParameters", #"{"Names":["one","one"]}"#)["Parameters"]
        #expect(both?.arrayValue?.count == 1)
        for name in ["a/b", "/a//b"] {
            let refusal = try await client.refusal("GetParameter", #"{"Name":"\#(name)"}"#)
            #expect(refusal.hasPrefix("ValidationException") && refusal.contains("sub-paths divided by slash symbol"))
        }
    }

    @Test func isOverwrittenOnlyWhenAsked() async throws {
        try await put("key", "one")
        #expect(
            try await client.refusal("PutParameter", #"{"Name":"key","Value":"two"}"#)
                == "ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite "
                + "option in the request to true."
        )
        let answer = try await client.call("PutParameter", #"{"Name":"key","Value":"two","Overwrite":true}"#)
        #expect(answer["Version"] == 2)
        #expect(try await client.call("GetParameter", #"{"Name":"key:1"}"#)["Parameter"]?["Value"] == "one")
        #expect(try await client.call("GetParameter", #"{"Name":"key"}"#)["Parameter"]?["Value"] == "two")
        #expect(
            try await client.refusal("GetParameter", #"{"Name":"key:3"}"#)
                == "ParameterVersionNotFound: Systems Manager could not find version 3 of key. Verify the version and "
                + "try again."
        )
    }

    @Test func hidesSecureStringsUntilAsked() async throws {
        try await client.call("PutParameter", #"{"Name":"token","Value":"hush","Type":"SecureString"}"#)
        let hidden = try await client.call("GetParameter", #"{"Name":"token"}"#)["Parameter"]?["Value"]?.stringValue
        #expect(hidden?.contains("hush") == false)
        let shown = try await client.call("GetParameter", #"{"Name":"token","WithDecryption":true}"#)
        #expect(shown["Parameter"]?["Value"] == "hush")
    }

    @Test func doesNotQuoteValues() async throws {
        #expect(
            try await client.refusal("PutParameter", #"{"Name":"key","Value":""}"#)
                == "ValidationException: 1 validation error detected: Value at 'value' failed to satisfy constraint: Member "
                + "must have length greater than or equal to 1"
        )
    }

    @Test(arguments: [
        (
            "awsKey",
            "ValidationException: Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive)."
        ),
        ("/aws/key", "AccessDeniedException: No access to reserved parameter name: /aws/key."),
        ("a/b", "ValidationException: Parameter name must be a fully qualified name."),
    ])
    func refusesNames(_ name: String, _ refusal: String) async throws {
        let body = #"{"Name":"\#(name)","Value":"v","Type":"String"}"#
        #expect(try await client.refusal("PutParameter", body) == refusal)
    }

    @Test func checksValues() async throws {
        let long = String(repeating: "x", count: 4097)
        let standard = try await client.refusal("PutParameter", #"{"Name":"k","Value":"\#(long)","Type":"String"}"#)
        #expect(
            standard.hasPrefix("ValidationException: Standard tier parameters support a maximum parameter value of")
        )
        let tier = try await client.call(
            "PutParameter",
            #"{"Name":"k","Value":"\#(long)","Type":"String","Tier":"Intelligent-Tiering"}"#
        )["Tier"]
        #expect(tier == "Advanced")
        let pattern = #""Type":"String","AllowedPattern":"\\d+"}"#
        try await client.call("PutParameter", #"{"Name":"n","Value":"12","# + pattern)
        #expect(
            try await client.refusal("PutParameter", #"{"Name":"m","Value":"12x","# + pattern)
                == #"ParameterPatternMismatchException: Parameter value, cannot be validated against allowedPattern: \d+"#
        )
        let hopeless = #"{"Name":"h","Value":"\#(String(repeating: "a", count: 4_000))!","Type":"String","#
        #expect(
            try await client.refusal("PutParameter", hopeless + #""AllowedPattern":"(a+)+"}"#)
                .hasPrefix("ParameterPatternMismatchException")
        )
        #expect(
            try await client.refusal("PutParameter", hopeless + #""AllowedPattern":"(a)\\1"}"#)
                == "InvalidAllowedPatternException: The following regular expression is not valid: (a)\\1 (Hearth has no "
                + "references back to groups, at character 4)"
        )
    }

    @Test func readsPathsPageByPage() async throws {
        for name in ["/a/1", "/a/2", "/a/3", "/a/b/4", "/c", "d"] { try await put(name) }
        let first = try await client.call("GetParametersByPath", #"{"Path":"/a","MaxResults":2}"#)
        #expect(names(first) == ["/a/1", "/a/2"])
        let token = try #require(first["NextToken"]?.stringValue)
        let second = try await client.call(
            "GetParametersByPath",
            #"{"Path":"/a","MaxResults":2,"NextToken":"\#(token)"}"#
        )
        #expect(names(second) == ["/a/3"] && second["NextToken"] == nil)
        #expect(
            names(try await client.call("GetParametersByPath", #"{"Path":"/a","Recursive":true}"#))
                == ["/a/1", "/a/2", "/a/3", "/a/b/4"]
        )
        #expect(names(try await client.call("GetParametersByPath", #"{"Path":"/"}"#)) == ["/c", "d"])
    }

    @Test func findsByFilters() async throws {
        try await put("/x/one", "v", #","Tags":[{"Key":"team","Value":"blue"}]"#)
        try await put("two")
        for (filter, found) in [
            (#"{"Key":"tag:team","Values":["blue"]}"#, ["/x/one"]),
            (#"{"Key":"Name","Option":"BeginsWith","Values":["tw"]}"#, ["two"]),
            (#"{"Key":"Path","Option":"Recursive","Values":["/"]}"#, ["/x/one", "two"]),
        ] {
            let reply = try await client.call("DescribeParameters", #"{"ParameterFilters":[\#(filter)]}"#)
            #expect(names(reply) == found, "\(filter)")
        }
        #expect(
            try await client.refusal("DescribeParameters", #"{"ParameterFilters":[{"Key":"Label","Values":["x"]}]}"#)
                == "InvalidFilterKey: The following filter key is not valid: Label. Valid filter keys include: [Path, "
                + "Name, Type, KeyId, Tier]."
        )
    }

    @Test func labelsMoveFromVersionToVersion() async throws {
        try await put("key", "one")
        try await put("key", "two", #","Overwrite":true"#)
        let labels = #""Labels":["live","9bad"]}"#
        let answer = try await client.call("LabelParameterVersion", #"{"Name":"key","ParameterVersion":1,"# + labels)
        #expect(answer == ["InvalidLabels": ["9bad"], "ParameterVersion": 1])
        try await client.call("LabelParameterVersion", #"{"Name":"key","# + labels)
        #expect(try await client.call("GetParameter", #"{"Name":"key:live"}"#)["Parameter"]?["Value"] == "two")
        let history = try await client.call("GetParameterHistory", #"{"Name":"key"}"#)["Parameters"]?.arrayValue ?? []
        #expect(history.map { $0["Labels"] } == [[], ["live"]])
    }

    @Test func labelsFindOlderVersions() async throws {
        try await put("/a/key", "one")
        try await put("/a/key", "two", #","Overwrite":true"#)
        try await put("/a/other", "three")
        let label = #"{"Name":"/a/key","ParameterVersion":1,"Labels":["stable"]}"#
        try await client.call("LabelParameterVersion", label)
        let filter = #"{"Path":"/a","ParameterFilters":[{"Key":"Label","Values":["stable"]}]}"#
        let found = try await client.call("GetParametersByPath", filter)["Parameters"]?.arrayValue ?? []
        #expect(found.map { $0["Value"] } == ["one"] && found.map { $0["Version"] } == [1])
    }

    @Test func keepsAHundredVersions() async throws {
        for _ in 0..<101 { try await put("key", "v", #","Overwrite":true"#) }
        #expect(try await client.refusal("GetParameter", #"{"Name":"key:1"}"#).hasPrefix("ParameterVersionNotFound"))
        try await client.call("LabelParameterVersion", #"{"Name":"key","ParameterVersion":2,"Labels":["held"]}"#)
        let refusal = try await client.refusal("PutParameter", #"{"Name":"key","Value":"v","Overwrite":true}"#)
        #expect(refusal.hasPrefix("ParameterMaxVersionLimitExceeded: You attempted to create a new version of key"))
    }

    @Test func isNotThereOnceDeleted() async throws {
        try await put("a")
        let answer = try await client.call("DeleteParameters", #"{"Names":["a","b"]}"#)
        #expect(answer == ["DeletedParameters": ["a"], "InvalidParameters": ["b"]])
        #expect(
            try await client.refusal("DeleteParameter", #"{"Name":"a"}"#)
                == "ParameterNotFound: Parameter a not found."
        )
    }

    @Test func refusesBadInputAndKeepsWhatIsThere() async throws {
        try await put("key")
        let tagged = #""ResourceType":"Parameter","ResourceId":"key""#
        try await client.checkBadInput(
            SSM.operations,
            [
                "PutParameter": #"{"Name":"new","Value":"v","Type":"String","Tags":[{"Key":"k","Value":"v"}]}"#,
                "GetParameter": #"{"Name":"key","WithDecryption":true}"#,
                "GetParameters": #"{"Names":["key"]}"#,
                "GetParametersByPath": #"{"Path":"/","ParameterFilters":[{"Key":"Type","Values":["String"]}]}"#,
                "GetParameterHistory": #"{"Name":"key"}"#,
                "DescribeParameters": #"{"ParameterFilters":[{"Key":"Name","Option":"Equals","Values":["key"]}]}"#,
                "DeleteParameter": #"{"Name":"new"}"#,
                "DeleteParameters": #"{"Names":["new"]}"#,
                "LabelParameterVersion": #"{"Name":"key","Labels":["a"]}"#,
                "UnlabelParameterVersion": #"{"Name":"key","ParameterVersion":1,"Labels":["a"]}"#,
                "AddTagsToResource": #"{\#(tagged),"Tags":[{"Key":"k","Value":"v"}]}"#,
                "RemoveTagsFromResource": #"{\#(tagged),"TagKeys":["k"]}"#,
                "ListTagsForResource": "{\(tagged)}",
            ]
        ) {
            try await client.call("DescribeParameters", "{}")
        }
    }
}
