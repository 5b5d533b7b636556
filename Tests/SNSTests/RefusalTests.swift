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
            "InvalidParameter: Invalid parameter: PhoneNumber Reason: 1 is not valid to publish to"
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

    /// A FIFO topic delivers to queues alone.
    @Test(arguments: [
        ("http", "http://x"), ("email", "a@example.com"), ("sms", "+15551234567"),
        ("lambda", "arn:aws:lambda:us-east-1:123456789012:function:f"),
    ])
    func fifoTopicsDeliverToQueuesAlone(_ name: String, _ endpoint: String) async throws {
        let client = try Client()
        await client.call(
            "CreateTopic",
            ["Name": "t.fifo", "Attributes.entry.1.key": "FifoTopic", "Attributes.entry.1.value": "true"]
        )
        let form: KeyValuePairs = ["TopicArn": Client.topic + ".fifo", "Protocol": name, "Endpoint": endpoint]
        let refusal = await client.refusal("Subscribe", form)
        #expect(refusal == "InvalidParameter: Invalid parameter: Invalid protocol type: \(name)")
    }

    @Test(arguments: [
        Refused("CreateTopic", ["Name": "a b"], "Invalid parameter: Topic Name"),
        Refused(
            "Publish",
            ["TopicArn": "arn:aws:sns:eu-west-1:123456789012:t", "Message": "m"],
            "Invalid parameter: TopicArn"
        ),
        Refused("Publish", ["TopicArn": Client.topic, "Message": "m", "Subject": ""], "Invalid parameter: Subject"),
        Refused("ConfirmSubscription", ["TopicArn": Client.topic, "Token": "random"], "Invalid token"),
        Refused(
            "ConfirmSubscription",
            ["TopicArn": Client.topic + "2", "Token": "51b2ff"],
            "Invalid parameter: Token"
        ),
        Refused(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "sqs", "Endpoint": Client.queue,
                "Attributes.entry.1.key": "RedrivePolicy", "Attributes.entry.1.value": "{invalid",
            ],
            "Invalid parameter: Attributes Reason: RedrivePolicy: failed to parse JSON. Unexpected character "
                + "('i' (code 105)): was expecting double-quote to start field name\n at [Source: REDACTED "
                + "(`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 2]"
        ),
        Refused(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "sqs", "Endpoint": Client.queue,
                "Attributes.entry.1.key": "RedrivePolicy",
                "Attributes.entry.1.value": #"{"deadLetterTargetArn":"\#(Client.queue).fifo"}"#,
            ],
            "Invalid parameter: RedrivePolicy: must use a standard queue as DLQ for a Subscription to a standard Topic."
        ),
        Refused("Unsubscribe", [:], "Invalid parameter: SubscriptionArn Reason: no value for required parameter"),
        Refused("Unsubscribe", ["SubscriptionArn": Client.topic], "Invalid parameter: SubscriptionId"),
        Refused(
            "OptInPhoneNumber",
            ["phoneNumber": "x"],
            "Invalid parameter: PhoneNumber Reason: input incorrectly formatted"
        ),
        Refused(
            "SetSMSAttributes",
            ["attributes.entry.1.key": "DefaultSenderID", "attributes.entry.1.value": "123"],
            "DefaultSendID is not a valid attribute"
        ),
        Refused(
            "CreatePlatformApplication",
            [
                "Name": "", "Platform": "ADM", "Attributes.entry.1.key": "EventEndpointCreated",
                "Attributes.entry.1.value": "t",
            ],
            "Invalid parameter:  Reason: cannot be empty"
        ),
        Refused(
            "TagResource",
            [
                "ResourceArn": Client.topic, "Tags.member.1.Key": "k", "Tags.member.1.Value": "1",
                "Tags.member.2.Key": "k", "Tags.member.2.Value": "2",
            ],
            "Invalid parameter: Duplicated keys are not allowed."
        ),
    ])
    fileprivate func refuses(_ refused: Refused) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        #expect(await client.refusal(refused.action, refused.form) == "InvalidParameter: \(refused.message)")
    }

    /// A new topic's attributes are refused in other words than those of one that is there.
    @Test(arguments: [
        ("t", "Colour", "red", "Unknown attribute Colour", "AttributeName"),
        ("t", "FifoThroughputScope", "Topic", "Unknown attribute FifoThroughputScope", "AttributeName"),
        ("t", "ContentBasedDeduplication", "true", "Unknown attribute ContentBasedDeduplication", "AttributeName"),
        ("t", "DisplayName", String(repeating: "n", count: 101), "DisplayName", "DisplayName"),
        ("t", "TracingConfig", "active", "Invalid tracing config value: active", nil),
        ("t", "SignatureVersion", "3", "SignatureVersion: Invalid value. Must be 1 or 2.", nil),
        (
            "t.fifo", "FifoThroughputScope", "Queue",
            "FifoThroughputScope: Invalid value [Queue]. Please use either Topic or MessageGroup", nil
        ),
        (
            "t.fifo", "ContentBasedDeduplication", "yes",
            "ContentBasedDeduplication: Invalid value [yes]. Must be true or false.", nil
        ),
    ])
    func refusesAttributesOfTopics(
        _ topic: String,
        _ name: String,
        _ value: String,
        _ reason: String,
        _ later: String?
    ) async throws {
        let client = try Client()
        let isFIFO = topic.hasSuffix(".fifo") ? "true" : "false"
        let form: KeyValuePairs = [
            "Name": topic, "Attributes.entry.1.key": "FifoTopic", "Attributes.entry.1.value": isFIFO,
            "Attributes.entry.2.key": name, "Attributes.entry.2.value": value,
        ]
        let refusal = await client.refusal("CreateTopic", form)
        #expect(refusal == "InvalidParameter: Invalid parameter: Attributes Reason: \(reason)")
        let fifo: KeyValuePairs = [
            "Name": topic, "Attributes.entry.1.key": "FifoTopic", "Attributes.entry.1.value": isFIFO,
        ]
        await client.call("CreateTopic", fifo)
        let arn = Client.topic + topic.dropFirst()
        let change: KeyValuePairs = ["TopicArn": arn, "AttributeName": name, "AttributeValue": value]
        #expect(
            await client.refusal("SetTopicAttributes", change)
                == "InvalidParameter: Invalid parameter: \(later ?? reason)"
        )
    }

    @Test func takesAttributesOfFIFOTopics() async throws {
        let client = try Client()
        await client.call(
            "CreateTopic",
            [
                "Name": "t.fifo", "Attributes.entry.1.key": "FifoThroughputScope",
                "Attributes.entry.1.value": "MessageGroup", "Attributes.entry.2.key": "FifoTopic",
                "Attributes.entry.2.value": "true", "Attributes.entry.3.key": "DisplayName",
                "Attributes.entry.3.value": String(repeating: "é", count: 100),
            ]
        )
        let form: KeyValuePairs = [
            "TopicArn": Client.topic + ".fifo", "AttributeName": "TracingConfig", "AttributeValue": "Active",
        ]
        await client.call("SetTopicAttributes", form)
        let text = await client.send("GetTopicAttributes", ["TopicArn": Client.topic + ".fifo"]).body
        for value in ["MessageGroup", "Active"] { #expect(text.contains("<value>\(value)</value>"), "\(text)") }
    }

    @Test(arguments: ["a\nb", "\ta", "a\u{7f}", "a\u{2028}b", ""])
    func subjectsAreOneLineOfText(_ subject: String) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let form: KeyValuePairs = ["TopicArn": Client.topic, "Message": "m", "Subject": subject]
        #expect(await client.refusal("Publish", form) == "InvalidParameter: Invalid parameter: Subject")
    }

    @Test(arguments: ["CreatePlatformApplication", "SetPlatformApplicationAttributes", "SetEndpointAttributes"])
    func refusesMobileWithoutAttributes(_ action: String) async throws {
        let form: KeyValuePairs = [
            "Name": "a", "Platform": "ADM", "EndpointArn": "e",
            "PlatformApplicationArn": "arn:aws:sns:us-east-1:123456789012:app/ADM/a",
        ]
        let client = try Client()
        #expect(
            await client.refusal(action, form)
                == "ValidationError: 1 validation error detected: Value null at 'attributes' failed to satisfy "
                + "constraint: Member must not be null"
        )
    }

    @Test(arguments: [
        (
            "a^",
            "Invalid non-alphanumeric character '#x5E' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots."
        ),
        (".a", "Invalid message attribute name starting with character '.' was found."),
        ("a..b", "Message attribute name can not have successive '.' character."),
    ])
    func refusesAttributeNames(_ name: String, _ message: String) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let refusal = await client.refusal(
            "PublishBatch",
            [
                "TopicArn": Client.topic, "PublishBatchRequestEntries.member.1.Id": "1",
                "PublishBatchRequestEntries.member.1.Message": "m",
                "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Name": name,
                "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.DataType": "String",
                "PublishBatchRequestEntries.member.1.MessageAttributes.entry.1.Value.StringValue": "v",
            ]
        )
        #expect(refusal.replacing("&apos;", with: "'") == "ParameterValueInvalid: \(message)")
    }

    @Test(arguments: [
        (
            #"{"$or":[{"a":[1,2,3]},{"b":[1,2,3,4],"$or":[{"c":[1,2,3,4]},{"d":[1,2,3,4]}]}],"e":[1,2,3,4,5]}"#,
            "is too complex"
        ),
        (#"{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}"#, "can not have more than 5 keys"),
    ])
    func refusesLargeFilterPolicies(_ policy: String, _ reason: String) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let refusal = await client.refusal(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "sms", "Endpoint": "+123123123",
                "Attributes.entry.1.key": "FilterPolicy", "Attributes.entry.1.value": policy,
            ]
        )
        #expect(
            refusal == "InvalidParameter: Invalid parameter: Attributes Reason: FilterPolicy: Filter policy \(reason)"
        )
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

/// A request and what is said of it.
private struct Refused: Sendable {
    let action: String
    let form: KeyValuePairs<String, String>
    let message: String

    init(_ action: String, _ form: KeyValuePairs<String, String>, _ message: String) {
        self.action = action
        self.form = form
        self.message = message
    }
}
