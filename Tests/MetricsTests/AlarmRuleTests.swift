import Testing
import Wire

@testable import Metrics

@Suite struct AlarmRuleTests {
    private let states: [String: AlarmState.Value] = ["a": .alarm, "b": .ok, "c": .insufficientData, "my d": .alarm]

    @Test(arguments: [
        ("TRUE", true), ("FALSE", false), ("ALARM(a)", true), ("ALARM(\"a\")", true), ("OK(a)", false),
        ("INSUFFICIENT_DATA(c)", true), ("ALARM(\"my d\")", true), ("NOT ALARM(b)", true), ("NOT NOT ALARM(b)", false),
        ("ALARM(a) AND ALARM(b)", false), ("ALARM(b) OR ALARM(a) AND OK(b)", true),
        ("(ALARM(b) OR ALARM(a)) AND ALARM(b)", false), ("ALARM(a) AND NOT (OK(b) AND OK(c))", true),
        ("ALARM(arn:aws:cloudwatch:us-east-1:000000000000:alarm:a)", true), ("ALARM(nobody)", false),
        ("AT_LEAST(2, ALARM, (a, b, \"my d\"))", true), ("AT_LEAST(3, ALARM, (a, b, \"my d\"))", false),
        ("AT_LEAST(50%, NOT ALARM, (a, b, c))", true), ("AT_LEAST(67%, NOT ALARM, (a, b, c))", false),
    ])
    func holdsOrNot(_ text: String, _ isTrue: Bool) throws {
        #expect(try AlarmRuleParser.rule(text).holds(states) == isTrue)
    }

    @Test(arguments: [
        ("()", "Unsupported token ')' at char 1"),
        ("ALARM(Oldest Age)", "Unsupported token 'Age' at char 13, must be: ')'"),
        ("ALARM(a", "Unsupported token '' at char 7, must be: ')'"),
        ("alarm(a)", "Unsupported token 'alarm' at char 0"),
        ("ALARM(a) ALARM(b)", "Unsupported token 'ALARM' at char 9"),
        ("ALARM(a) AND", "Unsupported token '' at char 12"),
        ("ALARM(\"\")", "Unsupported token '' at char 6"),
        ("ALARM \"a\"", "Unsupported token 'a' at char 6, must be: '('"),
        ("AT_LEAST(0, ALARM, (a))", "Unsupported token '0' at char 9"), ("", "Unsupported token '' at char 0"),
    ])
    func refusesWhatIsNoRule(_ text: String, _ reason: String) {
        #expect(throws: AWSError.validation("Error in AlarmRule [\(reason)]")) { try AlarmRuleParser.rule(text) }
    }

    @Test func boundsWhatItReads() throws {
        #expect(throws: AWSError.self) { try AlarmRuleParser.rule(String(repeating: "(", count: 10_240)) }
        let deep = String(repeating: "(", count: 400) + "TRUE" + String(repeating: ")", count: 400)
        #expect(try AlarmRuleParser.rule(deep).holds([:]))
        let many = (0...100).map { "ALARM(a\($0))" }.joined(separator: " OR ")
        #expect(throws: AWSError.validation("AlarmRule must not have more than 100 child alarms")) {
            try AlarmRuleParser.rule(many)
        }
    }

    @Test func namesEachChildOnce() throws {
        let rule = try AlarmRuleParser.rule("ALARM(b) AND (OK(a) OR NOT ALARM(b)) AND AT_LEAST(1, OK, (a, c))")
        #expect(rule.children.map(\.name) == ["b", "a", "c"])
    }
}
