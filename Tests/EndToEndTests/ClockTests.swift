import Foundation
import Programs
import Testing

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

    private func lines(_ function: String, in workshop: Workshop) -> [String] {
        let text = try? String(contentsOfFile: "\(workshop.folder)/\(function).log", encoding: .utf8)
        return (text ?? "").split(separator: "\n").map(String.init)
    }
}
