import Foundation
import JSON
import Programs
import Testing

/// `hearth dlq`, `hearth clock` and `hearth fault` as people and scripts use them.
@Suite(.fewAtATime) struct QueueCommandTests {
    /// Each queue is the dead-letter queue of one kind of sender.
    private static let resources = #"""
        "Work": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "work", "RedrivePolicy": {
            "deadLetterTargetArn": {"Fn::GetAtt": ["OfQueue", "Arn"]}, "maxReceiveCount": 1}}},
        "OfQueue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-queue"}},
        "OfFunction": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-function"}},
        "OfFailure": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-failure"}},
        "OfRule": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-rule"}},
        "OfSchedule": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-schedule"}},
        "OfTopic": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-topic"}},
        "Other": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "other"}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "topic"}},
        "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": {
            "TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Work", "Arn"]},
            "RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["OfTopic", "Arn"]}}}},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "Name": "rule", "EventPattern": {"source": ["a"]}, "Targets": [{
            "Id": "t", "Arn": {"Fn::GetAtt": ["Work", "Arn"]},
            "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["OfRule", "Arn"]}}}]}},
        "Schedule": {"Type": "AWS::Scheduler::Schedule", "Properties": {
            "Name": "schedule", "ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": {"Mode": "OFF"}, "Target": {
            "Arn": {"Fn::GetAtt": ["Work", "Arn"]}, "RoleArn": "arn:aws:iam::000000000000:role/r",
            "DeadLetterConfig": {"Arn": {"Fn::GetAtt": ["OfSchedule", "Arn"]}}}}}
        """#
    private static let function = #"""
        "FunctionName": "f", "DeadLetterQueue": {"Type": "SQS", "TargetArn": {"Fn::GetAtt": ["OfFunction", "Arn"]}},
        "EventInvokeConfig": {"DestinationConfig": {"OnFailure": {
            "Type": "SQS", "Destination": {"Fn::GetAtt": ["OfFailure", "Arn"]}}}}
        """#

    @Test func listsTheQueuesOfAllWhoSendThere() async throws {
        let workshop = try Workshop()
        try workshop.script("f", "while true; do next; answer 1; done")
        try workshop.template(["f": Self.function], resources: Self.resources)
        let hearth = try await RunningHearth(workshop)
        let list = try await workshop.hearth("dlq", "list", "--output", "json")
        let queues = try JSON(parsing: list.output).arrayValue ?? []
        let rows = queues.map { queue in
            let sender = queue["senders"]?[0]
            return [queue["name"], sender?["kind"], sender?["name"]].map { $0?.stringValue ?? "" }
        }
        #expect(
            rows == [
                ["of-failure", "function", "f"], ["of-function", "function", "f"], ["of-queue", "queue", "work"],
                ["of-rule", "rule", "rule"], ["of-schedule", "schedule", "schedule"],
                ["of-topic", "subscription", "topic to work"],
            ]
        )
        #expect(queues.allSatisfy { $0["messages"] == 0 })
        _ = try await workshop.hearth("send", "of-rule", "lost")
        let empty = try await workshop.hearth("send", "of-rule", "-")
        #expect(empty.status == 1 && empty.errors.contains("there is nothing to send"), "\(empty)")
        let elsewhere = try await workshop.hearth("send", "nowhere", "x")
        #expect(elsewhere.errors.contains("there is no queue, topic or bus nowhere in us-east-1"), "\(elsewhere)")
        let peek = try await workshop.hearth("dlq", "peek", "of-rule", "--output", "json")
        #expect(try JSON(parsing: peek.output)["Body"] == "lost")
        #expect(try JSON(parsing: peek.output)["Attributes"]?["ApproximateReceiveCount"] == "0")
        let aimless = try await workshop.hearth("dlq", "redrive", "of-rule")
        #expect(aimless.errors.contains("--to says where its messages go"), "\(aimless)")
        let circle = try await workshop.hearth("dlq", "redrive", "of-rule", "--to", "of-rule")
        #expect(circle.status == 1 && circle.errors.contains("of-rule is where the messages are"), "\(circle)")
        _ = try await hearth.sqs(
            "SendMessage",
            """
            {"QueueUrl": "of-rule", "MessageBody": "too", "MessageAttributes": {
                "b": {"DataType": "Binary", "BinaryValue": "AAH/"}}}
            """
        )
        let redriven = try await workshop.hearth("dlq", "redrive", "of-rule", "--to", "other", "--rate", "500")
        #expect(redriven.output == "2 messages moved\n" && redriven.status == 0, "\(redriven)")
        let others = try await workshop.hearth("dlq", "peek", "other", "--output", "json")
        let messages = try others.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        #expect(messages.map { $0["Body"] } == ["lost", "too"])
        #expect(messages.last?["MessageAttributes"]?["b"]?["BinaryValue"] == "AAH/")
        #expect(try await workshop.hearth("dlq", "peek", "of-rule").output == "")
        let moved = try await workshop.hearth("dlq", "redrive", "of-queue")
        #expect(moved.output == "0 messages moved\n" && moved.status == 0, "\(moved)")
        let unknown = try await workshop.hearth("dlq", "peek", "nowhere")
        #expect(unknown.status == 1 && unknown.errors.contains("there is no queue nowhere in us-east-1"), "\(unknown)")
        #expect(hearth.interrupt() == 0)
    }

    /// Faults that are there do not keep anybody from looking.
    @Test func sendsAttributesWhateverFaultsThereAre() async throws {
        let workshop = try Workshop()
        let resources = #"""
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "of-topic"}},
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "books"}},
            "Subscription": {"Type": "AWS::SNS::Subscription", "Properties": {
                "TopicArn": {"Ref": "Topic"}, "Protocol": "sqs", "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
                "RawMessageDelivery": true, "FilterPolicy": {"price": [{"numeric": ["<", 10]}]}}}
            """#
        try workshop.template([:], resources: resources)
        let hearth = try await RunningHearth(workshop)
        for service in ["sqs", "sns"] { _ = try await workshop.hearth("fault", "add", service, "fail") }
        for price in ["20", "9"] {
            let attributes = ["--attribute", "kind=book", "--attribute", "price:Number=\(price)"]
            let arguments = ["send", "books", price, "--output", "json"] + attributes
            let sent = try await Program.run(Program.hearth, arguments, in: workshop.folder)
            #expect(try JSON(parsing: sent.output)["MessageId"]?.stringValue?.count == 36, "\(sent)")
        }
        _ = try await workshop.hearth("send", "of-topic", "10", "--attribute", "data:Binary=AAH/")
        var messages: [JSON] = []
        while messages.count < 2 {
            let peek = try await workshop.hearth("dlq", "peek", "of-topic", "--output", "json")
            messages = try peek.output.split(separator: "\n").map { try JSON(parsing: String($0)) }
        }
        #expect(Set(messages.map { $0["Body"] }) == ["9", "10"])
        let attributes = messages.first { $0["Body"] == "9" }?["MessageAttributes"]
        #expect(attributes?["kind"]?["StringValue"] == "book" && attributes?["price"]?["DataType"] == "Number")
        #expect(hearth.interrupt() == 0)
    }

    @Test(arguments: [
        ("send q x --attribute a", "'a'"), ("send q x --attribute a=1 --attribute a=2", "each name may be given once"),
        ("clock advance 10x", "'10x' is no time"), ("clock advance 999999999d", "is moved on by 34722d at most"),
        ("clock set tomorrow", "'tomorrow' is no moment"), ("clock set 2027-02-30", "'2027-02-30' is no moment"),
        ("fault add sqs fail --rate -1", "--rate is above 0"), ("fault add sqs fail --by 1s", "--by is for slow"),
        ("fault add sqs slow --by 2h", "--by is from 1ms to 1h"), ("fault add sqs fail --for 0s", "--for is longer"),
        ("fault add sqs fail --times 0", "--times is at least 1"),
        ("dlq peek q --count 101", "--count is from 1 to 100"),
        ("dlq redrive q --rate 0", "--rate is from 1 to 500"), ("send q x --delay -1", "--delay is from 0 to 900"),
    ])
    func tellsWrongInputBeforeAnythingIsAsked(_ command: String, _ text: String) async throws {
        let arguments = command.split(separator: " ").map(String.init)
        let result = try await Program.run(Program.hearth, arguments)
        #expect(result.status == 64 && result.errors.contains(text), "\(result)")
    }

    @Test func showsFaultsAsATableAndAsJSON() async throws {
        let workshop = try Workshop()
        let hearth = try await RunningHearth(workshop, "--no-template")
        let added = try await workshop.hearth("fault", "add", "iam", "slow", "--by", "20ms", "--times", "3")
        #expect(added.output.contains("1  iam      slow 20 ms  all         1      3     -         0"), "\(added)")
        let json = try await workshop.hearth("fault", "list", "--output", "json")
        #expect(try JSON(parsing: json.output)["faults"]?[0]?["times"] == 3)
        let cleared = try await workshop.hearth("fault", "clear", "--output", "json")
        #expect(try JSON(parsing: cleared.output)["faults"] == [])
        #expect(try await workshop.hearth("fault", "clear", "1").errors.contains("there is no fault 1"))
        #expect(hearth.interrupt() == 0)
    }
}
