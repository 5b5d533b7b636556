import JSON
import Template
import Testing
import Wire

/// `AWS::SQS::Queue` and `AWS::SQS::QueuePolicy`.
@Suite struct QueueTests {
    private func read(_ resources: String) -> Application {
        Template.TemplateReader()
            .application(parsing: "Resources:\n" + resources.indented(2), format: .yaml)
    }

    private func errors(_ properties: String) -> [String] {
        read("Q:\n  Type: AWS::SQS::Queue\n  Properties:\n" + properties.indented(4)).diagnostics
            .filter { $0.severity == .error }.map { "\($0.path): \($0.message)" }
    }

    @Test func readsQueues() throws {
        let application = read(
            """
            Orders:
              Type: AWS::SQS::Queue
              Properties:
                FifoQueue: true
                ContentBasedDeduplication: true
                VisibilityTimeout: 90
                RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
                Tags: [{Key: team, Value: catalogue}]
            Dead:
              Type: AWS::SQS::Queue
              Properties: {QueueName: dead.fifo, FifoQueue: true}
            Policy:
              Type: AWS::SQS::QueuePolicy
              Properties:
                Queues: [!Ref Orders]
                PolicyDocument: {Statement: [{Effect: Allow, Resource: !GetAtt Orders.Arn}]}
            """
        )
        #expect(!application.hasErrors)
        #expect(application.queues.map(\.name) == ["Orders.fifo", "dead.fifo"])
        #expect(application.queuesInOrder.map(\.name) == ["dead.fifo", "Orders.fifo"])
        let input = try #require(application.queues.first?.createQueueInput)
        #expect(input["QueueName"] == "Orders.fifo")
        #expect(input["tags"] == ["team": "catalogue"])
        let attributes = input["Attributes"]
        #expect(attributes?["VisibilityTimeout"] == "90")
        #expect(
            attributes?["RedrivePolicy"]
                == #"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:dead.fifo","maxReceiveCount":3}"#
        )
        #expect(attributes?["Policy"]?.stringValue?.contains("arn:aws:sqs:us-east-1:000000000000:Orders.fifo") == true)
    }

    @Test func isReferredTo() {
        let application = read(
            """
            Q:
              Type: AWS::SQS::Queue
            F:
              Type: AWS::Serverless::Function
              Properties:
                CodeUri: .
                Handler: h
                Runtime: provided.al2023
                Environment:
                  Variables: {URL: !Ref Q, ARN: !GetAtt Q.Arn, NAME: !GetAtt Q.QueueName, SAME: !GetAtt Q.QueueUrl}
            """
        )
        let variables = application.functions.first?.environment ?? [:]
        #expect(variables["URL"] == "http://127.0.0.1:4566/000000000000/Q")
        #expect(variables["SAME"] == variables["URL"])
        #expect(variables["ARN"] == "arn:aws:sqs:us-east-1:000000000000:Q")
        #expect(variables["NAME"] == "Q")
    }

    @Test(
        arguments: [
            ("VisibilityTimeout: 43201", "43201 is out of range: from 0 to 43200"),
            ("MessageRetentionPeriod: 59", "59 is out of range: from 60 to 1209600"),
            ("QueueName: a b", "a queue name has 1 to 80 letters, digits, hyphens and underscores"),
            ("QueueName: q.fifo", "a name that ends with .fifo needs FifoQueue: true"),
            ("{QueueName: q, FifoQueue: true}", "the name of a FIFO queue ends with .fifo"),
            ("DeduplicationScope: queue", "only a queue with FifoQueue: true has a DeduplicationScope"),
            ("ContentBasedDeduplication: true", "only a queue with FifoQueue: true has ContentBasedDeduplication"),
            ("{FifoQueue: true, FifoThroughputLimit: perMessageGroupId}", "goes with DeduplicationScope: messageGroup"),
            ("RedrivePolicy: {maxReceiveCount: 1}", "deadLetterTargetArn is missing"),
            ("RedrivePolicy: {deadLetterTargetArn: x, maxReceiveCount: 1}", "must be the ARN of a queue"),
            ("RedrivePolicy: {deadLetterTargetArn: x, maxReceiveCount: 0}", "0 is out of range: from 1 to 1000"),
            ("DelaySecond: 1", "unknown property"),
        ]
    )
    func refuses(_ properties: String, _ complaint: String) {
        let found = errors(properties)
        #expect(found.contains { $0.contains(complaint) }, "\(found)")
    }
}
