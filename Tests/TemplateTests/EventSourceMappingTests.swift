import JSON
import Template
import Testing

@Suite struct EventSourceMappingTests {
    @Test func readsTheEventsOfAFunction() {
        let application = readFunction(
            """
            Events:
              Orders:
                Type: SQS
                Properties:
                  Queue: !GetAtt Q.Arn
                  BatchSize: "5"
                  ScalingConfig: {MaximumConcurrency: 4}
                  FunctionResponseTypes: [ReportBatchItemFailures]
                  FilterCriteria: {Filters: [{Pattern: '{"body":{"a":[1]}}'}]}
              Changes:
                Type: DynamoDB
                Properties:
                  Stream: !GetAtt T.StreamArn
                  StartingPosition: LATEST
                  BisectBatchOnFunctionError: true
                  DestinationConfig: {OnFailure: {Type: SQS, Destination: !GetAtt Q.Arn}}
            """,
            rest: """
                  Q: {Type: AWS::SQS::Queue}
                  T:
                    Type: AWS::DynamoDB::Table
                    Properties:
                      TableName: things
                      BillingMode: PAY_PER_REQUEST
                      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
                      KeySchema: [{AttributeName: id, KeyType: HASH}]
                      StreamSpecification: {StreamViewType: NEW_IMAGE}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(application.eventSourceMappings.map(\.logicalID) == ["FOrders", "FChanges"])
        #expect(
            application.eventSourceMappings.first.map { JSON.object($0.request) }
                == [
                    "FunctionName": "F", "EventSourceArn": "arn:aws:sqs:us-east-1:000000000000:Q", "BatchSize": 5,
                    "FilterCriteria": ["Filters": [["Pattern": #"{"body":{"a":[1]}}"#]]],
                    "FunctionResponseTypes": ["ReportBatchItemFailures"], "ScalingConfig": ["MaximumConcurrency": 4],
                ]
        )
        let stream = application.eventSourceMappings.last?.request
        #expect(stream?["EventSourceArn"]?.stringValue?.contains("table/things/stream/") == true)
        #expect(stream?["StartingPosition"] == "LATEST" && stream?["BisectBatchOnFunctionError"] == true)
        #expect(
            stream?["DestinationConfig"]
                == ["OnFailure": ["Destination": "arn:aws:sqs:us-east-1:000000000000:Q"]]
        )
    }

    @Test func readsTheResource() {
        let application = readFunction(
            "",
            rest: """
                  Q: {Type: AWS::SQS::Queue}
                  M:
                    Type: AWS::Lambda::EventSourceMapping
                    Properties: {FunctionName: !Ref F, EventSourceArn: !GetAtt Q.Arn, Enabled: false, Tags: [{Key: k, Value: v}]}
                """
        )
        #expect(application.lines.isEmpty)
        #expect(application.eventSourceMappings.first?.logicalID == "M")
        #expect(application.eventSourceMappings.first?.request["Enabled"] == false)
        #expect(application.eventSourceMappings.first?.request["FunctionName"] == "F")
        #expect(application.eventSourceMappings.first?.request["Tags"] == ["k": "v"])
    }

    @Test func eventsOfAFunctionWithAnAliasCallTheAlias() {
        let application = readFunction(
            """
            AutoPublishAlias: live
            EventInvokeConfig: {MaximumRetryAttempts: 1}
            Events: {E: {Type: SQS, Properties: {Queue: "arn:aws:sqs:us-east-1:000000000000:q"}}}
            """
        )
        #expect(application.eventSourceMappings.first?.request["FunctionName"] == "F:live")
        #expect(application.eventInvokeConfigs.first?.qualifier == "live")
    }

    private static let mistakes = [
        (
            "Events: {E: {Type: SQS, Properties: {BatchSize: 1}}}",
            "error /Resources/F/Properties/Events/E/Properties/Queue: Queue is missing"
        ),
        (
            "Events: {E: {Type: SQS, Properties: {Queue: q, BatchSize: many}}}",
            "error /Resources/F/Properties/Events/E/Properties/BatchSize: must be a whole number, not \"many\""
        ),
        (
            "Events: {E: {Type: SQS, Properties: {Queue: q, BatchSise: 1}}}",
            "error /Resources/F/Properties/Events/E/Properties/BatchSise: unknown property; did you mean BatchSize?"
        ),
        (
            "Events: {E: {Type: DynamoDB, Properties: {Stream: s, MetricsConfig: {}}}}",
            "warning /Resources/F/Properties/Events/E/Properties/MetricsConfig: Hearth does not act on MetricsConfig"
        ),
    ]

    @Test(arguments: mistakes) func reports(_ properties: String, _ line: String) {
        #expect(readFunction(properties).lines.contains(line), "\(readFunction(properties).lines)")
    }
}
