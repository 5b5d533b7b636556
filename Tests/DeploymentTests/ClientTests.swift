import AWSClient
import Deployment
import SocketServer
import Testing

/// What the clients send, and what they make of answers as AWS writes them.
@Suite struct ClientTests {
    private static func configuration(_ endpoint: String) -> AWSConfiguration {
        var configuration = AWSConfiguration(
            region: "eu-west-1",
            credentials: AWSCredentials(accessKeyID: "key", secretAccessKey: "secret", sessionToken: "token"),
            endpoint: endpoint
        )
        configuration.maximumAttempts = 1
        return configuration
    }

    private static func answer(_ action: String, _ result: String) -> SocketServer.Response {
        .init(
            200,
            """
            <\(action)Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><\(action)Result>\(result)\
            </\(action)Result><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></\(action)Response>
            """
        )
    }

    @Test func readsStacks() async throws {
        let server = SocketServer { _ in
            Self.answer(
                "DescribeStacks",
                """
                <Stacks><member><StackId>arn:1</StackId><StackStatus>CREATE_COMPLETE</StackStatus>
                <Parameters><member><ParameterKey>P</ParameterKey><ParameterValue>v</ParameterValue></member></Parameters>
                <Outputs><member><OutputKey>Url</OutputKey><OutputValue>https://a?b&amp;c</OutputValue></member></Outputs>
                </member></Stacks>
                """
            )
        }
        let stack = try await CloudFormation(configuration: Self.configuration(server.url)).stack("books")
        #expect(stack?.id == "arn:1" && stack?.status == "CREATE_COMPLETE" && stack?.parameters == ["P"])
        #expect(stack?.outputs.map { "\($0.key)=\($0.value)" } == ["Url=https://a?b&c"])
        let request = try #require(server.requests.first)
        #expect(request.text == "Action=DescribeStacks&Version=2010-05-15&StackName=books")
        #expect(request.headers["authorization"]?.contains("/eu-west-1/cloudformation/aws4_request") == true)
        #expect(request.headers["x-amz-security-token"] == "token")
    }

    /// A failure without a reason is at least told of the call that met it.
    @Test func tellsWhichCallFailed() async throws {
        let server = SocketServer { _ in .init(500, "<!doctype html><title>500 Internal Server Error</title>") }
        let configuration = Self.configuration(server.url)
        let stack = await #expect(throws: AWSServiceError.self) {
            try await CloudFormation(configuration: configuration).executeChangeSet("arn:change", of: "books")
        }
        let call = "cloudformation:ExecuteChangeSet"
        #expect(stack?.description == "UnknownError (\(call)): \(server.url) answered with status 500")
        let object = await #expect(throws: AWSServiceError.self) {
            try await S3(configuration: configuration, owner: "1").putObject("codes", "a.zip", [1], digest: "d")
        }
        let put = "s3:PutObject codes/a.zip"
        #expect(object?.description == "UnknownError (\(put)): \(server.url) answered with status 500")
        let refusal = "<Error><Code>AccessDenied</Code><Message>No.</Message></Error>"
        let refusing = Self.configuration(SocketServer { _ in .init(403, refusal) }.url)
        let denied = await #expect(throws: AWSServiceError.self) {
            try await S3(configuration: refusing, owner: "1").createBucket("codes")
        }
        #expect(denied?.description == "AccessDenied (s3:CreateBucket codes): No.")
    }

    @Test func aStackThatIsNotThereIsNone() async throws {
        let server = SocketServer { _ in
            .init(
                400,
                """
                <ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>
                <Message>Stack with id books does not exist</Message></Error></ErrorResponse>
                """
            )
        }
        #expect(try await CloudFormation(configuration: Self.configuration(server.url)).stack("books") == nil)
    }

    @Test func asksForAChangeSet() async throws {
        let server = SocketServer { _ in Self.answer("CreateChangeSet", "<Id>arn:change</Id>") }
        let request = ChangeSetRequest(
            stackName: "books",
            name: "hearth-1",
            type: .update,
            templateURL: "https://bucket.s3.eu-west-1.amazonaws.com/t.json",
            parameters: [("New", "a b"), ("Old", nil)]
        )
        let id = try await CloudFormation(configuration: Self.configuration(server.url)).createChangeSet(request)
        #expect(id == "arn:change")
        let form = try #require(server.requests.first?.text)
        for part in [
            "ChangeSetType=UPDATE", "TemplateURL=https%3A%2F%2Fbucket.s3.eu-west-1.amazonaws.com%2Ft.json",
            "Capabilities.member.3=CAPABILITY_AUTO_EXPAND",
            "Parameters.member.1.ParameterKey=New&Parameters.member.1.ParameterValue=a%20b",
            "Parameters.member.2.ParameterKey=Old&Parameters.member.2.UsePreviousValue=true",
        ] {
            #expect(form.contains(part), "\(form)")
        }
    }

    @Test func readsChangesPageByPage() async throws {
        let server = SocketServer { request in
            let isSecond = request.text.contains("NextToken=more")
            let change = """
                <member><Type>Resource</Type><ResourceChange><Action>\(isSecond ? "Add" : "Modify")</Action>
                <LogicalResourceId>\(isSecond ? "B" : "A")</LogicalResourceId><ResourceType>T</ResourceType>
                <Replacement>True</Replacement></ResourceChange></member>
                """
            return Self.answer(
                "DescribeChangeSet",
                "<Status>CREATE_COMPLETE</Status><Changes>\(change)</Changes>"
                    + (isSecond ? "" : "<NextToken>more</NextToken>")
            )
        }
        let set = try await CloudFormation(configuration: Self.configuration(server.url)).changeSet("id", of: "books")
        #expect(set.status == "CREATE_COMPLETE")
        #expect(set.changes.map(\.logicalResourceID) == ["A", "B"])
        #expect(set.changes.first?.replacement == "True")
    }

    @Test func readsEventsBackToTheLastKnown() async throws {
        let server = SocketServer { _ in
            Self.answer(
                "DescribeStackEvents",
                "<StackEvents>"
                    + ["3", "2", "1"].map {
                        "<member><EventId>\($0)</EventId><ResourceStatus>S</ResourceStatus></member>"
                    }
                    .joined() + "</StackEvents>"
            )
        }
        let client = CloudFormation(configuration: Self.configuration(server.url))
        #expect(try await client.events(of: "books", after: "1").map(\.id) == ["3", "2"])
        #expect(try await client.events(of: "books", after: nil).map(\.id) == ["3", "2", "1"])
    }

    /// A change set that may have been executed is not executed again.
    @Test func executesOnce() async throws {
        let server = SocketServer { _ in
            .init(500, "<ErrorResponse><Error><Code>InternalFailure</Code></Error></ErrorResponse>")
        }
        var configuration = Self.configuration(server.url)
        configuration.maximumAttempts = 3
        let client = CloudFormation(configuration: configuration)
        await #expect(throws: AWSServiceError.self) { try await client.executeChangeSet("id", of: "books") }
        #expect(server.requests.count == 1)
    }

    @Test func uploadsWithTheDigestSigned() async throws {
        let server = SocketServer { $0.method == "HEAD" ? .init(404) : .init(200) }
        let s3 = S3(configuration: Self.configuration(server.url), owner: "123456789012")
        #expect(try await s3.hasObject("bucket", "books/a.zip") == false)
        try await s3.putObject("bucket", "books/a.zip", Array("zip".utf8), digest: String(repeating: "0", count: 64))
        try await s3.createBucket("bucket")
        let (put, make) = (server.requests[1], server.requests[2])
        #expect(put.path == "/bucket/books/a.zip" && put.text == "zip")
        #expect(put.headers["x-amz-content-sha256"] == String(repeating: "0", count: 64))
        #expect(put.headers["x-amz-expected-bucket-owner"] == "123456789012")
        #expect(put.headers["authorization"]?.contains("x-amz-content-sha256") == true)
        #expect(make.path == "/bucket/" && make.text.contains("<LocationConstraint>eu-west-1</LocationConstraint>"))
    }

    @Test func saysWhoseTheBucketIs() async throws {
        let server = SocketServer { _ in .init(403) }
        let s3 = S3(configuration: Self.configuration(server.url), owner: "123456789012")
        await #expect {
            try await s3.hasBucket("taken")
        } throws: {
            "\($0)".hasPrefix("the bucket taken is not yours to use (403): name another one with --s3-bucket")
        }
    }

    @Test func bucketsHaveHostNamesOnAWS() {
        let s3 = S3(configuration: Self.configuration("https://s3.eu-west-1.amazonaws.com"), owner: "1")
        #expect(s3.url("bucket", "k/a.zip") == "https://bucket.s3.eu-west-1.amazonaws.com/k/a.zip")
        #expect(s3.url("with.dots", "a.zip") == "https://s3.eu-west-1.amazonaws.com/with.dots/a.zip")
        #expect(s3.templateURL("bucket", "t.json") == s3.url("bucket", "t.json"))
        let local = S3(configuration: Self.configuration("http://127.0.0.1:5000"), owner: "1")
        #expect(local.url("bucket", "a.zip") == "http://127.0.0.1:5000/bucket/a.zip")
        #expect(local.templateURL("bucket", "t.json") == "http://localhost:5000/bucket/t.json")
    }
}
