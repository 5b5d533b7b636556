import Testing

/// What is refused, and in which words.
@Suite struct RefusalTests {
    @Test(arguments: [
        (
            ["TopicArn": Client.topic],
            "ValidationError: 1 validation error detected: Value null at 'message' failed to satisfy constraint: Member must not be null"
        ),
        (
            ["Message": "m"],
            "InvalidParameter: Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter"
        ),
        (
            ["Message": "m", "TopicArn": "x"],
            "InvalidParameter: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 1"
        ),
        (["Message": "m", "TopicArn": "\(Client.topic)2"], "NotFound: Topic does not exist"),
        (["Message": "", "TopicArn": Client.topic], "InvalidParameter: Invalid parameter: Empty message"),
        (
            ["Message": "m", "PhoneNumber": "1"],
            "InvalidParameter: Invalid parameter: PhoneNumber Reason: 1 does not meet the E164 format"
        ),
        (
            ["Message": "m", "TopicArn": Client.topic, "MessageStructure": "json"],
            "InvalidParameter: Invalid parameter: Message Structure - JSON message body failed to parse"
        ),
        (
            ["Message": "{}", "TopicArn": Client.topic, "MessageStructure": "json"],
            "InvalidParameter: Invalid parameter: Message Structure - No default entry in JSON message body"
        ),
        (
            ["Message": String(repeating: "x", count: 262_145), "TopicArn": Client.topic],
            "InvalidParameter: Invalid parameter: Message too long"
        ),
    ])
    func refusesToPublish(_ form: [String: String], _ expected: String) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let pairs = form.sorted { $0.key < $1.key }
        let refusal: String
        switch pairs.count {
        case 1: refusal = await client.refusal("Publish", [pairs[0].key: pairs[0].value])
        case 2: refusal = await client.refusal("Publish", [pairs[0].key: pairs[0].value, pairs[1].key: pairs[1].value])
        default:
            refusal = await client.refusal(
                "Publish",
                [pairs[0].key: pairs[0].value, pairs[1].key: pairs[1].value, pairs[2].key: pairs[2].value]
            )
        }
        #expect(refusal.replacing("&apos;", with: "'") == expected)
    }

    @Test(arguments: [
        ("sqs", "x", "InvalidParameter: Invalid parameter: SQS endpoint ARN"),
        ("lambda", "x", "InvalidParameter: Invalid parameter: Lambda endpoint ARN"),
        ("http", "https://x", "InvalidParameter: Invalid parameter: Endpoint must match the specified protocol"),
        ("sms", "+15--551234567", "InvalidParameter: Invalid SMS endpoint: +15--551234567"),
        (
            "pigeon", "x",
            "InvalidParameter: Invalid parameter: Amazon SNS does not support this protocol string: pigeon"
        ),
    ])
    func refusesToSubscribe(_ name: String, _ endpoint: String, _ expected: String) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let form: KeyValuePairs = ["TopicArn": Client.topic, "Protocol": name, "Endpoint": endpoint]
        #expect(await client.refusal("Subscribe", form) == expected)
    }

    @Test func forgetsATopicWithItsSubscriptions() async throws {
        let client = try Client()
        let subscription = await client.makeTopic()
        await client.call("DeleteTopic", ["TopicArn": Client.topic])
        await client.call("DeleteTopic", ["TopicArn": Client.topic])
        #expect(
            await client.refusal("GetSubscriptionAttributes", ["SubscriptionArn": subscription])
                == "NotFound: Subscription does not exist"
        )
    }
}
