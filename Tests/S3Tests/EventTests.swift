import JSON
import ServiceKit
import Testing
import Time
import Wire

@testable import S3

@Suite(.timeLimit(.minutes(10))) struct EventTests {
    private func configuration(_ rules: String) -> String {
        "<NotificationConfiguration>\(rules)</NotificationConfiguration>"
    }

    private func queue(_ name: String, _ event: String, _ filter: String = "") -> String {
        "<QueueConfiguration><Id>\(name)</Id><Queue>arn:aws:sqs:us-east-1:000000000000:\(name)</Queue><Event>\(event)</Event>"
            + filter + "</QueueConfiguration>"
    }

    private func filter(_ name: String, _ value: String) -> String {
        "<Filter><S3Key><FilterRule><Name>\(name)</Name><Value>\(value)</Value></FilterRule></S3Key></Filter>"
    }

    @Test func whoIsToldOfAnObject() async throws {
        let client = try await Client(
            "books",
            time: ManualTime(now: try #require(Timestamp(iso8601: "2026-11-21T03:04:05Z")))
        )
        let rules = configuration(
            queue("all", "s3:ObjectCreated:*", filter("prefix", "in/"))
                + "<EventBridgeConfiguration/>"
        )
        #expect(await client.send("PUT", "/books?notification", rules).status == 200)
        let test = try #require(await client.received.next())
        let testEvent = try JSON(parsing: test.delivery.payload)
        #expect(testEvent["Event"] == "s3:TestEvent" && testEvent["Bucket"] == "books")
        _ = await client.send("PUT", "/books/in/a%20b/%C3%BC", "hello")
        var deliveries = [try #require(await client.received.next()), try #require(await client.received.next())]
        deliveries.sort { $0.resource.service < $1.resource.service }
        let detail = try JSON(parsing: deliveries[0].delivery.payload)
        #expect(deliveries[0].resource.description == "arn:aws:events:us-east-1:000000000000:event-bus/default")
        #expect(deliveries[0].delivery.event?.detailType == "Object Created")
        #expect(detail["object"]?["key"] == "in/a b/ü" && detail["reason"] == "PutObject")
        #expect(deliveries[1].delivery.principal == "s3.amazonaws.com")
        #expect(deliveries[1].delivery.source?.description == "arn:aws:s3:::books")
        let record = try #require(JSON(parsing: deliveries[1].delivery.payload)["Records"]?.arrayValue?.first)
        #expect(record["eventName"] == "ObjectCreated:Put" && record["eventVersion"] == "2.1")
        #expect(record["eventTime"] == "2026-11-21T03:04:05.000Z" && record["awsRegion"] == "us-east-1")
        #expect(record["s3"]?["configurationId"] == "all")
        #expect(record["s3"]?["bucket"]?["arn"] == "arn:aws:s3:::books")
        let object = record["s3"]?["object"]
        #expect(object?["key"] == "in/a+b/%C3%BC" && object?["size"] == 5)
        #expect(object?["eTag"] == "5d41402abc4b2a76b9719d911017c592" && object?["versionId"] == nil)
        #expect(object?["sequencer"]?.stringValue?.utf8.count == 16)
    }

    private func event(_ kind: ObjectEvent.Kind, _ key: String) -> ObjectEvent {
        ObjectEvent(kind, bucket: "books", key: key)
    }

    private func rules(_ text: String) throws -> [NotificationConfiguration.Rule] {
        let document = try #require(XMLElement(parsing: Array(configuration(text).utf8)))
        return try NotificationConfiguration(document) { "made" }.rules
    }

    @Test func filters() throws {
        let rule = try #require(rules(queue("q", "s3:ObjectCreated:*", filter("Suffix", ".jpg"))).first)
        #expect(rule.wants(event(.copy, "a.jpg")) && !rule.wants(event(.copy, "a.png")))
        #expect(!rule.wants(event(.delete, "a.jpg")))
        let exact = try #require(rules(queue("q", "s3:ObjectRemoved:Delete")).first)
        #expect(exact.wants(event(.delete, "x")) && !exact.wants(event(.deleteMarkerCreated, "x")))
    }

    @Test func rulesThatOverlap() throws {
        let all = queue("a", "s3:ObjectCreated:*")
        for other in [queue("b", "s3:ObjectCreated:Put"), queue("b", "s3:ObjectCreated:*", filter("prefix", "x"))] {
            #expect(throws: AWSError.self) { try rules(all + other) }
        }
        #expect(try rules(all + queue("b", "s3:ObjectRemoved:*")).count == 2)
        let parted =
            queue("a", "s3:ObjectCreated:*", filter("prefix", "x/"))
            + queue("b", "s3:ObjectCreated:*", filter("prefix", "y/"))
        #expect(try rules(parted).count == 2)
    }

    @Test func whatIsNoConfiguration() async throws {
        let client = try await Client("books")
        for rules in [
            queue("q", "s3:ObjectEaten:*"), queue("q.fifo", "s3:ObjectCreated:*"),
            queue("missing", "s3:ObjectCreated:*"),
            queue("q", "s3:ObjectCreated:*", filter("infix", "x")), "<Strange/>",
        ] {
            #expect(await client.send("PUT", "/books?notification", configuration(rules)).status == 400)
        }
        #expect(!(await client.get("/books?notification")).contains("Queue"))
    }

    @Test func deletionsTellWhatTheyWere() async throws {
        let client = try await Client("books")
        let skip: [(String, String)] = [("x-amz-skip-destination-validation", "true")]
        var headers: HTTPHeaders = [:]
        for (name, value) in skip { headers.add(name, value) }
        let rules = configuration(queue("q", "s3:ObjectRemoved:*"))
        #expect(await client.send("PUT", "/books?notification", rules, headers: headers).status == 200)
        _ = await client.send("PUT", "/books/a", "1")
        _ = await client.send("DELETE", "/books/none")
        _ = await client.send("DELETE", "/books/a")
        let first = try JSON(parsing: try #require(await client.received.next()).delivery.payload)
        #expect(first["Records"]?.arrayValue?.first?["eventName"] == "ObjectRemoved:Delete")
        #expect(first["Records"]?.arrayValue?.first?["s3"]?["object"]?["key"] == "a")
        let on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        _ = await client.send("PUT", "/books?versioning", on)
        _ = await client.send("DELETE", "/books/a")
        let second = try JSON(parsing: try #require(await client.received.next()).delivery.payload)
        #expect(second["Records"]?.arrayValue?.first?["eventName"] == "ObjectRemoved:DeleteMarkerCreated")
    }
}
