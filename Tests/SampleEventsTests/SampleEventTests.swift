import Compression
import Foundation
import JSON
import LambdaEvents
import SampleEvents
import Testing

@Suite struct SampleEventTests {
    @Test func namesEachKindOnce() {
        #expect(SampleEvent.all.count == 68)
        #expect(Set(SampleEvent.all.map { "\($0.service) \($0.name)" }).count == 68)
        #expect(SampleEvent.services == SampleEvent.services.sorted())
        #expect(SampleEvent.services.count == 26)
    }

    @Test(arguments: SampleEvent.all)
    func everyFlagShowsInTheDocument(_ event: SampleEvent) throws {
        let plain = try event.rendered()
        #expect(!plain.text.contains("${"))
        for parameter in event.parameters {
            let changed = try event.rendered([parameter.name: #"a "quoted" välue/${region}"#])
            #expect(changed != plain, "--\(parameter.name) of \(event.service) \(event.name) does nothing")
        }
        #expect(throws: RenderingError.unknownParameter("colour-of-cover")) {
            try event.rendered(["colour-of-cover": "blue"])
        }
    }

    @Test func encodesValuesAsTheServicesDo() throws {
        let put = try event("s3", "put").rendered(["bucket": "b", "key": "a b/ü+c.txt"])
        #expect(put["Records"]?[0]?["s3"]?["object"]?["key"] == "a%20b/%C3%BC%2Bc.txt")
        #expect(put["Records"]?[0]?["s3"]?["bucket"]?["arn"] == "arn:aws:s3:::b")

        let message = try event("sqs", "receive-message").rendered(["body": #"say "hello""#])
        #expect(message["Records"]?[0]?["body"] == #"say "hello""#)
        #expect(message["Records"]?[0]?["md5OfBody"] == "bb47b66fc67cc12baaf804cbc20b3408")

        let proxy = try event("apigateway", "aws-proxy").rendered([
            "body": "hello", "querystringparameters": #"{"a":"1"}"#,
        ])
        #expect(proxy["body"] == "aGVsbG8=")
        #expect(proxy["queryStringParameters"] == ["a": "1"])
        let text = try event("apigateway", "aws-proxy").rendered(["querystringparameters": "a=1"])
        #expect(text["queryStringParameters"] == "a=1")
    }

    @Test func pathsDoWithoutTheirSlash() throws {
        for path in ["/a/b", "a/b"] {
            let event = try event("apigateway", "aws-proxy").rendered(["path": path])
            #expect(event["path"] == "/a/b" && event["pathParameters"]?["proxy"] == "a/b")
        }
    }

    @Test func valuesAreTakenAsTheyStand() throws {
        let event = try event("stepfunctions", "error").rendered(["error": "${cause}", "cause": #"${md5:error} "x"\"#])
        #expect(event == ["Error": "${cause}", "Cause": #"${md5:error} "x"\"#])
    }

    @Test func innerDocumentsAreJSONTexts() throws {
        for name in ["item-change-notification", "oversized-item-change-notification", "periodic-rule"] {
            let event = try event("config", name).rendered(["account-id": "111122223333"])
            let inner = try JSON(parsing: try #require(event["invokingEvent"]?.stringValue))
            #expect(inner["messageType"] != nil)
            #expect(inner.text.contains("111122223333"))
        }
    }

    @Test func logLinesAreGzipped() throws {
        let logs = try decoded(CloudWatchLogsEvent.self, "cloudwatch", "logs").decodeLogs()
        #expect(logs.logGroup == "/aws/lambda/search")
        #expect(logs.logEvents.count == 2)
        let firehose = try event("kinesis", "cloudwatch-logs-processor").rendered(["account-id": "111122223333"])
        for record in try #require(firehose["records"]?.arrayValue) {
            let data = try #require(Data(base64Encoded: record["data"]?.stringValue ?? ""))
            let text = try Compression.gzip.decompress([UInt8](data), limit: 4096)
            #expect(try JSON(parsing: text)["owner"] == "111122223333")
        }
    }

    @Test func functionsCanDecodeThem() throws {
        #expect(try decoded(APIGatewayRequest.self, "apigateway", "aws-proxy").path == "/books/search")
        #expect(try decoded(APIGatewayV2Request.self, "apigateway", "http-api-proxy").rawPath == "/books/search")
        #expect(try decoded(S3Event.self, "s3", "put").records.count == 1)
        #expect(try decoded(S3Event.self, "s3", "delete").records.count == 1)
        #expect(try decoded(S3Event.self, "rekognition", "s3-request").records.count == 1)
        #expect(try decoded(SNSEvent.self, "sns", "notification").records.count == 1)
        #expect(try decoded(SQSEvent.self, "sqs", "receive-message").records.count == 1)
        #expect(try decoded(DynamoDBEvent.self, "dynamodb", "update").records.count == 3)
        #expect(try decoded(KinesisEvent.self, "kinesis", "get-records").records.count == 1)
        let scheduled = try decoded(CloudwatchScheduledEvent.self, "cloudwatch", "scheduled-event")
        #expect(scheduled.resources == ["arn:aws:events:us-east-1:000000000000:rule/nightly"])
    }

    private func event(_ service: String, _ name: String) throws -> SampleEvent {
        try #require(SampleEvent.events(of: service).first { $0.name == name })
    }

    private func decoded<T: Decodable>(_ type: T.Type, _ service: String, _ name: String) throws -> T {
        try JSONCoder.decode(type, from: event(service, name).rendered().bytes)
    }
}
