import JSON
import ServiceKit
import Testing
import Wire

@testable import SQS

/// Requests that are wrong in one place each, made from the shapes of all actions: whatever a client sends, it gets an
/// answer that is no failure of the server.
@Suite struct BadInputTests {
    private let client: Client

    init() throws { client = try Client() }

    /// A good request of each action, which the others are made from.
    private static let good: [String: JSON] = [
        "CreateQueue": ["QueueName": "n", "Attributes": ["DelaySeconds": "1"], "tags": ["k": "v"]],
        "DeleteQueue": ["QueueUrl": "other"], "PurgeQueue": ["QueueUrl": "other"],
        "ListQueues": ["QueueNamePrefix": "q", "MaxResults": 10, "NextToken": "YQ=="],
        "GetQueueUrl": ["QueueName": "q", "QueueOwnerAWSAccountId": "000000000000"],
        "GetQueueAttributes": ["QueueUrl": "q", "AttributeNames": ["All"]],
        "SetQueueAttributes": ["QueueUrl": "q", "Attributes": ["DelaySeconds": "0"]],
        "SendMessage": message(["QueueUrl": "q"]),
        "SendMessageBatch": ["QueueUrl": "q", "Entries": [message(["Id": "1"])]],
        "ReceiveMessage": [
            "QueueUrl": "q", "AttributeNames": ["All"], "MessageSystemAttributeNames": ["All"],
            "MessageAttributeNames": ["All"], "MaxNumberOfMessages": 1, "VisibilityTimeout": 1, "WaitTimeSeconds": 0,
            "ReceiveRequestAttemptId": "i",
        ],
        "DeleteMessage": ["QueueUrl": "q", "ReceiptHandle": "h"],
        "DeleteMessageBatch": ["QueueUrl": "q", "Entries": [["Id": "1", "ReceiptHandle": "h"]]],
        "ChangeMessageVisibility": ["QueueUrl": "q", "ReceiptHandle": "h", "VisibilityTimeout": 1],
        "ChangeMessageVisibilityBatch": [
            "QueueUrl": "q", "Entries": [["Id": "1", "ReceiptHandle": "h", "VisibilityTimeout": 1]],
        ],
        "ListDeadLetterSourceQueues": ["QueueUrl": "q", "MaxResults": 1, "NextToken": "YQ=="],
        "StartMessageMoveTask": ["SourceArn": "a", "DestinationArn": "b", "MaxNumberOfMessagesPerSecond": 1],
        "CancelMessageMoveTask": ["TaskHandle": "h"], "ListMessageMoveTasks": ["SourceArn": "a", "MaxResults": 1],
        "TagQueue": ["QueueUrl": "q", "Tags": ["k": "v"]], "UntagQueue": ["QueueUrl": "q", "TagKeys": ["k"]],
        "ListQueueTags": ["QueueUrl": "q"],
        "AddPermission": [
            "QueueUrl": "q", "Label": "l", "AWSAccountIds": ["111111111111"], "Actions": ["SendMessage"],
        ],
        "RemovePermission": ["QueueUrl": "q", "Label": "l"],
    ]

    private static func message(_ members: [(String, JSON)]) -> JSON {
        let rest: [(String, JSON)] = [
            ("MessageBody", "b"), ("DelaySeconds", 1), ("MessageDeduplicationId", "d"), ("MessageGroupId", "g"),
            ("MessageAttributes", ["a": ["DataType": "String", "StringValue": "x", "BinaryValue": "AA=="]]),
            ("MessageSystemAttributes", ["AWSTraceHeader": ["DataType": "String", "StringValue": "x"]]),
        ]
        return .object(JSON.Object(members + rest))
    }

    private static func message(_ members: KeyValuePairs<String, JSON>) -> JSON {
        message(members.map { ($0.key, $0.value) })
    }

    private static let texts: [JSON] = [
        "", "x y", .string(String(repeating: "x", count: 2_000)), "\u{0}", "é€😀", "\u{FFFF}", "-1",
        "99999999999999999999",
        "http://", "http://x/", "/", "//", "a/b/c", "arn:aws:sqs:us-east-1:000000000000:q", "arn:", "{", "{}", "[]",
        "null", "true", "AWSTraceHeader", "All", ".*", "Binary.", "Number", "Number.x", "AAAA", "=", "%",
    ]
    private static let others: [JSON] = [
        .null, true, 0, -1, 0.5, .number("1e400"), .number("99999999999999999999"), .number("-9223372036854775808"), [],
        [[]], [.null], ["", ""], [:], ["": ""], ["a": .null], ["a": [:]], [["Id": "1"], ["Id": "1"]],
    ]

    /// The request with each value in it replaced by each other one, and left out.
    private static func variants(of value: JSON) -> [JSON] {
        var all = texts + others
        if case .object(let object) = value {
            for member in object.members {
                var without = object
                without[member.key] = nil
                all.append(.object(without))
                for variant in variants(of: member.value) {
                    var changed = object
                    changed[member.key] = variant
                    all.append(.object(changed))
                }
            }
        }
        if case .array(let values) = value, let first = values.first {
            all += variants(of: first).map { .array([$0]) }
            all.append(.array(Array(repeating: first, count: 11)))
        }
        return all
    }

    @Test(arguments: good.keys.sorted())
    func isAnswered(_ action: String) async throws {
        try await client.make()
        try await client.make("q.fifo", #"{"FifoQueue":"true"}"#)
        let request = try #require(Self.good[action])
        for variant in Self.variants(of: request) {
            for queue in ["q", "q.fifo"] {
                var body = variant
                if case .object(var object) = variant, object["QueueUrl"] == "q" {
                    object["QueueUrl"] = .string(queue)
                    body = .object(object)
                }
                let response = await client.send(client.request(action, body.text))
                #expect(response.status < 500, "\(action) \(body.text.prefix(300))")
                if response.status >= 400 {
                    #expect(response.headers["x-amzn-query-error"]?.hasSuffix(";Sender") == true)
                }
            }
        }
    }

    @Test func namesEveryAction() { #expect(Set(Self.good.keys) == Set(SQS.operations.map { $0.name })) }

    /// What `good` says is taken, so that the variants are wrong in one place alone.
    @Test(arguments: [
        "CreateQueue", "GetQueueUrl", "SetQueueAttributes", "ReceiveMessage", "TagQueue", "AddPermission",
    ])
    func isGood(_ action: String) async throws {
        try await client.make()
        try await client.call(action, Self.good[action]?.text ?? "")
    }

    @Test(
        arguments: [
            "", "Action=SendMessage&QueueUrl=q&MessageAttribute.1=x",
            "Action=SendMessage&QueueUrl=q&MessageBody=%FF%FE",
            "Action=ReceiveMessage&QueueUrl=q&MaxNumberOfMessages=", "Action=SendMessageBatch&QueueUrl=q",
            "Action=SendMessageBatch&QueueUrl=q&SendMessageBatchRequestEntry.99999999999999999999.Id=x",
            "Action=CreateQueue&QueueName=n&Attribute.1.Name=DelaySeconds",
            "Action=CreateQueue&QueueName=n&Attribute.1.Value=1",
            "&&&=&Action=ListQueues&MaxResults=x", "Action=Nothing", "Action=",
        ]
    )
    func isAnsweredInXML(_ form: String) async throws {
        try await client.make()
        let (status, text) = await client.query(form)
        #expect(status < 500 && text.hasPrefix("<?xml"), "\(text)")
    }

    @Test(
        arguments: [
            (
                "SendMessage", #"{"QueueUrl":"q"}"#,
                "MissingParameter: The request must contain the parameter MessageBody."
            ),
            (
                "SendMessage", #"{"MessageBody":"x"}"#,
                "MissingParameter: The request must contain the parameter QueueUrl."
            ),
            (
                "SendMessage", #"{"QueueUrl":"none","MessageBody":"x"}"#,
                "AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist."
            ),
            (
                "SendMessage", #"{"QueueUrl":"q","MessageBody":"x","MessageDeduplicationId":"d"}"#,
                "InvalidParameterValue: Value d for parameter MessageDeduplicationId is invalid. "
                    + "Reason: The request include parameter that is not valid for this queue type."
            ),
            (
                "SendMessage", #"{"QueueUrl":"q","MessageBody":"x","MessageGroupId":"a b"}"#,
                "InvalidParameterValue: Value a b for parameter MessageGroupId is invalid. Reason: MessageGroupId can "
                    + "only include alphanumeric and punctuation characters. 1 to 128 in length."
            ),
            (
                "SendMessage",
                #"{"QueueUrl":"q","MessageBody":"x","MessageAttributes":{"e":{"DataType":"String","StringValue":""}}}"#,
                "InvalidParameterValue: Message (user) attribute 'e' must contain a non-empty value of type 'String'."
            ),
            (
                "SendMessageBatch", #"{"QueueUrl":"q","Entries":[]}"#,
                "AWS.SimpleQueueService.EmptyBatchRequest: "
                    + "There should be at least one SendMessageBatchRequestEntry in the request."
            ),
            (
                "DeleteMessageBatch",
                #"{"QueueUrl":"q","Entries":[{"Id":"a","ReceiptHandle":"x"},{"Id":"a","ReceiptHandle":"y"}]}"#,
                "AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id a repeated."
            ),
            (
                "DeleteMessageBatch", #"{"QueueUrl":"q","Entries":[{"Id":"a:b","ReceiptHandle":"x"}]}"#,
                "AWS.SimpleQueueService.InvalidBatchEntryId: A batch entry id can only contain alphanumeric characters, "
                    + "hyphens and underscores. It can be at most 80 letters long."
            ),
            (
                "ReceiveMessage", #"{"QueueUrl":"q","MaxNumberOfMessages":11}"#,
                "InvalidParameterValue: Value 11 for parameter MaxNumberOfMessages is invalid. "
                    + "Reason: Must be between 1 and 10, if provided."
            ),
            (
                "DeleteMessage", #"{"QueueUrl":"q","ReceiptHandle":"garbage"}"#,
                "ReceiptHandleIsInvalid: The input receipt handle \"garbage\" is not a valid receipt handle."
            ),
            (
                "CreateQueue", #"{"QueueName":"a.b"}"#,
                "InvalidParameterValue: "
                    + "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length"
            ),
            (
                "CreateQueue", #"{"QueueName":"n","Attributes":{"FifoQueue":"false"}}"#,
                "InvalidAttributeName: Unknown Attribute FifoQueue."
            ),
            (
                "CreateQueue", #"{"QueueName":"n","Attributes":{"DeduplicationScope":"queue"}}"#,
                "InvalidAttributeName: You can specify the DeduplicationScope only when FifoQueue is set to true."
            ),
            (
                "SetQueueAttributes",
                #"{"QueueUrl":"q","Attributes":{"KmsMasterKeyId":"k","SqsManagedSseEnabled":"true"}}"#,
                "InvalidAttributeName: You can use one type of server-side encryption (SSE) at one time. "
                    + "You can either enable KMS SSE or SQS SSE."
            ),
            (
                "StartMessageMoveTask", #"{"SourceArn":"arn:aws:sqs:us-east-1:000000000000:q"}"#,
                "InvalidParameterValue: Source queue must be configured as a Dead Letter Queue."
            ),
            (
                "CancelMessageMoveTask", #"{"TaskHandle":"foobared"}"#,
                "InvalidParameterValue: Value for parameter TaskHandle is invalid."
            ),
        ] as [(String, String, String)]
    )
    func isRefusedInAWSsWords(_ action: String, _ body: String, _ refusal: String) async throws {
        try await client.make()
        #expect(try await client.refusal(action, body) == refusal)
    }

    @Test func boundsTheWholeBatch() async throws {
        try await client.make()
        let half = String(repeating: "x", count: 524_289)
        let refusal = try await client.refusal(
            "SendMessageBatch",
            #"{"QueueUrl":"q","Entries":[{"Id":"a","MessageBody":"\#(half)"},{"Id":"b","MessageBody":"\#(half)"}]}"#
        )
        #expect(
            refusal == "AWS.SimpleQueueService.BatchRequestTooLong: "
                + "Batch requests cannot be longer than 1048576 bytes. You have sent 1048578 bytes."
        )
    }
}
