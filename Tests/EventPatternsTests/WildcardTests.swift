import JSON
import Testing
import Time

@testable import EventPatterns

@Suite struct WildcardTests {
    /// How many places a text can be in at most, found by following every text there is.
    private func placesAtOnce(_ text: String) -> Int {
        let parts = Array(text)
        let reaching = { (places: Set<Int>) in
            places.union(places.filter { $0 < parts.count && parts[$0] == "*" }.map { $0 + 1 })
        }
        var (seen, open, most): (Set<Set<Int>>, [Set<Int>], Int) = ([], [reaching([0])], 1)
        while let places = open.popLast() {
            most = max(most, places.count)
            for character in Set(parts).subtracting(["*"]).union(["~"]) {
                var next: Set<Int> = []
                for place in places {
                    if place > 0, parts[place - 1] == "*" { next.insert(place) }
                    if place < parts.count, parts[place] == character { next.insert(place + 1) }
                }
                next = reaching(next)
                if !next.isEmpty, seen.insert(next).inserted { open.append(next) }
            }
        }
        return most
    }

    @Test func isAsComplexAsTheTextThatIsInMostPlaces() throws {
        var random = SeededRandom(seed: 7)
        for _ in 0..<400 {
            let letters = (0..<Int.random(in: 1...8, using: &random)).map { _ in "aab*".randomElement(using: &random) }
            let text = String(letters.compactMap { $0 })
            guard let wildcard = try? Wildcard(text) else { continue }
            #expect(wildcard.complexity == placesAtOnce(text), "\(text)")
        }
    }

    /// As many texts as could be told apart would take for ever to follow.
    @Test func isMeasuredInNoTime() throws {
        let pieces = (0..<9).map { piece in String(repeating: "ab", count: 200) + String(repeating: "c", count: piece) }
        let texts = [
            "*" + pieces.joined(separator: "*"), String(repeating: "*ab", count: 20_000),
            "*a" + String(repeating: "b", count: 20_000),
        ]
        var areTooComplex: [Bool] = []
        let taken = try ContinuousClock().measure {
            areTooComplex = try texts.map { try Wildcard($0).isTooComplex }
        }
        #expect(areTooComplex == [true, true, false])
        #expect(taken < .seconds(2))
    }

    @Test func theLastOfMembersWithTheSameNameCounts() throws {
        let pattern = try EventPattern(#"{"a":["x"],"b":["y"],"a":["z"]}"#)
        #expect(pattern.matches(["a": "z", "b": "y"]) && !pattern.matches(["a": "x", "b": "y"]))
        let members = (0..<20_000).map { #""m\#($0)":["x"]"# }.joined(separator: ",")
        let taken = try ContinuousClock().measure { _ = try EventPattern("{\(members)}") }
        #expect(taken < .seconds(5))
    }
}
