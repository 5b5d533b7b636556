import Testing
import Time
import Wire

@testable import Schedules

/// Clocks that are put forward and back.
@Suite struct TimeZoneTests {
    private func moments(_ cron: String, _ zone: String, from start: String, _ count: Int) throws -> [String] {
        let rules = try #require(TimeZoneRules(named: zone))
        let cron = try #require(CronExpression(cron))
        var instant = try #require(Timestamp(iso8601: start))
        return try (0..<count).map { _ in
            instant = try #require(cron.next(after: instant, in: rules))
            return instant.iso8601Seconds
        }
    }

    @Test func keepsTheHourOfTheClocks() throws {
        #expect(
            try moments("0 9 * * ? *", "America/New_York", from: "2026-03-06T20:00:00Z", 3)
                == ["2026-03-07T14:00:00Z", "2026-03-08T13:00:00Z", "2026-03-09T13:00:00Z"]
        )
        #expect(
            try moments("0 9 * * ? *", "Europe/Madrid", from: "2026-10-23T20:00:00Z", 3)
                == ["2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z"]
        )
        #expect(
            try moments("0 9 * * ? *", "Australia/Sydney", from: "2026-10-02T20:00:00Z", 2)
                == ["2026-10-02T23:00:00Z", "2026-10-03T22:00:00Z"]
        )
    }

    @Test func leavesOutATimeThatClocksSkip() throws {
        #expect(
            try moments("30 2 * * ? *", "America/New_York", from: "2026-03-07T00:00:00Z", 2)
                == ["2026-03-07T07:30:00Z", "2026-03-09T06:30:00Z"]
        )
    }

    @Test func comesOnceWhenClocksShowATimeTwice() throws {
        #expect(
            try moments("30 1 * * ? *", "America/New_York", from: "2026-10-31T12:00:00Z", 2)
                == ["2026-11-01T05:30:00Z", "2026-11-02T06:30:00Z"]
        )
    }

    @Test func knowsYearsBeyondTheData() throws {
        #expect(
            try moments("0 12 1 1,7 ? 2090", "Europe/London", from: "2026-01-01T00:00:00Z", 2)
                == ["2090-01-01T12:00:00Z", "2090-07-01T11:00:00Z"]
        )
    }

    @Test(arguments: [
        ("Asia/Kolkata", "2026-06-01T00:00:00Z", 5, 30), ("Asia/Kathmandu", "2026-06-01T00:00:00Z", 5, 45),
        ("America/St_Johns", "2026-01-01T12:00:00Z", 8, 30), ("Etc/GMT+3", "2026-01-01T12:00:00Z", 9, 0),
        ("UTC", "2026-01-01T12:00:00Z", 12, 0), ("Africa/Casablanca", "2026-06-01T12:00:00Z", 13, 0),
    ])
    func showsTheTime(_ zone: String, _ instant: String, _ hour: Int, _ minute: Int) throws {
        let time = try #require(TimeZoneRules(named: zone)).localTime(at: try #require(Timestamp(iso8601: instant)))
        #expect((time.hour, time.minute) == (hour, minute))
    }

    @Test(arguments: ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "zone.tab", "Europe", "Europe/Madrid\0x"])
    func refusesWhatIsNoZone(_ name: String) { #expect(TimeZoneRules(named: name) == nil) }

    @Test(arguments: ["", "EST", "5", "EST5EDT,M3.2", "EST5EDT,M13.2.0,M11.1.0", "EST5EDT,,", "<+03"])
    func refusesWhatIsNoRule(_ text: String) { #expect(TimeZoneRule(text) == nil) }

    @Test func readsRulesOfDays() throws {
        let rule = try #require(TimeZoneRule("XXX-1YYY,J60/0,J300/0"))
        let offset = { (text: String) in
            try rule.offset(at: #require(Timestamp(iso8601: text)).nanosecondsSinceEpoch / 1_000_000_000)
        }
        #expect(try offset("2026-02-28T12:00:00Z") == 3_600)
        #expect(try offset("2026-03-01T12:00:00Z") == 7_200)
        #expect(try offset("2026-12-01T12:00:00Z") == 3_600)
    }
}
