import Synchronization
import Testing
import Time

@Suite struct TimeTests {
    @Test func manualTimeRunsActionsInOrderAtTheirInstants() {
        let time = ManualTime()
        let start = time.now
        let seen = Mutex<[Int64]>([])
        for seconds in [5, 1, 3] {
            time.schedule(after: .seconds(seconds)) { seen.withLock { $0.append((time.now - start).nanoseconds) } }
        }
        let cancelled = time.schedule(after: .seconds(2)) { seen.withLock { $0.append(-1) } }
        cancelled.cancel()
        time.advance(by: .seconds(4))
        #expect(seen.withLock { $0 } == [1_000_000_000, 3_000_000_000])
        #expect(time.now - start == .seconds(4))
        time.advance(by: .seconds(4))
        #expect(seen.withLock { $0.count } == 3)
    }

    @Test func sleepersWakeWhenTimeMoves() async throws {
        let time = ManualTime()
        async let slept: Void = time.sleep(for: .seconds(60))
        await time.waitForScheduled()
        time.advance(by: .seconds(60))
        try await slept
    }

    @Test func whatIsScheduledTooLateRunsAllTheSame() async {
        let time = ManualTime()
        let instant = time.now + .seconds(60)
        time.advance(by: .seconds(60))
        await withCheckedContinuation { done in time.schedule(at: instant) { done.resume() } }
    }

    @Test func aCancelledSleepThrows() async {
        let time = ManualTime()
        let task = Task { try await time.sleep(for: .seconds(60)) }
        await time.waitForScheduled()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func systemTimeRunsWhatIsDue() async throws {
        let time = SystemTime()
        let before = time.now
        try await time.sleep(for: .milliseconds(5))
        #expect(time.now - before >= .milliseconds(5))
    }

    @Test func seededIdentifiersRepeat() {
        let (one, two) = (IDSource(seed: 7), IDSource(seed: 7))
        #expect(one.uuid() == two.uuid())
        #expect(one.hex(5).count == 5)
        let parts = IDSource().uuid().split(separator: "-")
        #expect(parts.map(\.count) == [8, 4, 4, 4, 12])
        #expect(parts[2].first == "4")
        #expect("89ab".contains(parts[3].first ?? " "))
    }
}
