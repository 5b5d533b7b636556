import FoundationEssentials
import JSON
import SocketServer
import Testing

@testable import AWSClient

/// The clients of queues, topics and buses: what they send, and what they make of the answers.
@Suite struct EventClientTests {
    private func configuration(_ server: SocketServer) -> AWSConfiguration {
        var configuration = AWSConfiguration(
            region: "eu-west-1",
            credentials: AWSCredentials(accessKeyID: "key", secretAccessKey: "secret"),
            endpoint: server.url
        )
        configuration.maximumAttempts = 1
        return configuration
    }

    @Test func publishesEvents() async throws {
        let server = SocketServer { _ in
            .init(
                200,
                #"{"FailedEntryCount":1,"Entries":[{"EventId":"e1"},{"ErrorCode":"InternalFailure","ErrorMessage":"x"}]}"#
            )
        }
        let entry = EventBridge.PutEventsRequestEntry(
            source: "catalog",
            detailType: "PriceChanged",
            detail: #"{"a":1}"#,
            time: .init(timeIntervalSince1970: 1_700_000_000.7),
            eventBusName: "catalog"
        )
        let output = try await EventBridge(configuration: configuration(server))
            .putEvents(.init(entries: [entry, entry]))
        #expect(output.failedEntryCount == 1)
        #expect(output.entries.map(\.eventID) == ["e1", nil])
        #expect(output.entries[1].errorCode == "InternalFailure")
        let request = try #require(server.requests.first)
        #expect(request.headers["x-amz-target"] == "AWSEvents.PutEvents")
        #expect(request.headers["content-type"] == "application/x-amz-json-1.1")
        #expect(request.headers["authorization"]?.contains("/eu-west-1/events/aws4_request") == true)
        let sent = try JSON(parsing: request.text)
        #expect(
            sent["Entries"]?[0] == [
                "Source": "catalog", "DetailType": "PriceChanged", "Detail": #"{"a":1}"#, "Time": 1_700_000_000,
                "EventBusName": "catalog",
            ]
        )
    }

    @Test func sendsAndReceivesMessages() async throws {
        let server = SocketServer { request in
            request.headers["x-amz-target"] == "AmazonSQS.ReceiveMessage"
                ? .init(
                    200,
                    #"""
                    {"Messages":[{"MessageId":"m","ReceiptHandle":"r","Body":"hi","MD5OfBody":"d",
                    "Attributes":{"ApproximateReceiveCount":"2"},"MessageAttributes":{"a":{"DataType":"Binary",
                    "BinaryValue":"AQI="}}}]}
                    """#
                ) : .init(200, #"{"MessageId":"m","MD5OfMessageBody":"d"}"#)
        }
        let sqs = SQS(configuration: configuration(server))
        let sent = try await sqs.sendMessage(
            .init(
                queueURL: "http://q/1/q",
                messageBody: "hi",
                delaySeconds: 1,
                messageAttributes: ["n": .number(7)]
            )
        )
        #expect(sent.messageID == "m" && sent.sequenceNumber == nil)
        #expect(
            try JSON(parsing: server.requests[0].text) == [
                "QueueUrl": "http://q/1/q", "MessageBody": "hi", "DelaySeconds": 1,
                "MessageAttributes": ["n": ["DataType": "Number", "StringValue": "7"]],
            ]
        )
        let message = try #require(try await sqs.receiveMessage(.init(queueURL: "http://q/1/q")).messages.first)
        #expect(message.attributes == ["ApproximateReceiveCount": "2"])
        #expect(message.messageAttributes == ["a": .binary([1, 2])])
    }

    @Test func tellsWhichEntriesOfABatchFailed() async throws {
        let server = SocketServer { _ in
            .init(
                200,
                #"""
                {"Successful":[{"Id":"0","MessageId":"m","MD5OfMessageBody":"d"}],
                "Failed":[{"Id":"1","SenderFault":true,"Code":"InvalidMessageContents","Message":"no"}]}
                """#
            )
        }
        let sqs = SQS(configuration: configuration(server))
        let entries = [
            SQS.SendMessageBatchRequestEntry(id: "0", messageBody: "a"), .init(id: "1", messageBody: "b"),
        ]
        let sent = try await sqs.sendMessageBatch(.init(queueURL: "q", entries: entries))
        #expect(sent.successful.map(\.id) == ["0"])
        let failure = BatchResultErrorEntry(id: "1", code: "InvalidMessageContents", message: "no", senderFault: true)
        #expect(sent.failed == [failure])
        let deleted = try await sqs.deleteMessageBatch(
            .init(queueURL: "q", entries: [.init(id: "0", receiptHandle: "r")])
        )
        #expect(deleted.successful == ["0"] && deleted.failed == [failure])
    }

    @Test func settlesMessagesWithoutAnAnswer() async throws {
        let server = SocketServer { _ in .init(200, "{}") }
        let sqs = SQS(configuration: configuration(server))
        try await sqs.deleteMessage(.init(queueURL: "q", receiptHandle: "r"))
        try await sqs.changeMessageVisibility(.init(queueURL: "q", receiptHandle: "r", visibilityTimeout: 0))
        #expect(try await sqs.startMessageMoveTask(.init(sourceARN: "arn")).taskHandle == nil)
        #expect(
            server.requests.compactMap { $0.headers["x-amz-target"] } == [
                "AmazonSQS.DeleteMessage", "AmazonSQS.ChangeMessageVisibility", "AmazonSQS.StartMessageMoveTask",
            ]
        )
        #expect(try JSON(parsing: server.requests[1].text)["VisibilityTimeout"] == 0)
    }

    @Test func showsWhatIsBeingMoved() async throws {
        let server = SocketServer { _ in
            .init(
                200,
                #"""
                {"Results":[{"TaskHandle":"h","Status":"RUNNING","SourceArn":"dead","DestinationArn":"live",
                "MaxNumberOfMessagesPerSecond":5,"ApproximateNumberOfMessagesMoved":1,
                "ApproximateNumberOfMessagesToMove":3,"StartedTimestamp":1700000000700}]}
                """#
            )
        }
        let sqs = SQS(configuration: configuration(server))
        let task = try #require(
            try await sqs.listMessageMoveTasks(.init(sourceARN: "dead", maxResults: 2)).results.first
        )
        #expect(try JSON(parsing: server.requests[0].text) == ["SourceArn": "dead", "MaxResults": 2])
        #expect(task.status == "RUNNING" && task.taskHandle == "h" && task.failureReason == nil)
        #expect(task.approximateNumberOfMessagesMoved == 1 && task.approximateNumberOfMessagesToMove == 3)
        #expect(task.sourceARN == "dead" && task.destinationARN == "live" && task.maxNumberOfMessagesPerSecond == 5)
        #expect(task.startedTimestamp == 1_700_000_000_700)
    }

    @Test func saysWhyAQueueRefuses() async throws {
        let server = SocketServer { _ in
            .init(
                400,
                headers: [("x-amzn-query-error", "AWS.SimpleQueueService.NonExistentQueue;Sender")],
                #"{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"no such queue"}"#
            )
        }
        let error = await #expect(throws: AWSServiceError.self) {
            try await SQS(configuration: configuration(server)).getQueueURL(.init(queueName: "q"))
        }
        #expect(error?.code == "QueueDoesNotExist" && error?.message == "no such queue" && error?.statusCode == 400)
    }

    @Test func publishesToATopic() async throws {
        let server = SocketServer { request in
            request.text.contains("Action=PublishBatch")
                ? .init(
                    200,
                    """
                    <PublishBatchResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishBatchResult>
                    <Failed><member><Id>b</Id><Code>InternalError</Code><SenderFault>false</SenderFault></member></Failed>
                    <Successful><member><MessageId>m</MessageId><Id>a</Id></member></Successful>
                    </PublishBatchResult></PublishBatchResponse>
                    """
                )
                : .init(
                    200,
                    "<?xml version=\"1.0\"?><PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult>"
                        + "<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></PublishResponse>"
                )
        }
        let sns = SNS(configuration: configuration(server))
        let input = SNS.PublishInput(
            topicARN: "arn:aws:sns:eu-west-1:1:t",
            message: "5 € & more",
            messageAttributes: ["percent": .number(12.5), "notice": .string("price_dropped")]
        )
        #expect(try await sns.publish(input).messageID == "m")
        #expect(
            server.requests[0].text
                == "Action=Publish&Version=2010-03-31&TopicArn=arn%3Aaws%3Asns%3Aeu-west-1%3A1%3At"
                + "&Message=5%20%E2%82%AC%20%26%20more&MessageAttributes.entry.1.Name=notice"
                + "&MessageAttributes.entry.1.Value.DataType=String"
                + "&MessageAttributes.entry.1.Value.StringValue=price_dropped"
                + "&MessageAttributes.entry.2.Name=percent&MessageAttributes.entry.2.Value.DataType=Number"
                + "&MessageAttributes.entry.2.Value.StringValue=12.5"
        )
        let entries = [SNS.PublishBatchRequestEntry(id: "a", message: "1"), .init(id: "b", message: "2")]
        let output = try await sns.publishBatch(.init(topicARN: "arn", entries: entries))
        #expect(output.successful.map(\.id) == ["a"] && output.failed.map(\.code) == ["InternalError"])
        #expect(server.requests[1].text.hasSuffix("PublishBatchRequestEntries.member.2.Message=2"))
    }

    @Test func saysWhyATopicRefuses() async throws {
        let server = SocketServer { _ in
            .init(
                404,
                "<ErrorResponse><Error><Type>Sender</Type><Code>NotFound</Code><Message>Topic &quot;t&quot; &#233;</Message>"
                    + "</Error><RequestId>r</RequestId></ErrorResponse>"
            )
        }
        let error = await #expect(throws: AWSServiceError.self) {
            try await SNS(configuration: configuration(server)).publish(.init(topicARN: "t", message: "m"))
        }
        #expect(error?.code == "NotFound" && error?.message == "Topic \"t\" é")
    }

    @Test(arguments: ["", "<a>", "<a></b>", "a", "<a>&nope;</a>", "<a", "</a>", "<>x</>"])
    func refusesWhatIsNoXML(_ text: String) {
        #expect(throws: WireError.self) { try XMLElement(parsing: Array(text.utf8)) }
    }

    @Test func findsEndpointsByTheServicesNames() throws {
        let keys = ["AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s"]
        let own = keys.merging(["AWS_ENDPOINT_URL_EVENTBRIDGE": "http://bus/"]) { $1 }
        let bus = { try AWSConfiguration(service: "events", variable: "EVENTBRIDGE", environment: $0).endpoint }
        #expect(try bus(own) == "http://bus")
        #expect(try bus(keys) == "https://events.eu-west-1.amazonaws.com")
    }
}
