import ColdStart
import Testing
import Time

@Suite struct RefusedEventsTests {
    private func at(_ second: Int64) -> Timestamp { Timestamp(nanosecondsSinceEpoch: second * 1_000_000_000) }

    @Test func theFirstAcceptedComesFirst() {
        var refused = RefusedEvents<Int64>()
        var random = SeededRandom(seed: 1)
        for second in (0..<200).map(Int64.init).shuffled(using: &random) {
            _ = refused.add(second, accepted: at(second))
        }
        for second in 0..<Int64(200) { #expect(refused.takeFirst() == second) }
        #expect(refused.isEmpty && refused.takeFirst() == nil)
    }

    @Test func eachIsTakenOnce() {
        var refused = RefusedEvents<String>()
        let first = refused.add("first", accepted: at(1))
        let second = refused.add("second", accepted: at(2))
        #expect(refused.take(first) == "first")
        #expect(refused.take(first) == nil)
        #expect(refused.takeFirst() == "second")
        #expect(refused.take(second) == nil)
        // Refused again: it keeps its age, and the ticket of its earlier wait is good for nothing.
        let third = refused.add("third", accepted: at(3))
        _ = refused.add("first", accepted: at(1))
        #expect(refused.take(first) == nil)
        #expect(refused.takeFirst() == "first")
        #expect(refused.take(third) == "third" && refused.isEmpty)
    }
}
