import Foundation
import JSON
import Programs
import Testing

/// Functions that queues, streams and other functions feed, with real processes.
@Suite(.fewAtATime) struct EventSourceTests {
    /// Notes every event that it gets in a file of its own folder; fails for what says so.
    private static let noting = #"""
        while true; do next
            echo "$event" >> events.log
            case "$event" in
                *broken*) curl -sS -o /dev/null -X POST "$base/invocation/$id/error" -d '{"errorMessage":"broken"}';;
                *) answer '{"batchItemFailures":[]}';;
            esac
        done
        """#

    private static let resources = #"""
        "Things": {"Type": "AWS::DynamoDB::Table", "Properties": {
            "TableName": "things", "BillingMode": "PAY_PER_REQUEST",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}},
        "Orders": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}},
        "Changes": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
            "FunctionName": {"Ref": "worker"}, "EventSourceArn": {"Fn::GetAtt": ["Things", "StreamArn"]},
            "StartingPosition": "TRIM_HORIZON"}},
        "Messages": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {
            "FunctionName": {"Ref": "worker"}, "EventSourceArn": {"Fn::GetAtt": ["Orders", "Arn"]},
            "FunctionResponseTypes": ["ReportBatchItemFailures"]}}
        """#

    private func workshop() throws -> Workshop {
        let workshop = try Workshop()
        try workshop.script("worker", Self.noting)
        try workshop.script("starter", Self.noting)
        let failures = #"""
            "EventInvokeConfig": {"MaximumRetryAttempts": 0, "DestinationConfig": {
                "OnFailure": {"Type": "SQS", "Destination": {"Fn::GetAtt": ["Orders", "Arn"]}}}}
            """#
        try workshop.template(["worker": "", "starter": failures], resources: Self.resources)
        return workshop
    }

    /// The events that the function has noted, once there are so many.
    private func events(_ workshop: Workshop, _ count: Int) async throws -> [JSON] {
        let path = "\(workshop.folder)/worker/events.log"
        while true {
            let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n")
            if lines.count >= count { return try lines.map { try JSON(parsing: String($0)) } }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func tablesQueuesAndFailuresReachTheFunction() async throws {
        let workshop = try workshop()
        let hearth = try await RunningHearth(workshop)
        defer { hearth.kill() }
        _ = try await hearth.dynamoDB("PutItem", #"{"TableName": "things", "Item": {"id": {"S": "a"}}}"#)
        let change = try await events(workshop, 1)[0]["Records"]?[0]
        #expect(change?["eventName"] == "INSERT" && change?["dynamodb"]?["NewImage"] == ["id": ["S": "a"]])
        let invoke = try await Program.run(
            Program.hearth,
            ["invoke", "starter", "--event", #"{"broken": 1}"#, "--type", "event"],
            in: workshop.folder
        )
        #expect(invoke.status == 0, "\(invoke)")
        let message = try await events(workshop, 2)[1]["Records"]?[0]
        #expect(message?["eventSource"] == "aws:sqs")
        let record = try JSON(parsing: message?["body"]?.stringValue ?? "")
        #expect(record["requestContext"]?["condition"] == "RetriesExhausted")
        #expect(record["requestPayload"] == ["broken": 1])
    }

    @Test(.timeLimit(.minutes(10)))
    func changesThatWereNotProcessedAreAfterACrash() async throws {
        let workshop = try workshop()
        let first = try await RunningHearth(workshop)
        _ = try await first.dynamoDB("PutItem", #"{"TableName": "things", "Item": {"id": {"S": "a"}}}"#)
        _ = try await events(workshop, 1)
        _ = try await first.dynamoDB("PutItem", #"{"TableName": "things", "Item": {"id": {"S": "b"}}}"#)
        first.kill()
        let second = try await RunningHearth(workshop)
        defer { second.kill() }
        _ = try await second.dynamoDB("PutItem", #"{"TableName": "things", "Item": {"id": {"S": "c"}}}"#)
        var ids: Set<String> = []
        while ids != ["a", "b", "c"] {
            for event in try await events(workshop, 1) {
                for record in event["Records"]?.arrayValue ?? [] {
                    ids.insert(record["dynamodb"]?["Keys"]?["id"]?["S"]?.stringValue ?? "?")
                }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }
}
