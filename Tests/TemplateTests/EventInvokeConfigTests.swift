import JSON
import Template
import Testing
import Wire

@Suite struct EventInvokeConfigTests {
    @Test func readsTheConfigOfAFunction() {
        let application = readFunction(
            """
            RecursiveLoop: Allow
            DeadLetterQueue: {Type: SQS, TargetArn: !GetAtt Dead.Arn}
            EventInvokeConfig:
              MaximumRetryAttempts: "1"
              MaximumEventAgeInSeconds: 60
              DestinationConfig:
                OnSuccess: {Type: SQS, Destination: !GetAtt Done.Arn}
            """,
            rest: "  Dead: {Type: AWS::SQS::Queue}\n  Done: {Type: AWS::SQS::Queue, Properties: {QueueName: done}}"
        )
        #expect(application.functions[0].allowsRecursion)
        #expect(application.functions[0].deadLetterTarget?.description == "arn:aws:sqs:us-east-1:000000000000:Dead")
        let config = application.eventInvokeConfigs.first
        #expect(config?.functionName == "F" && config?.qualifier == nil)
        #expect(
            config.map { JSON.object($0.request) }
                == [
                    "MaximumEventAgeInSeconds": 60, "MaximumRetryAttempts": 1,
                    "DestinationConfig": [
                        "OnSuccess": ["Destination": "arn:aws:sqs:us-east-1:000000000000:done"]
                    ],
                ]
        )
    }

    @Test func readsTheResource() {
        let application = readFunction(
            "",
            rest: """
                  C:
                    Type: AWS::Lambda::EventInvokeConfig
                    Properties: {FunctionName: !GetAtt F.Arn, Qualifier: $LATEST, MaximumRetryAttempts: 0}
                """
        )
        let config = application.eventInvokeConfigs.first
        #expect(config?.functionName == "arn:aws:lambda:us-east-1:000000000000:function:F")
        #expect(config?.qualifier == "$LATEST" && config?.request["MaximumRetryAttempts"] == 0)
    }

    @Test func samMakesTheQueuesAndTopicsThatAreNotNamed() {
        let application = readFunction(
            "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Type: SNS}, OnFailure: {Type: SQS}}}",
            rest: "Outputs: {Failed: {Value: !Ref FEventInvokeConfigOnFailureQueue}}"
        )
        let request = application.eventInvokeConfigs.first?.request["DestinationConfig"]
        let topic = "arn:aws:sns:us-east-1:000000000000:FEventInvokeConfigOnSuccessTopic"
        #expect(request?["OnSuccess"]?["Destination"]?.stringValue == topic)
        #expect(
            request?["OnFailure"]?["Destination"]
                == "arn:aws:sqs:us-east-1:000000000000:FEventInvokeConfigOnFailureQueue"
        )
        #expect(application.queues.map(\.name) == ["FEventInvokeConfigOnFailureQueue"])
        #expect(application.eventRequests.contains { $0.action == "CreateTopic" })
        #expect(application.output("Failed")?.hasSuffix("/FEventInvokeConfigOnFailureQueue") == true)
        #expect(!application.hasErrors, "\(application.lines)")
    }

    private static let mistakes = [
        (
            "EventInvokeConfig: {MaximumRetryAttempts: 3}",
            "error /Resources/F/Properties/EventInvokeConfig/MaximumRetryAttempts: 3 is out of range: from 0 to 2"
        ),
        (
            "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: Lambda}}}",
            "error /Resources/F/Properties/EventInvokeConfig/DestinationConfig/OnFailure/Destination: Destination is missing"
        ),
        (
            "EventInvokeConfig: {DestinationConfig: {OnFailure: {Destination: q}}}",
            "error /Resources/F/Properties/EventInvokeConfig/DestinationConfig/OnFailure/Destination: must be an ARN, "
                + "not \"q\""
        ),
        (
            "DeadLetterQueue: {Type: SQS, TargetArn: q}",
            "error /Resources/F/Properties/DeadLetterQueue/TargetArn: must be the ARN of a queue or a topic, not \"q\""
        ),
        (
            "DeadLetterQueue: {Type: SQS, TargetArn: 'arn:aws:sqs:us-east-1:000000000000:q.fifo'}",
            "error /Resources/F/Properties/DeadLetterQueue/TargetArn: must be a standard queue or topic, "
                + "not \"arn:aws:sqs:us-east-1:000000000000:q.fifo\""
        ),
        (
            "EventInvokeConfig: {DestinationConfig: {OnSuccess: {Destination: 'arn:aws:sns:us-east-1:1:t.fifo'}}}",
            "error /Resources/F/Properties/EventInvokeConfig/DestinationConfig/OnSuccess/Destination: "
                + "must be a standard queue or topic, not \"arn:aws:sns:us-east-1:1:t.fifo\""
        ),
        (
            "RecursiveLoop: allow",
            "error /Resources/F/Properties/RecursiveLoop: allow is not one of Allow, Terminate; did you mean Allow?"
        ),
    ]

    @Test(arguments: mistakes) func reports(_ properties: String, _ line: String) {
        #expect(readFunction(properties).lines.contains(line), "\(readFunction(properties).lines)")
    }
}
