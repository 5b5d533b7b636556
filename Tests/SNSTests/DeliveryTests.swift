import JSON
import SNS
import ServiceKit
import Synchronization
import Testing
import Time
import Wire

/// What subscribers get.
@Suite struct DeliveryTests {
    @Test func wrapsTheMessage() async throws {
        let client = try Client(time: ManualTime(now: Timestamp(secondsSinceEpoch: 1_700_000_000)))
        let subscription = await client.makeTopic()
        let id = await client.call(
            "Publish",
            [
                "TopicArn": Client.topic, "Message": "hello \"you\"", "Subject": "greeting",
                "MessageAttributes.entry.1.Name": "n", "MessageAttributes.entry.1.Value.DataType": "Number",
                "MessageAttributes.entry.1.Value.StringValue": "5",
            ],
            "MessageId"
        )
        let received = try await client.receiver.next()
        #expect(received.resource == Client.queue)
        #expect(received.payload.hasPrefix("{\n  \"Type\" : \"Notification\",\n  \"MessageId\" : \"\(id)\",\n"))
        let json = try JSON(parsing: received.payload)
        #expect(json["Message"] == "hello \"you\"")
        #expect(json["Subject"] == "greeting")
        #expect(json["Timestamp"] == "2023-11-14T22:13:20.000Z")
        #expect(json["MessageAttributes"] == ["n": ["Type": "Number", "Value": "5"]])
        #expect(
            json["UnsubscribeURL"]?.stringValue
                == "http://localhost:4566/?Action=Unsubscribe&SubscriptionArn=\(subscription)"
        )
        #expect(json["SigningCertURL"] == "http://localhost:4566/SimpleNotificationService-hearth.pem")
    }

    @Test func answersThePublisherWhenAQueueIsSlow() async throws {
        let client = try Client()
        _ = await client.makeTopic()
        client.receiver.isSilent.store(true, ordering: .relaxed)
        async let id = client.call("Publish", ["TopicArn": Client.topic, "Message": "slow"], "MessageId")
        _ = try await client.receiver.next()
        client.time.advance(by: .milliseconds(100))
        #expect(await !id.isEmpty)
    }

    @Test func sendsItRaw() async throws {
        let client = try Client()
        _ = await client.makeTopic(("RawMessageDelivery", "true"))
        await client.call(
            "Publish",
            [
                "TopicArn": Client.topic, "Message": "raw", "MessageAttributes.entry.1.Name": "n",
                "MessageAttributes.entry.1.Value.DataType": "String",
                "MessageAttributes.entry.1.Value.StringValue": "v",
            ]
        )
        let received = try await client.receiver.next()
        #expect(received.payload == "raw")
        #expect(received.attributes.map(\.name) == ["n"])
    }

    @Test(arguments: [
        (#"{"n":[{"numeric":[">",3]}]}"#, "MessageAttributes", true), (#"{"n":[5]}"#, "MessageAttributes", true),
        (#"{"n":[5.0]}"#, "MessageAttributes", true), (#"{"n":[4]}"#, "MessageAttributes", false),
        (#"{"other":[{"exists":false}]}"#, "MessageAttributes", true),
        (#"{"a":{"b":["x"]}}"#, "MessageBody", true), (#"{"a":{"b":["y"]}}"#, "MessageBody", false),
        (#"{"l":["two"]}"#, "MessageAttributes", true), (#"{"l":["four"]}"#, "MessageAttributes", false),
    ])
    func filters(_ policy: String, _ scope: String, _ matches: Bool) async throws {
        let client = try Client()
        _ = await client.makeTopic(
            ("FilterPolicyScope", scope),
            ("FilterPolicy", policy),
            ("RawMessageDelivery", "true")
        )
        for message in [#"{"a":{"b":"x"}}"#, "end"] {
            if message == "end" {
                let arn = await client.call("ListSubscriptions", [:], "SubscriptionArn")
                await client.call(
                    "SetSubscriptionAttributes",
                    ["SubscriptionArn": arn, "AttributeName": "FilterPolicy", "AttributeValue": ""]
                )
            }
            await client.call(
                "Publish",
                [
                    "TopicArn": Client.topic, "Message": message, "MessageAttributes.entry.1.Name": "n",
                    "MessageAttributes.entry.1.Value.DataType": "Number",
                    "MessageAttributes.entry.1.Value.StringValue": "5", "MessageAttributes.entry.2.Name": "l",
                    "MessageAttributes.entry.2.Value.DataType": "String.Array",
                    "MessageAttributes.entry.2.Value.StringValue": #"["one","two"]"#,
                ]
            )
        }
        #expect(try await client.receiver.next().payload == (matches ? #"{"a":{"b":"x"}}"# : "end"))
    }

    @Test func asksWebServersFirst() async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let pending = await client.call(
            "Subscribe",
            ["TopicArn": Client.topic, "Protocol": "http", "Endpoint": "http://web/hook"],
            "SubscriptionArn"
        )
        #expect(pending == "pending confirmation")
        let question = try await client.receiver.next()
        #expect(question.resource == "http://web/hook")
        #expect(question.headers.contains("x-amz-sns-message-type: SubscriptionConfirmation"))
        await client.call("Publish", ["TopicArn": Client.topic, "Message": "lost"])
        let url = try #require(try JSON(parsing: question.payload)["SubscribeURL"]?.stringValue)
        let (status, body) = await client.get(String(url.dropFirst("http://localhost:4566".count)))
        #expect(status == 200, "\(body)")
        await client.call("Publish", ["TopicArn": Client.topic, "Message": "found"])
        let notification = try await client.receiver.next()
        #expect(notification.headers.contains("x-amz-sns-message-type: Notification"))
        #expect(try JSON(parsing: notification.payload)["Message"] == "found")
    }

    /// A server that has been unsubscribed is told, and can come back for two days.
    @Test func tellsWebServersThatTheyAreGone() async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let subscription = await client.call(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "http", "Endpoint": "http://web/hook",
                "ReturnSubscriptionArn": "true", "Attributes.entry.1.key": "RawMessageDelivery",
                "Attributes.entry.1.value": "true",
            ],
            "SubscriptionArn"
        )
        let first = try JSON(parsing: try await client.receiver.next().payload)["Token"]?.stringValue
        await client.call("ConfirmSubscription", ["TopicArn": Client.topic, "Token": first ?? ""])
        #expect(await client.get("/?Action=Unsubscribe&SubscriptionArn=\(subscription)").status == 200)
        let received = try await client.receiver.next()
        #expect(received.headers.contains("x-amz-sns-message-type: UnsubscribeConfirmation"))
        #expect(received.headers.contains("x-amz-sns-subscription-arn: \(subscription)"))
        #expect(!received.headers.contains("x-amz-sns-rawdelivery: true"))
        let message = try JSON(parsing: received.payload)
        #expect(
            message["Message"]?.stringValue
                == "You have chosen to deactivate subscription \(subscription).\nTo cancel this operation and restore "
                + "the subscription, visit the SubscribeURL included in this message."
        )
        #expect(message["Type"] == "UnsubscribeConfirmation" && message["Signature"] != nil)
        let token = try #require(message["Token"]?.stringValue)
        #expect(token != first)
        let url = "/?Action=ConfirmSubscription&TopicArn=\(Client.topic)&Token=\(token)"
        #expect(message["SubscribeURL"] == .string("http://localhost:4566\(url)"))
        #expect(await client.refusal("GetSubscriptionAttributes", ["SubscriptionArn": subscription]) != "none")
        #expect(await client.get(url).body.contains(subscription))
        await client.call("Publish", ["TopicArn": Client.topic, "Message": "back"])
        #expect(try await client.receiver.next().payload == "back")
        await client.call("Unsubscribe", ["SubscriptionArn": subscription])
        let last = try JSON(parsing: try await client.receiver.next().payload)["Token"]?.stringValue ?? ""
        client.time.advance(by: .seconds(172_801))
        #expect(
            await client.refusal("ConfirmSubscription", ["TopicArn": Client.topic, "Token": last])
                == "InvalidParameter: Invalid parameter: Token"
        )
    }

    @Test(arguments: [true, false])
    func asksForASignatureWhereThatWasAgreed(_ isAgreed: Bool) async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let endpoint: KeyValuePairs = [
            "TopicArn": Client.topic, "Protocol": "http", "Endpoint": "http://web/hook",
            "ReturnSubscriptionArn": "true",
        ]
        let subscription = await client.call("Subscribe", endpoint, "SubscriptionArn")
        let attributes = { await client.send("GetSubscriptionAttributes", ["SubscriptionArn": subscription]).body }
        let authenticated = { (value: Bool) in "<key>ConfirmationWasAuthenticated</key><value>\(value)</value>" }
        #expect(await attributes().contains(authenticated(false)))
        let token = try JSON(parsing: try await client.receiver.next().payload)["Token"]?.stringValue ?? ""
        let url = "/?Action=ConfirmSubscription&TopicArn=\(Client.topic)&Token=\(token)"
        if isAgreed {
            let refused = await client.get("\(url)&AuthenticateOnUnsubscribe=true")
            #expect(refused.status == 403 && refused.body.element("Code") == "AuthorizationError")
            let form: KeyValuePairs = ["TopicArn": Client.topic, "Token": token, "AuthenticateOnUnsubscribe": "true"]
            await client.call("ConfirmSubscription", form)
        } else {
            #expect(await client.get(url).status == 200)
        }
        #expect(await attributes().contains(authenticated(isAgreed)))
        let removed = await client.get("/?Action=Unsubscribe&SubscriptionArn=\(subscription)")
        #expect(removed.status == (isAgreed ? 403 : 200))
        if !isAgreed { return }
        let resource = "SNS:Unsubscribe on resource: \(Client.topic)"
        #expect(removed.body.element("Message") == "User: anonymous is not authorized to perform: \(resource)")
        await client.call("Unsubscribe", ["SubscriptionArn": subscription])
    }

    @Test func asksForConfirmationAsItselfWhereMessagesAreRaw() async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        await client.call(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "http", "Endpoint": "http://web/hook",
                "Attributes.entry.1.key": "RawMessageDelivery", "Attributes.entry.1.value": "true",
            ]
        )
        let question = try await client.receiver.next()
        #expect(question.headers.contains("x-amz-sns-message-type: SubscriptionConfirmation"))
        #expect(!question.headers.contains("x-amz-sns-rawdelivery: true"))
        let token = try #require(try JSON(parsing: question.payload)["Token"]?.stringValue)
        let confirm = { (topic: String) in
            await client.get("/?Action=ConfirmSubscription&TopicArn=\(topic)&Token=\(token)")
        }
        #expect(await confirm("no-arn").body.contains("Invalid parameter: Topic<"))
        #expect(await confirm("arn:aws:sns:eu-west-1:123456789012:t").body.contains("Invalid parameter: Topic<"))
        // The token alone tells the subscription.
        #expect(await confirm("\(Client.topic)2").status == 200)
        await client.call("Publish", ["TopicArn": Client.topic, "Message": "raw"])
        let message = try await client.receiver.next()
        #expect(message.payload == "raw" && message.headers.contains("x-amz-sns-rawdelivery: true"))
    }

    /// The function gets an event of one record, its dead-letter queue the message as a queue would get it.
    @Test func invokesFunctionsAndBuriesWhatTheyRefuse() async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let function = "arn:aws:lambda:us-east-1:123456789012:function:f"
        let subscription = await client.call(
            "Subscribe",
            [
                "TopicArn": Client.topic, "Protocol": "lambda", "Endpoint": "\(function)",
                "Attributes.entry.1.key": "RedrivePolicy",
                "Attributes.entry.1.value": #"{"deadLetterTargetArn":"\#(Client.queue)"}"#,
            ],
            "SubscriptionArn"
        )
        client.receiver.refused.withLock { $0 = function }
        await client.call("Publish", ["TopicArn": Client.topic, "Message": "m"])
        let invoked = try await client.receiver.next()
        #expect(invoked.resource == function)
        let record = try #require(try JSON(parsing: invoked.payload)["Records"]?[0])
        #expect(record["EventSubscriptionArn"] == .string(subscription))
        #expect(record["Sns"]?["Message"] == "m" && record["Sns"]?["Subject"] == .null)
        #expect(record["Sns"]?["SigningCertUrl"] != nil && record["Sns"]?["MessageAttributes"] == [:])
        let buried = try await client.receiver.next()
        #expect(buried.resource == Client.queue)
        let message = try JSON(parsing: buried.payload)
        #expect(message["Type"] == "Notification" && message["Message"] == "m" && message["SigningCertURL"] != nil)
    }

    @Test func keepsCredentialsOfApplicationsToItself() async throws {
        let client = try Client()
        let arn = await client.call(
            "CreatePlatformApplication",
            [
                "Name": "a", "Platform": "ADM", "Attributes.entry.1.key": "PlatformPrincipal",
                "Attributes.entry.1.value": "id", "Attributes.entry.2.key": "PlatformCredential",
                "Attributes.entry.2.value": "secret",
            ],
            "PlatformApplicationArn"
        )
        for (action, form): (String, KeyValuePairs<String, String>) in [
            ("GetPlatformApplicationAttributes", ["PlatformApplicationArn": arn]), ("ListPlatformApplications", [:]),
        ] {
            let (_, body) = await client.send(action, form)
            #expect(body.contains("<key>Enabled</key>") && !body.contains("secret"))
        }
    }

    @Test func keepsWhatPeopleGet() async throws {
        let client = try Client()
        await client.call("Publish", ["PhoneNumber": "+15551234567", "Message": "hi"])
        let (_, body) = await client.get("/_hearth/sns/messages")
        let message = try JSON(parsing: body)[0]
        #expect(message?["protocol"] == "sms" && message?["endpoint"] == "+15551234567" && message?["message"] == "hi")
    }

    @Test func deduplicatesForFiveMinutes() async throws {
        let client = try Client()
        await client.call(
            "CreateTopic",
            ["Name": "t.fifo", "Attributes.entry.1.key": "FifoTopic", "Attributes.entry.1.value": "true"]
        )
        let publish = { (key: String) in
            await client.call(
                "Publish",
                [
                    "TopicArn": "\(Client.topic).fifo", "Message": "m", "MessageGroupId": "g",
                    "MessageDeduplicationId": key,
                ],
                "SequenceNumber"
            )
        }
        let first = await publish("a")
        #expect(await publish("a") == first)
        #expect(await publish("b") > first)
        client.time.advance(by: .seconds(301))
        #expect(await publish("a") > first)
    }

    @Test func choosesTheTextOfTheProtocol() async throws {
        let client = try Client()
        _ = await client.makeTopic(("RawMessageDelivery", "true"))
        await client.call(
            "Publish",
            ["TopicArn": Client.topic, "Message": #"{"default":"d","sqs":"s"}"#, "MessageStructure": "json"]
        )
        #expect(try await client.receiver.next().payload == "s")
    }

    /// An event of a bus may be larger than a message. It is not tried again: it goes to the target's dead-letter queue.
    @Test func refusesLargerEventsForGood() async throws {
        let client = try Client()
        await client.call("CreateTopic", ["Name": "t"])
        let topic = try #require(ARN(Client.topic))
        for (bytes, isTaken) in [(262_144, true), (262_145, false)] {
            let payload = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
            let result = await withCheckedContinuation { continuation in
                client.service.receive(Delivery(payload: payload, principal: "events.amazonaws.com"), at: topic) {
                    continuation.resume(returning: $0)
                }
            }
            guard case .failure(let error) = result else {
                #expect(isTaken)
                continue
            }
            #expect(!isTaken && !error.isTransient && error.message == "Invalid parameter: Message too long")
        }
    }
}
