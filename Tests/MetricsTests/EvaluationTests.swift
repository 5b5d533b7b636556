import Testing

@testable import Metrics

@Suite struct EvaluationTests {
    private func evaluation(
        _ datapoints: Int,
        of periods: Int,
        _ missing: AlarmEvaluation.MissingData = .missing
    ) -> AlarmEvaluation {
        AlarmEvaluation(
            evaluationPeriods: periods,
            datapointsToAlarm: datapoints,
            comparison: .greater,
            threshold: 1,
            missingData: missing
        )
    }

    /// `X` breaches, `0` does not, `-` is missing; the newest period is the last one.
    private func points(_ text: String) -> [AlarmEvaluation.Datapoint] {
        text.enumerated().compactMap { index, sign in
            sign == "-" ? nil : .init(start: Int64(index) * 60, value: sign == "X" ? 2 : 0)
        }
    }

    /// The rows of AWS's table for three of three, and what each treatment makes of them.
    @Test(
        arguments: [
            ("0-X-X", AlarmState.Value.ok, AlarmState.Value.ok, AlarmState.Value.ok, AlarmState.Value.ok),
            ("0----", .ok, .ok, .ok, .ok),
            ("-----", .insufficientData, nil, .alarm, .ok),
            ("0XXX-", .alarm, .alarm, .alarm, .alarm),
            ("--X--", .alarm, nil, .alarm, .ok),
            ("XX0XX", .ok, .ok, .ok, .ok),
            ("00XXX", .alarm, .alarm, .alarm, .alarm),
        ] as [(String, AlarmState.Value?, AlarmState.Value?, AlarmState.Value?, AlarmState.Value?)]
    )
    func treatsMissingDataAsToldTo(
        _ text: String,
        _ missing: AlarmState.Value?,
        _ ignore: AlarmState.Value?,
        _ breaching: AlarmState.Value?,
        _ notBreaching: AlarmState.Value?
    ) {
        let points = points(text)
        #expect(evaluation(3, of: 3, .missing).outcome(points)?.value == missing)
        #expect(evaluation(3, of: 3, .ignore).outcome(points)?.value == ignore)
        #expect(evaluation(3, of: 3, .breaching).outcome(points)?.value == breaching)
        #expect(evaluation(3, of: 3, .notBreaching).outcome(points)?.value == notBreaching)
    }

    @Test(arguments: [("00X0X", true), ("00X00", false), ("XX000", false), ("000XX", true)])
    func countsSomeOfTheLast(_ text: String, _ isAlarm: Bool) {
        #expect(evaluation(2, of: 3).outcome(points(text))?.value == (isAlarm ? .alarm : .ok))
    }

    @Test func saysWhy() {
        #expect(
            evaluation(1, of: 1).outcome(points("0X"))?.reason
                == "Threshold Crossed: 1 datapoint [2.0 (01/01/70 00:01:00)] was greater than the threshold (1.0)."
        )
        #expect(
            evaluation(2, of: 3).outcome(points("X0X"))?.reason
                == "Threshold Crossed: 2 out of the last 3 datapoints [2.0 (01/01/70 00:02:00), 0.0 (01/01/70 00:01:00), "
                + "2.0 (01/01/70 00:00:00)] were greater than the threshold (1.0) (minimum 2 datapoints for OK -> ALARM "
                + "transition)."
        )
        #expect(
            evaluation(1, of: 1).outcome([])
                == .init(value: .insufficientData, reason: "Insufficient Data: 1 datapoint was unknown.")
        )
        #expect(
            evaluation(1, of: 1, .notBreaching).outcome([])?.reason
                == "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
                + "[NonBreaching]."
        )
    }
}
