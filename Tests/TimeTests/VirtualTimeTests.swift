import Synchronization
import Testing
import Time

@Suite struct VirtualTimeTests {
    private let time = VirtualTime()

    @Test func playsWhatFallsDueInItsOrder() async throws {
        let start = time.now
        let seen = Mutex<[Int64]>([])
        for hours in [5, 1, 3, 30] {
            time.schedule(after: .seconds(hours * 3_600)) { [time] in
                let passed = (time.now - start).nanoseconds / 3_600_000_000_000
                seen.withLock { $0.append(passed) }
            }
        }
        let instants = try await time.advance(to: start + .seconds(86_400)) { true }
        #expect(seen.withLock { $0 } == [1, 3, 5])
        #expect(instants == 3)
        #expect(time.now - start >= .seconds(86_400))
    }

    @Test func playsWhatIsScheduledOnTheWay() async throws {
        let count = Mutex(0)
        @Sendable func tick() {
            count.withLock { $0 += 1 }
            time.schedule(after: .seconds(60)) { tick() }
        }
        time.schedule(after: .seconds(60)) { tick() }
        // A little more than an hour: each minute is counted from when the one before was over.
        _ = try await time.advance(to: time.now + .seconds(3_630)) { true }
        #expect(count.withLock { $0 } == 60)
    }

    @Test func waitsForWhatHasBegun() async throws {
        let start = time.now
        let looks = Mutex(0)
        let ends = Mutex<Timestamp?>(nil)
        time.schedule(after: .seconds(60)) { looks.withLock { $0 = 3 } }
        time.schedule(after: .seconds(120)) { [time] in ends.withLock { $0 = time.now } }
        // What was scheduled a moment after the start is due a moment later.
        _ = try await time.advance(to: start + .seconds(180)) {
            looks.withLock { looks in
                looks = max(0, looks - 1)
                return looks == 0
            }
        }
        #expect(looks.withLock { $0 } == 0)
        #expect(ends.withLock { $0 } != nil)
    }

    @Test func tellsHowFarItIsBeforeItPlays() async throws {
        let kept = Mutex<[Duration]>([])
        let time = VirtualTime { ahead in kept.withLock { $0.append(ahead) } }
        let atPlay = Mutex<[Int]>([])
        for minutes in [1, 2] {
            time.schedule(after: .seconds(minutes * 60)) { atPlay.withLock { $0.append(kept.withLock { $0.count }) } }
        }
        _ = try await time.advance(to: time.now + .seconds(180)) { true }
        #expect(atPlay.withLock { $0 } == [1, 2])
        #expect(kept.withLock { $0.count } == 3)
        #expect(kept.withLock { $0.last } == time.ahead)
    }

    @Test func staysWhereItIsWhenItIsStopped() async throws {
        let start = time.now
        let task = Mutex<Task<Void, any Error>?>(nil)
        let isSet = AsyncStream.makeStream(of: Void.self)
        time.schedule(after: .seconds(60)) { task.withLock { $0?.cancel() } }
        time.schedule(after: .seconds(7_200)) { Issue.record("played") }
        let move = Task { [time] in
            for await _ in isSet.stream {}
            _ = try await time.advance(to: start + .seconds(86_400)) { true }
        }
        task.withLock { $0 = move }
        isSet.continuation.finish()
        await #expect(throws: CancellationError.self) { try await move.value }
        #expect((.seconds(60)..<(.seconds(3_600))).contains(time.now - start))
        _ = try await time.advance(to: time.now + .seconds(60)) { true }
    }

    @Test func doesNotGoBack() async {
        await #expect(throws: VirtualTime.Refusal.self) {
            try await time.advance(to: time.now - .seconds(1)) { true }
        }
    }

    @Test func tellsWhatTheMachinesClockShows() {
        let time = VirtualTime(ahead: .seconds(3_600))
        #expect(time.onMachine(time.now) <= time.machine.now)
        #expect(time.now - time.machine.now > .seconds(3_599))
    }

    @Test func runsByItselfAsWell() async throws {
        let time = VirtualTime(ahead: .seconds(3_600))
        let before = time.now
        try await time.sleep(for: .milliseconds(5))
        #expect(time.now - before >= .milliseconds(5))
    }
}
