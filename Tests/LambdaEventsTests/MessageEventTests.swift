import FoundationEssentials
import JSON
import LambdaEvents
import Testing

@Suite struct MessageEventTests {
    @Test func sqs() throws {
        let text = #"""
            {"Records":[{"messageId":"059f36b4","receiptHandle":"AQEB","body":"{\"n\":1}","md5OfBody":"e4e6",
             "attributes":{"ApproximateReceiveCount":"1","SentTimestamp":"1545082649183","SenderId":"AIDA",
              "ApproximateFirstReceiveTimestamp":"1545082649185"},
             "messageAttributes":{"s":{"stringValue":"x","stringListValues":[],"binaryListValues":[],"dataType":"String"},
              "n":{"stringValue":"1.5","dataType":"Number.float"},"b":{"binaryValue":"AAE=","dataType":"Binary"}},
             "eventSource":"aws:sqs","eventSourceARN":"arn:aws:sqs:us-east-2:123456789012:my-queue","awsRegion":"us-east-2"}]}
            """#
        let event = try JSONCoder.decode(SQSEvent.self, from: text)
        let message = try #require(event.records.first)
        #expect(message.messageAttributes == ["s": .string("x"), "n": .number("1.5"), "b": .binary([0, 1])])
        #expect(message.awsRegion == "us-east-2" && message.eventSourceArn.hasSuffix(":my-queue"))
        #expect(try event.decodeBody([String: Int].self) == [["n": 1]])
        let again = try JSONCoder.decode(SQSEvent.self, from: JSONCoder.encode(event))
        #expect(again.records.first?.messageAttributes == message.messageAttributes.mapValues { $0 })
    }

    @Test func sns() throws {
        let text = #"""
            {"Records":[{"EventVersion":"1.0","EventSubscriptionArn":"arn:s","EventSource":"aws:sns","Sns":{"SignatureVersion":"1",
             "Timestamp":"2019-01-02T12:45:07.250Z","Signature":"sig","SigningCertUrl":"https://c","MessageId":"95df01b4","Message":"Hi",
             "MessageAttributes":{"a":{"Type":"String","Value":"x"},"b":{"Type":"Binary","Value":"AQ=="}},"Type":"Notification",
             "UnsubscribeUrl":"https://u","TopicArn":"arn:t","Subject":null}}]}
            """#
        let message = try #require(JSONCoder.decode(SNSEvent.self, from: text).records.first?.sns)
        #expect(message.message == "Hi" && message.subject == nil && message.topicArn == "arn:t")
        #expect(abs(message.timestamp.timeIntervalSince1970 - 1_546_433_107.25) < 0.001)
        #expect(message.messageAttributes == ["a": .string("x"), "b": .binary([1])])
    }

    struct Rated: CloudwatchDetail {
        static let name = "Book Rated"
        var book: String
    }

    @Test func eventBridge() throws {
        let text = #"""
            {"version":"0","id":"i","detail-type":"book rated","source":"books","account":"1","time":"2020-03-10T05:16:23Z",
             "region":"eu-central-1","resources":["arn:r"],"detail":{"book":"7"}}
            """#
        let event = try JSONCoder.decode(EventBridgeEvent<Rated>.self, from: text)
        #expect(event.detail.book == "7" && event.accountId == "1" && event.resources == ["arn:r"])
        #expect(event.time == Date(timeIntervalSince1970: 1_583_817_383))
        #expect(throws: DecodingError.self) { try JSONCoder.decode(CloudwatchScheduledEvent.self, from: text) }
        let scheduled = text.replacing("book rated", with: "Scheduled Event")
        #expect(try JSONCoder.decode(CloudwatchScheduledEvent.self, from: scheduled).source == "books")
    }

    @Test func s3() throws {
        let text = #"""
            {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-2","eventTime":"2019-09-03T19:37:27.192Z",
             "eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:A"},"requestParameters":{"sourceIPAddress":"205.255.255.255"},
             "responseElements":{"x-amz-request-id":"D82B"},"s3":{"s3SchemaVersion":"1.0","configurationId":"828aa6fc",
              "bucket":{"name":"b","ownerIdentity":{"principalId":"A3"},"arn":"arn:aws:s3:::b"},
              "object":{"key":"a+b/c%20d","size":1305107,"eTag":"b21b","sequencer":"0C0F6F405D6ED209E1"}}}]}
            """#
        let record = try #require(JSONCoder.decode(S3Event.self, from: text).records.first)
        #expect(record.s3.object.key == "a+b/c%20d" && record.s3.object.size == 1_305_107)
        #expect(record.s3.bucket.name == "b" && record.s3.object.versionId == nil)
        #expect(record.responseElements == ["x-amz-request-id": "D82B"])
    }

    struct Reader: Decodable, Equatable {
        var name: String
        var age: Int?
        var scores: [Double]
        var photo: Data
        var home: [String: Bool]
        var gone: Int?
    }

    @Test func dynamoDB() throws {
        let text = #"""
            {"Records":[{"eventID":"c4ca","eventName":"MODIFY","eventVersion":"1.1","eventSource":"aws:dynamodb",
             "awsRegion":"us-east-1","eventSourceARN":"arn:aws:dynamodb:us-east-1:1:table/t/stream/2026","dynamodb":{
              "ApproximateCreationDateTime":1479499740,"Keys":{"id":{"N":"101"}},"SequenceNumber":"13021600000000001596893679",
              "NewImage":{"name":{"S":"Ann"},"age":{"N":"7"},"scores":{"NS":["1.5","2"]},"photo":{"B":"AAE="},
               "home":{"M":{"big":{"BOOL":true}}},"gone":{"NULL":true}},"SizeBytes":112,"StreamViewType":"NEW_IMAGE"},
             "userIdentity":{"type":"Service","principalId":"dynamodb.amazonaws.com"}}]}
            """#
        let record = try #require(JSONCoder.decode(DynamoDBEvent.self, from: text).records.first)
        #expect(record.eventName == .modify && record.change.streamViewType == .newImage)
        #expect(record.change.keys == ["id": .number("101")] && record.change.oldImage == nil)
        #expect(record.change.approximateCreationDateTime == Date(timeIntervalSince1970: 1_479_499_740))
        #expect(record.userIdentity?.principalId == "dynamodb.amazonaws.com")
        let image = try #require(record.change.newImage)
        #expect(image["photo"] == .binary([0, 1]) && image["home"] == .map(["big": .boolean(true)]))
        let reader = try DynamoDBEvent.Decoder().decode(Reader.self, from: image)
        #expect(
            reader
                == Reader(name: "Ann", age: 7, scores: [1.5, 2], photo: Data([0, 1]), home: ["big": true], gone: nil)
        )
        #expect(throws: DecodingError.self) {
            try JSONCoder.decode(DynamoDBEvent.AttributeValue.self, from: #"{"S":"a","N":"1"}"#)
        }
    }

    @Test func kinesis() throws {
        let text = #"""
            {"Records":[{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"4959",
              "data":"eyJuIjoxfQ==","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventVersion":"1.0",
             "eventID":"shardId-000000000006:4959","eventName":"aws:kinesis:record","invokeIdentityArn":"arn:aws:iam::1:role/r",
             "awsRegion":"us-east-2","eventSourceARN":"arn:aws:kinesis:us-east-2:1:stream/s"}]}
            """#
        let record = try #require(JSONCoder.decode(KinesisEvent.self, from: text).records.first)
        #expect(try record.kinesis.decodeData([String: Int].self) == ["n": 1])
        #expect(abs(record.kinesis.approximateArrivalTimestamp.timeIntervalSince1970 - 1_545_084_650.987) < 0.001)
        #expect(record.kinesis.partitionKey == "1" && record.eventId == "shardId-000000000006:4959")
    }
}
