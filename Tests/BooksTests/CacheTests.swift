import BookTables
import Testing

struct CacheTests {
    private let start = ContinuousClock.now

    @Test func forgetsAfterItsLifetime() {
        let cache = HotCache<Int>(lifetime: .seconds(10), costLimit: 100)
        cache.insert(1, for: "a", cost: 1, now: start)
        #expect(cache.values(["a", "b"], now: start + .seconds(9)) == ["a": 1])
        #expect(cache.values(["a"], now: start + .seconds(10)) == [:])
    }

    @Test func keepsWhatIsAskedForAndStaysBounded() {
        let cache = HotCache<Int>(lifetime: .seconds(10), costLimit: 20)
        for number in 0..<1_000 {
            cache.insert(number, for: "\(number)", cost: 1, now: start)
            if number > 0 { #expect(cache.values(["0"], now: start) == ["0": 0]) }
        }
        let kept = cache.values((0..<1_000).map(String.init), now: start)
        #expect(kept.count <= 20)
    }

    @Test func takesNothingLargerThanHalfOfItself() {
        let cache = HotCache<Int>(lifetime: .seconds(10), costLimit: 20)
        cache.insert(1, for: "a", cost: 11, now: start)
        #expect(cache.values(["a"], now: start) == [:])
    }
}
