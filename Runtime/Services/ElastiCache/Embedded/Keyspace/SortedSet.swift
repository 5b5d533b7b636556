/// Members ordered by score, those of one score by their bytes.
struct SortedSet {
    struct Element: Comparable {
        var score: Double
        var member: Bytes

        static func < (lhs: Self, rhs: Self) -> Bool {
            lhs.score == rhs.score ? lhs.member.lexicographicallyPrecedes(rhs.member) : lhs.score < rhs.score
        }
    }

    private(set) var elements: [Element] = []
    private var scores: [Bytes: Double] = [:]
    /// Estimated.
    private(set) var byteCount = 0
    /// Counts what was set and removed.
    private(set) var changes = 0

    init() {}

    var count: Int { elements.count }

    func score(of member: Bytes) -> Double? { scores[member] }

    func rank(of member: Bytes) -> Int? {
        scores[member].map { place(of: Element(score: $0, member: member)) }
    }

    mutating func set(_ member: Bytes, _ score: Double) {
        if scores[member] == score { return }
        remove(member)
        changes += 1
        let element = Element(score: score, member: member)
        elements.insert(element, at: place(of: element))
        scores[member] = score
        byteCount += member.count + Self.overhead
    }

    /// Whether the member was there.
    @discardableResult
    mutating func remove(_ member: Bytes) -> Bool {
        guard let score = scores.removeValue(forKey: member) else { return false }
        changes += 1
        elements.remove(at: place(of: Element(score: score, member: member)))
        byteCount -= member.count + Self.overhead
        return true
    }

    /// Where the element is, or would be.
    private func place(of element: Element) -> Int { firstPlace { $0 >= element } }

    /// The first place whose element, like all behind it, fulfils the predicate.
    func firstPlace(where predicate: (Element) -> Bool) -> Int {
        var (low, high) = (0, elements.count)
        while low < high {
            let middle = (low + high) / 2
            if predicate(elements[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private static let overhead = 96
}
