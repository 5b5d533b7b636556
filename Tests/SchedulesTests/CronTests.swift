import Testing
import Time
import Wire

@testable import Schedules

/// When expressions of AWS's cron come next.
@Suite struct CronTests {
    private static func moment(_ text: String) -> Timestamp {
        Timestamp(iso8601: text) ?? Timestamp(millisecondsSinceEpoch: 0)
    }

    @Test(arguments: [("rate(1 minutes)", 60), ("rate(5 minute)", 300), ("rate(2 hour)", 7_200)])
    func theSchedulerTakesEitherNumberOfAUnit(text: String, seconds: Int) {
        #expect(ScheduleExpression(text, isStrict: false) == .rate(.seconds(seconds)))
        #expect(ScheduleExpression(text) == nil)
    }

    @Test(arguments: [
        ("0 10 * * ? *", "2026-11-21T09:59:59Z", ["2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"]),
        ("15 12 * * ? *", "2026-11-21T12:15:00Z", ["2026-11-22T12:15:00Z"]),
        ("0 18 ? * MON-FRI *", "2026-11-20T18:00:00Z", ["2026-11-23T18:00:00Z", "2026-11-24T18:00:00Z"]),
        ("0 8 1 * ? *", "2026-11-21T00:00:00Z", ["2026-12-01T08:00:00Z", "2027-01-01T08:00:00Z"]),
        ("0/10 * ? * MON-FRI *", "2026-11-20T23:51:00Z", ["2026-11-23T00:00:00Z", "2026-11-23T00:10:00Z"]),
        ("0/5 8-17 ? * MON-FRI *", "2026-11-20T17:55:00Z", ["2026-11-23T08:00:00Z"]),
        ("0/30 20-2 ? * MON-FRI *", "2026-11-20T02:30:00Z", ["2026-11-20T20:00:00Z"]),
        (
            "0 9 L * ? *", "2026-11-21T00:00:00Z",
            ["2026-11-30T09:00:00Z", "2026-12-31T09:00:00Z", "2027-01-31T09:00:00Z", "2027-02-28T09:00:00Z"]
        ),
        (
            "0 9 LW * ? *", "2027-01-01T00:00:00Z",
            ["2027-01-29T09:00:00Z", "2027-02-26T09:00:00Z", "2027-03-31T09:00:00Z"]
        ),
        (
            "0 9 15W * ? *", "2026-11-01T00:00:00Z",
            ["2026-11-16T09:00:00Z", "2026-12-15T09:00:00Z", "2027-01-15T09:00:00Z"]
        ),
        ("0 9 1W * ? *", "2026-07-31T00:00:00Z", ["2026-08-03T09:00:00Z"]),
        ("0 9 ? * 6L *", "2026-11-01T00:00:00Z", ["2026-11-27T09:00:00Z", "2026-12-25T09:00:00Z"]),
        ("0 9 ? * 3#2 *", "2026-11-01T00:00:00Z", ["2026-11-10T09:00:00Z", "2026-12-08T09:00:00Z"]),
        ("0 9 ? * TUE#5 *", "2026-11-01T00:00:00Z", ["2026-12-29T09:00:00Z"]),
        ("0 9 ? * L *", "2026-11-16T00:00:00Z", ["2026-11-21T09:00:00Z", "2026-11-28T09:00:00Z"]),
        ("0 0 29 2 ? *", "2026-01-01T00:00:00Z", ["2028-02-29T00:00:00Z", "2032-02-29T00:00:00Z"]),
        (
            "0 0 1 JAN,JUL ? 2027-2028", "2026-01-01T00:00:00Z",
            ["2027-01-01T00:00:00Z", "2027-07-01T00:00:00Z", "2028-01-01T00:00:00Z", "2028-07-01T00:00:00Z"]
        ),
        ("0 0 ? * SUN,WED *", "2026-11-21T00:00:00Z", ["2026-11-22T00:00:00Z", "2026-11-25T00:00:00Z"]),
        ("0 0 */10 * ? *", "2026-11-21T00:00:00Z", ["2026-12-01T00:00:00Z", "2026-12-11T00:00:00Z"]),
    ])
    func comesNext(_ text: String, _ start: String, _ expected: [String]) throws {
        let cron = try #require(CronExpression(text))
        var instant = Self.moment(start)
        for next in expected {
            instant = try #require(cron.next(after: instant, in: .utc))
            #expect(instant.iso8601Seconds == next)
        }
    }

    @Test func endsWithItsYears() throws {
        #expect(
            try #require(CronExpression("0 0 1 1 ? 2020")).next(after: Self.moment("2026-01-01T00:00:00Z"), in: .utc)
                == nil
        )
        #expect(
            try #require(CronExpression("0 0 31 2 ? *")).next(after: Self.moment("2026-01-01T00:00:00Z"), in: .utc)
                == nil
        )
    }

    @Test(arguments: [
        "", "* * * * *", "* * * * * *", "0 0 ? * ? *", "60 0 * * ? *", "0 24 * * ? *", "0 0 0 * ? *", "0 0 32 * ? *",
        "0 0 * 13 ? *", "0 0 ? * 8 *", "0 0 ? * 0 *", "0 0 * * ? 1969", "0 0 * * ? 2200", "0 0 W * ? *",
        "0 0 ? * 3#6 *",
        "0 0 ? * # *", "x 0 * * ? *", "0 0 * * ? * *", "1- 0 * * ? *", "1/0 0 * * ? *", ",1 0 * * ? *", "-1 0 * * ? *",
        "0/99999999999999999999 0 * * ? *",
    ])
    func refuses(_ text: String) { #expect(CronExpression(text) == nil) }

    @Test(arguments: [
        ("rate(1 minute)", Duration.seconds(60)), ("rate(5 minutes)", .seconds(300)), ("rate(1 hour)", .seconds(3_600)),
        ("rate(2 days)", .seconds(172_800)),
    ])
    func readsRates(_ text: String, _ rate: Duration) { #expect(ScheduleExpression(text) == .rate(rate)) }

    @Test(arguments: [
        "rate(1 minutes)", "rate(5 minute)", "rate(0 minutes)", "rate(-1 minutes)", "rate(1.5 hours)",
        "rate(5 seconds)",
        "rate(5  minutes)", "rate()", "rate(5 minutes", "at(2026-11-21)", "at(2026-13-01T00:00:00)",
        "at(2026-02-29T00:00:00)",
        "every(5 minutes)", "cron()", "", "rate(99999999999999999999 days)",
    ])
    func refusesExpressions(_ text: String) { #expect(ScheduleExpression(text) == nil) }

    @Test func ratesCountFromTheirStart() throws {
        let expression = try #require(ScheduleExpression("rate(10 minutes)"))
        let start = Self.moment("2026-11-21T00:03:00Z")
        let next = { (text: String) in expression.next(after: Self.moment(text), from: start, in: .utc)?.iso8601Seconds
        }
        #expect(next("2026-11-20T00:00:00Z") == "2026-11-21T00:03:00Z")
        #expect(next("2026-11-21T00:03:00Z") == "2026-11-21T00:13:00Z")
        #expect(next("2026-11-21T00:12:59Z") == "2026-11-21T00:13:00Z")
        #expect(next("2027-11-21T00:00:00Z") == "2027-11-21T00:03:00Z")
    }
}
