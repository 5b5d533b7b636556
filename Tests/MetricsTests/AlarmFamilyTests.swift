import JSON
import Testing
import Time
import Wire

@testable import Metrics

@Suite struct AlarmFamilyTests {
    private let account = AWSAccount()

    private func metric(_ name: String) throws -> MetricAlarm {
        let request: JSON = [
            "AlarmName": .string(name), "Namespace": "n", "MetricName": "m", "Statistic": "Sum", "Period": 60,
            "EvaluationPeriods": 1, "Threshold": 5, "ComparisonOperator": "GreaterThanThreshold",
        ]
        return try MetricAlarm(request.objectValue ?? JSON.Object(), state: state(.ok), configured: 0, tags: [:])
    }

    private func composite(_ name: String, _ rule: String, suppressor: String? = nil) throws -> CompositeAlarm {
        var request = JSON.Object([("AlarmName", .string(name)), ("AlarmRule", .string(rule))])
        if let suppressor {
            request["ActionsSuppressor"] = .string(suppressor)
            request["ActionsSuppressorWaitPeriod"] = 60
            request["ActionsSuppressorExtensionPeriod"] = 120
        }
        return try CompositeAlarm(request, state: state(.ok), configured: 0, tags: [:])
    }

    private func state(_ value: AlarmState.Value) -> AlarmState { AlarmState(value: value, reason: "r", updated: 0) }

    private func at(_ seconds: Int64) -> Timestamp { Timestamp(millisecondsSinceEpoch: seconds * 1_000) }

    /// As `a ALARM acts`.
    private func told(_ transitions: [AlarmTransition]) -> [String] {
        transitions.map { transition in
            let state = transition.alarm.state
            return [
                transition.alarm.name, state.value.rawValue, state.suppression?.cause.rawValue,
                transition.acts ? "acts" : nil,
            ].compactMap(\.self).joined(separator: " ")
        }
    }

    @Test func spreadsFromChildrenToParents() throws {
        let alarms: [any StatefulAlarm] = try [
            metric("a"), metric("b"), composite("z", "ALARM(a) OR ALARM(b)"), composite("top", "ALARM(z) AND ALARM(a)"),
            composite("other", "ALARM(b)"),
        ]
        var family = AlarmFamily(alarms, account)
        #expect(
            told(family.change("a", to: state(.alarm), at(60))) == ["a ALARM acts", "z ALARM acts", "top ALARM acts"]
        )
        #expect(told(family.change("b", to: state(.alarm), at(61))) == ["b ALARM acts", "other ALARM acts"])
        let back = family.change("a", to: state(.ok), at(62))
        #expect(told(back) == ["a OK acts", "top OK acts"])
        let reason = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a transitioned to OK at Thursday 01 January, 1970"
        #expect(back.last?.alarm.state.reason == "\(reason) 00:01:02 UTC")
        #expect(back.last?.alarm.state.reasonData?.contains("triggeringAlarms") == true)
    }

    @Test func leavesAlarmsInCirclesAlone() throws {
        let alarms: [any StatefulAlarm] = try [
            metric("a"), composite("x", "ALARM(a) OR ALARM(y)"), composite("y", "ALARM(x)"), composite("z", "ALARM(x)"),
        ]
        var family = AlarmFamily(alarms, account)
        #expect(told(family.change("a", to: state(.alarm), at(60))) == ["a ALARM acts"])
        #expect(family.consider("x", at(61)).isEmpty)
        #expect(told(family.consider("z", at(61))).isEmpty)
    }

    @Test func waitsForItsSuppressor() throws {
        var family = AlarmFamily(
            try [metric("a"), metric("s"), composite("c", "ALARM(a)", suppressor: "s")],
            account
        )
        #expect(told(family.change("a", to: state(.alarm), at(0))) == ["a ALARM acts", "c ALARM WaitPeriod"])
        #expect(family.endPeriods(at(59)).isEmpty)
        #expect(told(family.endPeriods(at(60))) == ["c ALARM acts"])
        // It has told of the alarm, and tells of its end at once.
        #expect(told(family.change("a", to: state(.ok), at(61))) == ["a OK acts", "c OK acts"])
        // It has not told of the next one, and has no end to tell of.
        #expect(told(family.change("a", to: state(.alarm), at(100))) == ["a ALARM acts", "c ALARM WaitPeriod"])
        #expect(told(family.change("a", to: state(.ok), at(101))) == ["a OK acts", "c OK"])
    }

    @Test func isSilentWhileAndAfterItIsSuppressed() throws {
        var family = AlarmFamily(
            try [metric("a"), metric("s"), composite("c", "ALARM(a)", suppressor: "s")],
            account
        )
        #expect(told(family.change("a", to: state(.alarm), at(0))).last == "c ALARM WaitPeriod")
        #expect(told(family.change("s", to: state(.alarm), at(30))) == ["s ALARM acts", "c ALARM Alarm"])
        #expect(family.endPeriods(at(100)).isEmpty)
        #expect(told(family.change("s", to: state(.ok), at(200))) == ["s OK acts", "c ALARM ExtensionPeriod"])
        #expect(told(family.change("a", to: state(.ok), at(210))) == ["a OK acts", "c OK ExtensionPeriod"])
        #expect(told(family.endPeriods(at(320))) == ["c OK"])
        #expect(told(family.change("s", to: state(.alarm), at(400))) == ["s ALARM acts", "c OK Alarm"])
        #expect(told(family.change("a", to: state(.alarm), at(410))) == ["a ALARM acts", "c ALARM Alarm"])
        #expect(told(family.change("s", to: state(.ok), at(420))) == ["s OK acts", "c ALARM ExtensionPeriod"])
        #expect(told(family.endPeriods(at(540))) == ["c ALARM acts"])
    }

    @Test func tellsWhyItBeganAsItDid() throws {
        var new = try composite("c", "OK(a) OR ALARM(b)")
        new.state.value = .insufficientData
        var family = AlarmFamily(try [metric("a"), metric("b"), new], account)
        let first = family.consider("c", at(60))
        #expect(told(first) == ["c ALARM acts"])
        let arn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:c"
        #expect(first[0].alarm.state.reason == "\(arn) was created and its alarm rule evaluates to ALARM")
        let data = try JSON(parsing: first[0].alarm.state.reasonData ?? "")
        #expect(data["triggeringAlarms"]?.arrayValue?.count == 2)
        #expect(family.consider("c", at(61)).isEmpty)
    }
}
