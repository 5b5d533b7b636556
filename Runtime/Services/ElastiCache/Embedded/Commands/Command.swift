/// One command of a client, with what it needs to know of its surroundings.
struct Call {
    /// Its name and the arguments behind it.
    var words: [Bytes] = []
    var database: Int
    /// In milliseconds since 1970.
    var now: Int

    var name: String { words.first?.lowercased ?? "" }
    var count: Int { words.count }
    subscript(index: Int) -> Bytes { words[index] }

    /// The key of a command that has one: its first argument.
    var key: Bytes { words[1] }

    func integer(_ index: Int) throws(Refusal) -> Int {
        guard let number = words[index].integer else { throw .notInteger }
        return number
    }

    func double(_ index: Int, or refusal: Refusal = .notFloat) throws(Refusal) -> Double {
        guard let number = words[index].double else { throw refusal }
        return number
    }

    /// A count that must not be negative.
    func positive(_ index: Int) throws(Refusal) -> Int {
        guard let number = words[index].integer, number >= 0 else { throw .notPositive }
        return number
    }
}

/// What Redis does for a name: how many words it takes, what it does with memory, and how it is carried out.
struct Command: Sendable {
    enum Access: Sendable {
        case reads
        case writes
        /// Refused when memory is short.
        case adds
    }

    typealias Body = @Sendable (inout Keyspace, Call) throws(Refusal) -> Reply

    var name: String
    /// How many words, the name included; at least so many where it is negative.
    var arity: Int
    var access: Access
    var body: Body

    init(_ name: String, _ arity: Int, _ access: Access, _ body: @escaping Body) {
        self.name = name
        self.arity = arity
        self.access = access
        self.body = body
    }

    func accepts(_ count: Int) -> Bool { arity >= 0 ? count == arity : count >= -arity }

    /// Those that work on keys alone, by name.
    static let onKeys: [String: Command] = Dictionary(
        uniqueKeysWithValues: [keys, strings, counters, hashes, sortedSets, scoreRanges, lists, sets].flatMap { $0 }
            .map { ($0.name, $0) }
    )
}

/// A range of places as commands give it: from 0, or from -1 backwards; cut to what there is.
struct PlaceRange {
    private var first: Int
    private var last: Int

    init(_ first: Int, _ last: Int) { (self.first, self.last) = (first, last) }

    init(_ call: Call, _ index: Int) throws(Refusal) { self.init(try call.integer(index), try call.integer(index + 1)) }

    func places(of count: Int) -> Range<Int> {
        let low = max(0, first < 0 ? first + count : first)
        let high = min(count - 1, last < 0 ? last + count : last)
        return low <= high ? low..<high + 1 : 0..<0
    }
}
