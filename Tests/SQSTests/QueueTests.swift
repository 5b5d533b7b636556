import JSON
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import SQS

/// Queues themselves.
@Suite struct QueueTests {
    private let client: Client

    init() throws { client = try Client() }

    private func attributes(_ queue: String = "q") async throws -> JSON? {
        try await client.call("GetQueueAttributes", #"{"QueueUrl":"\#(queue)","AttributeNames":["All"]}"#)["Attributes"]
    }

    @Test func hasDefaults() async throws {
        try await client.make()
        #expect(
            try await attributes() == [
                "VisibilityTimeout": "30", "MaximumMessageSize": "1048576", "MessageRetentionPeriod": "345600",
                "DelaySeconds": "0", "ReceiveMessageWaitTimeSeconds": "0", "SqsManagedSseEnabled": "true",
                "QueueArn": "arn:aws:sqs:us-east-1:000000000000:q", "CreatedTimestamp": "1700000000",
                "LastModifiedTimestamp": "1700000000", "ApproximateNumberOfMessages": "0",
                "ApproximateNumberOfMessagesNotVisible": "0", "ApproximateNumberOfMessagesDelayed": "0",
            ]
        )
        #expect(try await client.call("GetQueueAttributes", #"{"QueueUrl":"q"}"#) == [:])
    }

    @Test func isMadeOnce() async throws {
        let body = #"{"QueueName":"q","Attributes":{"VisibilityTimeout":"10"}}"#
        let url: JSON = ["QueueUrl": "http://localhost:4566/000000000000/q"]
        #expect(try await client.call("CreateQueue", body) == url)
        #expect(try await client.call("CreateQueue", body) == url)
        #expect(try await client.call("CreateQueue", #"{"QueueName":"q"}"#) == url)
        #expect(
            try await client.refusal("CreateQueue", #"{"QueueName":"q","Attributes":{"VisibilityTimeout":"11"}}"#)
                == "QueueAlreadyExists: A queue already exists with the same name and a different value for "
                + "attribute VisibilityTimeout"
        )
    }

    @Test func itsNameRestsForAMinute() async throws {
        try await client.make()
        try await client.call("DeleteQueue", #"{"QueueUrl":"q"}"#)
        #expect(
            try await client.refusal("CreateQueue", #"{"QueueName":"q"}"#)
                == "AWS.SimpleQueueService.QueueDeletedRecently: You must wait 60 seconds after deleting a queue "
                + "before you can create another with the same name."
        )
        client.time.advance(by: .seconds(60))
        try await client.make()
    }

    @Test func pages() async throws {
        for number in 0..<5 { try await client.make("a\(number)") }
        try await client.make("b")
        let first = try await client.call("ListQueues", #"{"QueueNamePrefix":"a","MaxResults":3}"#)
        #expect(first["QueueUrls"]?.arrayValue?.count == 3)
        let token = first["NextToken"]?.stringValue ?? ""
        let second = try await client.call(
            "ListQueues",
            #"{"QueueNamePrefix":"a","MaxResults":3,"NextToken":"\#(token)"}"#
        )
        #expect(second["QueueUrls"]?.arrayValue?.count == 2)
        #expect(second["NextToken"] == nil)
        #expect(try await client.call("ListQueues", #"{"QueueNamePrefix":"c"}"#) == [:])
    }

    @Test func changesAttributesAllOrNone() async throws {
        try await client.make()
        client.time.advance(by: .seconds(5))
        #expect(
            try await client.refusal(
                "SetQueueAttributes",
                #"{"QueueUrl":"q","Attributes":{"DelaySeconds":"7","VisibilityTimeout":"x"}}"#
            ) == "InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout."
        )
        #expect(try await attributes()?["DelaySeconds"] == "0")
        try await client.call("SetQueueAttributes", #"{"QueueUrl":"q","Attributes":{"DelaySeconds":"7"}}"#)
        #expect(try await attributes()?["DelaySeconds"] == "7")
        #expect(try await attributes()?["LastModifiedTimestamp"] == "1700000005")
    }

    @Test func tags() async throws {
        try await client.call("CreateQueue", #"{"QueueName":"q","tags":{"a":"1"}}"#)
        try await client.call("TagQueue", #"{"QueueUrl":"q","Tags":{"b":"2","a":"3"}}"#)
        #expect(try await client.call("ListQueueTags", #"{"QueueUrl":"q"}"#) == ["Tags": ["a": "3", "b": "2"]])
        try await client.call("UntagQueue", #"{"QueueUrl":"q","TagKeys":["a","b"]}"#)
        #expect(try await client.call("ListQueueTags", #"{"QueueUrl":"q"}"#) == [:])
    }

    @Test func grantsPermissions() async throws {
        try await client.make()
        let add = #"{"QueueUrl":"q","Label":"l","AWSAccountIds":["111111111111"],"Actions":["ReceiveMessage"]}"#
        try await client.call("AddPermission", add)
        let text = try await attributes()?["Policy"]?.stringValue ?? ""
        #expect(
            try JSON(parsing: text) == [
                "Version": "2008-10-17", "Id": "arn:aws:sqs:us-east-1:000000000000:q/SQSDefaultPolicy",
                "Statement": [
                    [
                        "Sid": "l", "Effect": "Allow", "Principal": ["AWS": "arn:aws:iam::111111111111:root"],
                        "Action": "SQS:ReceiveMessage", "Resource": "arn:aws:sqs:us-east-1:000000000000:q",
                    ]
                ],
            ]
        )
        #expect(
            try await client.refusal("AddPermission", add)
                == "InvalidParameterValue: Value l for parameter Label is invalid. Reason: Already exists."
        )
        try await client.call("RemovePermission", #"{"QueueUrl":"q","Label":"l"}"#)
        #expect(try await attributes()?["Policy"] == nil)
    }

    // MARK: Moving messages

    private let dead = "arn:aws:sqs:us-east-1:000000000000:dead"

    private func bury(_ count: Int) async throws {
        try await client.make("dead")
        let policy = #"{\"deadLetterTargetArn\":\"\#(dead)\",\"maxReceiveCount\":1}"#
        try await client.make("q", #"{"VisibilityTimeout":"0","RedrivePolicy":"\#(policy)"}"#)
        for number in 0..<count { try await client.put("\(number)") }
        while try await client.counts("dead")[0] < count { _ = try await client.receive() }
    }

    @Test func movesMessagesBack() async throws {
        try await bury(12)
        try await client.call("StartMessageMoveTask", #"{"SourceArn":"\#(dead)"}"#)
        try client.elapse(seconds: 1)
        let task = try await client.call("ListMessageMoveTasks", #"{"SourceArn":"\#(dead)"}"#)["Results"]?[0]
        #expect(task?["Status"] == "COMPLETED")
        #expect(task?["ApproximateNumberOfMessagesMoved"] == 12)
        #expect(task?["TaskHandle"] == nil && task?["DestinationArn"] == nil)
        #expect(try await client.counts() == [12, 0, 0])
        #expect(try await client.counts("dead") == [0, 0, 0])
        #expect(try await client.receive().first?["Attributes"]?["ApproximateReceiveCount"] == "1")
    }

    @Test func movesAtARateUntilItIsCancelled() async throws {
        try await bury(5)
        let request = #"{"SourceArn":"\#(dead)","MaxNumberOfMessagesPerSecond":1}"#
        let handle = try await client.call("StartMessageMoveTask", request)["TaskHandle"]?.stringValue ?? ""
        try client.elapse(seconds: 1)
        #expect(try await client.counts("dead")[0] == 3)
        #expect(
            try await client.refusal("StartMessageMoveTask", request)
                == "InvalidParameterValue: There is already a task running. Only one active task is allowed for a "
                + "source queue arn at a given time."
        )
        let cancelled = try await client.call("CancelMessageMoveTask", #"{"TaskHandle":"\#(handle)"}"#)
        #expect(cancelled["ApproximateNumberOfMessagesMoved"] == 2)
        try client.elapse(seconds: 10)
        #expect(try await client.counts("dead")[0] == 3)
        let task = try await client.call("ListMessageMoveTasks", #"{"SourceArn":"\#(dead)"}"#)["Results"]?[0]
        #expect(task?["Status"] == "CANCELLED")
    }

    @Test func doesNotMoveOntoTheSameQueue() async throws {
        try await bury(1)
        #expect(
            try await client.refusal("StartMessageMoveTask", #"{"SourceArn":"\#(dead)","DestinationArn":"\#(dead)"}"#)
                == "InvalidParameterValue: Source queue arn and destination queue arn cannot be the same."
        )
        #expect(try await client.counts("dead") == [1, 0, 0])
    }

    @Test func aTaskFailsWithItsDestination() async throws {
        try await bury(3)
        try await client.make("other")
        try await client.call(
            "StartMessageMoveTask",
            """
            {"SourceArn":"\(dead)","DestinationArn":"arn:aws:sqs:us-east-1:000000000000:other",
            "MaxNumberOfMessagesPerSecond":1}
            """
        )
        try client.elapse(seconds: 0)
        try await client.call("DeleteQueue", #"{"QueueUrl":"other"}"#)
        try client.elapse(seconds: 1)
        let task = try await client.call("ListMessageMoveTasks", #"{"SourceArn":"\#(dead)"}"#)["Results"]?[0]
        #expect(task?["Status"] == "FAILED")
        #expect(task?["FailureReason"] == "AWS.SimpleQueueService.NonExistentQueue")
    }

    // MARK: The query protocol

    @Test func speaksTheQueryProtocol() async throws {
        let made = await client.query(
            "Action=CreateQueue&QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=0&Tag.1.Key=k&Tag.1.Value=v"
        )
        #expect(made.text.contains("<CreateQueueResult><QueueUrl>http://localhost:4566/000000000000/q</QueueUrl>"))
        let sent = await client.query(
            """
            Action=SendMessage&MessageBody=%3Chi%3E&MessageAttribute.1.Name=n&MessageAttribute.1.Value.DataType=Number\
            &MessageAttribute.1.Value.StringValue=1
            """,
            path: "/000000000000/q"
        )
        #expect(sent.text.contains("<MD5OfMessageAttributes>"))
        let received = await client.query(
            "Action=ReceiveMessage&MessageAttributeName.1=All&AttributeName.1=SenderId",
            path: "/000000000000/q"
        )
        #expect(received.text.contains("<Body>&lt;hi&gt;</Body><Attribute><Name>SenderId</Name><Value>000000000000"))
        #expect(
            received.text.contains(
                "<MessageAttribute><Name>n</Name><Value><StringValue>1</StringValue><DataType>Number</DataType></Value>"
            )
        )
        let none = await client.query("Action=ReceiveMessage", path: "/000000000000/q")
        #expect(none.text.contains("<ReceiveMessageResult/>"))
        let missing = await client.query("Action=GetQueueAttributes", path: "/000000000000/none")
        #expect(missing.status == 400)
        #expect(
            missing.text.contains(
                "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>"
                    + "<Message>The specified queue does not exist for this wsdl version.</Message><Detail/>"
            )
        )
        let batch = await client.query(
            """
            Action=SendMessageBatch&SendMessageBatchRequestEntry.1.Id=a&SendMessageBatchRequestEntry.1.MessageBody=x\
            &SendMessageBatchRequestEntry.2.Id=b&SendMessageBatchRequestEntry.2.MessageBody=y\
            &SendMessageBatchRequestEntry.2.DelaySeconds=9999
            """,
            path: "/000000000000/q"
        )
        #expect(batch.text.contains("<SendMessageBatchResultEntry><Id>a</Id><MD5OfMessageBody>"))
        #expect(batch.text.contains("<BatchResultErrorEntry><Id>b</Id><SenderFault>true</SenderFault><Code>InvalidP"))
    }
}

/// Queues of several regions.
@Suite struct RegionTests {
    private func call(_ client: Client, _ region: String, _ action: String, _ body: String) async throws -> JSON {
        var request = client.request(action, body)
        request.headers["Authorization"] = "AWS4-HMAC-SHA256 Credential=a/20261121/\(region)/sqs/aws4_request"
        return try JSON(parsing: await client.send(request).body)
    }

    @Test func eachRegionHasQueuesOfItsOwn() async throws {
        let database = try Database(.memory, migrations: SQS.migrations)
        let client = try Client(database)
        let url = "http://localhost:4566/000000000000/q"
        for region in ["us-east-1", "eu-west-1"] {
            let made = try await call(client, region, "CreateQueue", #"{"QueueName":"q"}"#)
            #expect(made["QueueUrl"] == .string(url))
            let body = #"{"QueueUrl":"\#(url)","MessageBody":"\#(region)"}"#
            _ = try await call(client, region, "SendMessage", body)
        }
        let again = try Client(database)
        for region in ["us-east-1", "eu-west-1"] {
            let received = try await call(again, region, "ReceiveMessage", #"{"QueueUrl":"\#(url)"}"#)
            #expect(received["Messages"]?[0]?["Body"] == .string(region))
            let all = #"{"QueueUrl":"\#(url)","AttributeNames":["QueueArn"]}"#
            let attributes = try await call(again, region, "GetQueueAttributes", all)
            #expect(attributes["Attributes"]?["QueueArn"] == .string("arn:aws:sqs:\(region):000000000000:q"))
        }
        _ = try await call(again, "eu-west-1", "DeleteQueue", #"{"QueueUrl":"\#(url)"}"#)
        #expect(try await call(again, "eu-west-1", "ListQueues", "{}")["QueueUrls"] == nil)
        #expect(try await call(again, "us-east-1", "ListQueues", "{}")["QueueUrls"] == [.string(url)])
        #expect(try await call(again, "ap-south-1", "GetQueueUrl", #"{"QueueName":"q"}"#)["QueueUrl"] == nil)
    }
}
