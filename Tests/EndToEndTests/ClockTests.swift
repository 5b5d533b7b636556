import CurlHTTP
import Foundation
import JSON
import Programs
import Testing
import Time
import Wire

/// Hours that pass in a moment, with real processes.
@Suite(.fewAtATime) struct ClockTests {
    @Test func playsRetriesAndSchedules() async throws {
        let workshop = try Workshop()
        let record = #"echo "$event" >> ../$AWS_LAMBDA_FUNCTION_NAME.log"#
        try workshop.script(
            "fails",
            """
            while next; do \(record)
            curl -sS -o /dev/null -X POST "$base/invocation/$id/error" -d '{"errorType":"E","errorMessage":"no"}'; done
            """
        )
        try workshop.script("daily", "while next; do \(record); answer '{}'; done")
        try workshop.template(
            ["fails": #""FunctionName": "fails""#, "daily": #""FunctionName": "daily""#],
            resources: #"""
                "Morning": {"Type": "AWS::Events::Rule", "Properties": {
                    "ScheduleExpression": "cron(0 6 * * ? *)",
                    "Targets": [{"Id": "f", "Arn": {"Fn::GetAtt": ["daily", "Arn"]}, "Input": "{\"good\":\"morning\"}"}]}},
                "MorningMayInvoke": {"Type": "AWS::Lambda::Permission", "Properties": {
                    "FunctionName": {"Ref": "daily"}, "Action": "lambda:InvokeFunction",
                    "Principal": "events.amazonaws.com", "SourceArn": {"Fn::GetAtt": ["Morning", "Arn"]}}}
                """#
        )
        let hearth = try await RunningHearth(workshop, "--clock", "virtual", "--quiet")
        let invoked = try await workshop.hearth("invoke", "fails", "--event", "{}", "--type", "event")
        #expect(invoked.status == 0, "\(invoked)")
        for (wait, attempts) in [("1s", 1), ("60s", 2), ("120s", 3), ("6h", 3)] {
            let moved = try await workshop.hearth("clock", "advance", wait)
            #expect(moved.status == 0, "\(moved)")
            #expect(lines("fails", in: workshop).count == attempts, "\(wait)")
        }
        let former = lines("daily", in: workshop).count
        _ = try await workshop.hearth("clock", "advance", "3d")
        let mornings = lines("daily", in: workshop)
        #expect(mornings.count == former + 3)
        #expect(Set(mornings) == [#"{"good":"morning"}"#])
        #expect(hearth.interrupt() == 0)
    }

    @Test func goesOnFromWhereItWasStopped() async throws {
        let workshop = try Workshop()
        try workshop.template(
            [:],
            resources: #"""
                "Queue": {"Type": "AWS::SQS::Queue", "Properties": {
                    "QueueName": "ticks", "MessageRetentionPeriod": 1209600}},
                "QueueTakesEvents": {"Type": "AWS::SQS::QueuePolicy", "Properties": {
                    "Queues": [{"Ref": "Queue"}], "PolicyDocument": {"Statement": [{"Effect": "Allow",
                        "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"}]}}},
                "Minutes": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 minute)",
                    "Targets": [{"Id": "q", "Arn": {"Fn::GetAtt": ["Queue", "Arn"]}}]}}
                """#
        )
        var hearth = try await RunningHearth(workshop, "--clock", "virtual", "--quiet")
        let start = try await now(hearth)
        for isKilled in [false, true] {
            // Who has gone moves the clock no longer.
            let client = try years(workshop)
            try await waitUntil(try await now(hearth) + .seconds(3_600), hearth)
            client.send(SIGINT)
            _ = client.wait()
            while true {
                let moved = try await workshop.hearth("clock", "advance", "1m")
                if moved.status == 0 { break }
                #expect(moved.errors.contains("The clock is being moved already"), "\(moved)")
            }
            // Nor does a Hearth that ends.
            let other = try years(workshop)
            let last = try await waitUntil(try await now(hearth) + .seconds(3_600), hearth)
            if isKilled { hearth.kill() } else { #expect(hearth.interrupt() == 0) }
            #expect(other.wait() != 0)
            #expect(!hearth.text.contains("CONTINUATION"))
            hearth = try await RunningHearth(workshop, "--clock", "virtual", "--quiet")
            let next = try await now(hearth)
            #expect(next >= last)
            let answer = try await hearth.sqs(
                "GetQueueAttributes",
                #"{"QueueUrl": "ticks", "AttributeNames": ["ApproximateNumberOfMessages"]}"#
            )
            let count = Int(answer["Attributes"]?["ApproximateNumberOfMessages"]?.stringValue ?? "") ?? 0
            let minutes = Int((next - start).inSeconds / 60)
            #expect(abs(count - minutes) <= 3, "\(count) in \(minutes) minutes")
        }
    }

    /// A client that moves the clock so far that it has not come there when the test is over.
    private func years(_ workshop: Workshop) throws -> RunningProgram {
        try RunningProgram(
            Program.hearth,
            ["clock", "advance", "30000d"],
            in: workshop.folder,
            environment: Program.environment
        )
    }

    @discardableResult
    private func waitUntil(_ instant: Timestamp, _ hearth: RunningHearth) async throws -> Timestamp {
        while true {
            let now = try await now(hearth)
            if now >= instant { return now }
        }
    }

    private func now(_ hearth: RunningHearth) async throws -> Timestamp {
        let request = CurlRequest(method: "GET", url: "\(hearth.endpoint)/_hearth/clock", headers: CurlHeaderList([]))
        let answer = try JSON(parsing: try await CurlClient.shared.send(request).body)
        return try #require(answer["now"]?.stringValue.flatMap { Timestamp(iso8601: $0) })
    }

    private func lines(_ function: String, in workshop: Workshop) -> [String] {
        let text = try? String(contentsOfFile: "\(workshop.folder)/\(function).log", encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }
}
