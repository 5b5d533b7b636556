import FoundationEssentials
import JSON
import Testing
import Time
import Wire

@testable import S3

@Suite(.timeLimit(.minutes(10))) struct BucketTests {
    @Test func bucketsAreMadeOnce() async throws {
        let client = try await Client("books")
        #expect(await client.send("PUT", "/books").status == 200)
        #expect(await client.refusal("PUT", "/Books") == "400 InvalidBucketName")
        let there =
            "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"
        #expect(await client.send("PUT", "/others", Array(there.utf8), region: "eu-west-1").status == 200)
        let again = await client.send("PUT", "/others", Array(there.utf8), region: "eu-west-1")
        #expect(again.status == 409)
        #expect(await client.text(again).contains("<Code>BucketAlreadyOwnedByYou<"))
        let elsewhere = await client.send("PUT", "/third", region: "eu-west-1")
        #expect(Client.element("Code", await client.text(elsewhere)) == "IllegalLocationConstraintException")
        #expect(Client.elements("Name", await client.get("/")) == ["books", "others"])
        #expect((await client.get("/others?location")).contains(">eu-west-1<"))
        #expect(await client.send("HEAD", "/others").headers["x-amz-bucket-region"] == "eu-west-1")
        #expect(await client.send("HEAD", "/none").status == 404)
        #expect(await client.send("DELETE", "/others").status == 204)
        #expect(await client.refusal("DELETE", "/others") == "404 NoSuchBucket")
    }

    /// As Lambda tells it of the bucket of a function's code.
    @Test func codeIsReadInTheRegionOfItsBucket() async throws {
        let client = try await Client("books")
        #expect(await client.send("PUT", "/books/code.zip", "zip").status == 200)
        func read(_ region: String) async -> Result<[UInt8], AWSError> {
            await withCheckedContinuation { continuation in
                client.service.object("books", "code.zip", version: nil, region: region) {
                    continuation.resume(returning: $0)
                }
            }
        }
        #expect(try await read("us-east-1").get() == Array("zip".utf8))
        let refusal = await #expect(throws: AWSError.self) { try await read("eu-west-1").get() }
        #expect(refusal?.code == "PermanentRedirect")
        let text = "The bucket is in this region: us-east-1. Please use this region to retry the request"
        #expect(refusal?.message == text)
    }

    @Test(arguments: [
        ("cors", "404 NoSuchCORSConfiguration"), ("lifecycle", "404 NoSuchLifecycleConfiguration"),
        ("tagging", "404 NoSuchTagSet"), ("website", "404 NoSuchWebsiteConfiguration"),
        ("policy", "404 NoSuchBucketPolicy"), ("publicAccessBlock", "404 NoSuchPublicAccessBlockConfiguration"),
        ("ownershipControls", "404 OwnershipControlsNotFoundError"),
        ("replication", "404 ReplicationConfigurationNotFoundError"),
        ("object-lock", "404 ObjectLockConfigurationNotFoundError"),
    ])
    func nothingWasSaid(_ name: String, _ error: String) async throws {
        let client = try await Client("books")
        #expect(await client.refusal("GET", "/books?\(name)") == error)
    }

    @Test(arguments: [
        ("tagging", "<Tagging><TagSet><Tag><Key>a</Key><Value>1 &amp; 2</Value></Tag></TagSet></Tagging>"),
        ("website", "<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument></WebsiteConfiguration>"),
        (
            "lifecycle",
            "<LifecycleConfiguration><Rule><Filter></Filter><Status>Enabled</Status></Rule></LifecycleConfiguration>"
        ),
        ("requestPayment", "<RequestPaymentConfiguration><Payer>Requester</Payer></RequestPaymentConfiguration>"),
    ])
    func whatIsSaidIsKept(_ name: String, _ document: String) async throws {
        let client = try await Client("books")
        #expect(await client.send("PUT", "/books?\(name)", document).status < 300)
        let kept = try #require(XMLElement(parsing: Array(await client.get("/books?\(name)").utf8)))
        #expect(kept == XMLElement(parsing: Array(document.utf8)))
        #expect(await client.refusal("PUT", "/books?\(name)", "<Other/>") == "400 MalformedXML")
    }

    @Test func pagesOfOtherOrigins() async throws {
        let client = try await Client("books")
        let page: HTTPHeaders = ["Origin": "http://page.example", "Access-Control-Request-Method": "PUT"]
        #expect(await client.refusal("OPTIONS", "/books/a", headers: page) == "403 AccessForbidden")
        let rules = """
            <CORSConfiguration><CORSRule><AllowedOrigin>http://*.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod>\
            <ExposeHeader>ETag</ExposeHeader></CORSRule></CORSConfiguration>
            """
        #expect(await client.send("PUT", "/books?cors", rules).status == 200)
        let preflight = await client.send("OPTIONS", "/books/a", headers: page)
        #expect(preflight.status == 200 && preflight.headers["Access-Control-Allow-Origin"] == "http://page.example")
        let put = await client.send("PUT", "/books/a", "x", headers: ["Origin": "http://page.example"])
        #expect(put.headers["Access-Control-Expose-Headers"] == "ETag")
        let get = await client.send("GET", "/books/a", headers: ["Origin": "http://page.example"])
        #expect(get.headers["Access-Control-Allow-Origin"] == nil)
        func allows(_ method: String, _ target: String, _ origin: String) -> Bool {
            client.service.allowsPage(HTTPRequest(method: method, target: target, headers: ["Origin": origin]))
        }
        #expect(allows("PUT", "/books/a", "http://page.example") && !allows("PUT", "/books/a", "http://page.evil"))
        #expect(!allows("PUT", "/books", "http://page.example") && !allows("DELETE", "/books/a", "http://page.example"))
    }

    @Test func whatIsForThisService() async throws {
        let client = try await Client("books")
        func matches(_ method: String, _ target: String, _ headers: HTTPHeaders = [:]) -> Bool {
            client.service.matches(HTTPRequest(method: method, target: target, headers: headers))
        }
        #expect(matches("GET", "/books/a") && !matches("GET", "/none/a") && !matches("GET", "/"))
        #expect(
            matches("GET", "/a", ["Host": "none.s3.amazonaws.com"])
                && matches("GET", "/a", ["Host": "books.localhost:1"])
        )
        let signed = { (service: String) -> HTTPHeaders in
            ["Authorization": "AWS4-HMAC-SHA256 Credential=a/20261121/us-east-1/\(service)/aws4_request"]
        }
        #expect(matches("GET", "/none", signed("s3")) && !matches("GET", "/books", signed("sqs")))
        #expect(!matches("POST", "/books", ["X-Amz-Target": "AmazonSQS.SendMessage"]))
    }

    private func form(_ fields: [(String, String)], file: String) -> (headers: HTTPHeaders, body: String) {
        let parts = fields.map { "--b\r\nContent-Disposition: form-data; name=\"\($0.0)\"\r\n\r\n\($0.1)\r\n" }.joined()
        let last =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.txt\"\r\nContent-Type: text/plain\r\n\r\n\(file)\r\n--b--\r\n"
        return (["Content-Type": "multipart/form-data; boundary=b"], parts + last)
    }

    @Test func forms() async throws {
        let client = try await Client(
            "books",
            time: ManualTime(now: try #require(Timestamp(iso8601: "2026-11-21T03:04:05Z")))
        )
        let plain = form(
            [("key", "up/${filename}"), ("success_action_status", "201"), ("x-amz-meta-a", "1")],
            file: "hello\r\n"
        )
        let created = await client.send("POST", "/books", plain.body, headers: plain.headers)
        #expect(created.status == 201)
        #expect(await client.text(created).contains("<Key>up/f.txt<"))
        let get = await client.send("GET", "/books/up/f.txt")
        #expect(await client.text(get) == "hello\r\n" && get.headers["x-amz-meta-a"] == "1")
        let tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>1</Value></Tag></TagSet></Tagging>"
        for (tagging, expected) in [(tags, 204), ("<Tagging>", 400), ("a=1", 400)] {
            let tagged = form([("key", "tagged"), ("tagging", tagging)], file: "hello")
            #expect(await client.send("POST", "/books", tagged.body, headers: tagged.headers).status == expected)
        }
        #expect((await client.get("/books/tagged?tagging")).contains("<Key>a</Key>"))
        func policy(_ end: String, _ conditions: String) -> String {
            Data(#"{"expiration":"\#(end)","conditions":[\#(conditions)]}"#.utf8).base64EncodedString()
        }
        for (end, conditions, expected) in [
            ("2026-11-21T03:05:00Z", #"{"bucket":"books"},["starts-with","$key","up/"]"#, 204),
            ("2026-11-21T03:04:00Z", #"{"bucket":"books"}"#, 403),
            ("2026-11-21T03:05:00Z", #"{"bucket":"others"}"#, 403),
            ("2026-11-21T03:05:00Z", #"["content-length-range",1,3]"#, 400),
        ] {
            let signed = form([("key", "up/x"), ("policy", policy(end, conditions))], file: "hello")
            #expect(await client.send("POST", "/books", signed.body, headers: signed.headers).status == expected)
        }
    }

    @Test func whatATemplateAsksFor() async throws {
        let client = try await Client()
        let request: JSON = [
            "Bucket": "covers", "Versioning": "Enabled", "Tags": [["Key": "a", "Value": "1"]],
            "CORSRules": [["AllowedOrigin": ["*"], "AllowedMethod": ["GET"]]],
        ]
        try client.service.setUp("CreateBucket", request)
        try client.service.setUp("CreateBucket", request)
        #expect((await client.get("/covers?versioning")).contains("Enabled"))
        #expect((await client.get("/covers?tagging")).contains("<Key>a</Key>"))
        let rules: JSON = [
            "Bucket": "covers",
            "QueueConfigurations": [
                ["Destination": "arn:aws:sqs:us-east-1:000000000000:q", "Events": ["s3:ObjectCreated:*"], "Rules": []]
            ],
        ]
        try client.service.setUp("PutBucketNotificationConfiguration", rules)
        #expect((await client.get("/covers?notification")).contains("sqs:us-east-1:000000000000:q"))
        #expect(throws: AWSError.self) { try client.service.setUp("CreateBucket", ["Bucket": "Bad_Name"]) }
        try client.service.takeBack("DeleteBucketNotification", ["Bucket": "covers"])
        #expect(!(await client.get("/covers?notification")).contains("sqs"))
    }
}
