import JSON
import Template
import Testing

@Suite struct BucketTests {
    private static let bucket = """
          Covers:
            Type: AWS::S3::Bucket
            Properties:
              VersioningConfiguration: {Status: Enabled}
              CorsConfiguration: {CorsRules: [{AllowedMethods: [GET], AllowedOrigins: ['*'], MaxAge: 60}]}
              Tags: [{Key: a, Value: b}]
              NotificationConfiguration:
                QueueConfigurations: [{Event: 's3:ObjectRemoved:*', Queue: 'arn:aws:sqs:us-east-1:000000000000:q'}]
                EventBridgeConfiguration: {EventBridgeEnabled: true}
        """

    private func request(_ action: String, _ application: Application) -> JSON? {
        application.eventRequests.filter { $0.action == action }.map(\.request).only
    }

    @Test func whatABucketIsMadeOf() throws {
        let application = readFunction("", rest: Self.bucket)
        #expect(!application.hasErrors, "\(application.lines)")
        let made = try #require(request("CreateBucket", application))
        #expect(made["Bucket"] == "covers" && made["Versioning"] == "Enabled")
        #expect(made["Tags"] == [["Key": "a", "Value": "b"]])
        #expect(made["CORSRules"]?.arrayValue?.first?["MaxAgeSeconds"] == "60")
    }

    @Test func eventsOfFunctionsJoinThoseOfTheBucket() throws {
        let application = readFunction(
            """
            Events:
                    New:
                      Type: S3
                      Properties:
                        Bucket: !Ref Covers
                        Events: ['s3:ObjectCreated:*', 's3:ObjectTagging:Put']
                        Filter: {S3Key: {Rules: [{Name: prefix, Value: in/}]}}
            """,
            rest: Self.bucket
        )
        #expect(!application.hasErrors, "\(application.lines)")
        let told = try #require(request("PutBucketNotificationConfiguration", application))
        #expect(told["EventBridge"] == true && told["QueueConfigurations"]?.arrayValue?.count == 1)
        let rules = told["LambdaConfigurations"]?.arrayValue ?? []
        #expect(rules.map { $0["Events"] } == [["s3:ObjectCreated:*"], ["s3:ObjectTagging:Put"]])
        #expect(rules.first?["Rules"] == [["Name": "prefix", "Value": "in/"]])
        let permission = try #require(application.functionPermissions.only)
        #expect(permission.request["Principal"] == "s3.amazonaws.com")
        #expect(permission.request["SourceArn"] == "arn:aws:s3:::covers")
    }

    @Test func namesThatAreMadeUpHaveNoCapitals() {
        let application = readSAM(
            """
            Resources:
              One: {Type: AWS::S3::Bucket}
              B: {Type: AWS::S3::Bucket}
              Two: {Type: AWS::S3::Bucket, Properties: {BucketName: !Ref AWS::NoValue}}
            """
        )
        let names = application.eventRequests.filter { $0.action == "CreateBucket" }.map(\.request["Bucket"])
        #expect(names == ["one", "b-bucket", "two"])
    }

    @Test func eventsNeedABucketOfTheTemplate() {
        let application = readFunction(
            "Events: {New: {Type: S3, Properties: {Bucket: other, Events: 's3:ObjectCreated:*'}}}"
        )
        #expect(
            application.lines.contains { $0.contains("S3 events must reference an S3 bucket in the same template.") }
        )
    }

    @Test(
        arguments: [
            ("s3://codes/a/f.zip", "s3://codes/a/f.zip", nil), ("{Bucket: codes, Key: f.zip}", "s3://codes/f.zip", nil),
            ("{Bucket: codes, Key: f.zip, Version: v}", "s3://codes/f.zip", "v"),
        ] as [(String, String, String?)]
    )
    func codeInS3(_ uri: String, _ object: String, _ version: String?) throws {
        let application = readSAM(
            """
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Handler: h.h, Runtime: python3.12, CodeUri: \(uri)}}
              L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: \(uri)}}
            """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        let code = try #require(application.functions.first?.codeObject)
        #expect(code.description == object && code.version == version)
        #expect(application.layers.first?.contentObject == code)
    }
}

extension Collection {
    fileprivate var only: Element? { count == 1 ? first : nil }
}
