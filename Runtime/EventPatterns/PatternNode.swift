import JSON

/// A value of a pattern, which knows how far a parser has read that takes the text token by token: AWS's compiler of
/// patterns tells that place of its errors.
struct PatternNode {
    private let tape: JSONTape
    private let index: Int

    init(_ tape: JSONTape) { self.init(tape, 0) }

    private init(_ tape: JSONTape, _ index: Int) { (self.tape, self.index) = (tape, index) }

    /// Bytes up to the place behind an opening bracket or quote; behind the whole of anything else.
    var opened: Int {
        switch kind {
        case .object, .array: tape.start(index) + 1
        case .string, .escapedString: tape.start(index)
        case .null, .true, .false, .number: end
        }
    }

    /// Bytes up to the place behind the value. Found by walking through it.
    var end: Int { Self.end(tape, index) }

    private static func end(_ tape: JSONTape, _ index: Int) -> Int {
        switch tape.kind(index) {
        case .string, .escapedString: return tape.start(index) + tape.length(index) + 1
        case .null, .true, .false, .number: return tape.start(index) + tape.length(index)
        case .object, .array:
            var (child, last) = (index + 1, tape.start(index) + 1)
            while child < tape.next(index) {
                last = end(tape, child)
                child = tape.next(child)
            }
            while last < tape.bytes.count, tape.bytes[last] <= 0x20 { last += 1 }
            return last + 1
        }
    }

    var json: JSON { JSON(tape, at: index) }
    var kind: JSONTape.Kind { tape.kind(index) }
    var string: String? { tape.isString(index) ? tape.string(index) : nil }
    var isNumber: Bool { kind == .number }
    /// What a parser gives as the text of the token.
    var token: String {
        switch kind {
        case .object: "{"
        case .array: "["
        default: tape.string(index)
        }
    }

    /// `nil` for what is no array.
    var elements: [PatternNode]? {
        kind == .array ? tape.elements(of: index).map { PatternNode(tape, $0) } : nil
    }

    /// `nil` for what is no object. Of members with the same name the last one counts.
    var members: [(key: String, value: PatternNode)]? {
        guard kind == .object else { return nil }
        var members: [(key: String, value: PatternNode)] = []
        var last: [[UInt8]: Int] = [:]
        var child = index + 1
        while child < tape.next(index) {
            let key = tape.string(child)
            last[Array(key.utf8)] = child + 1
            members.append((key, PatternNode(tape, child + 1)))
            child = tape.next(child + 1)
        }
        return last.count == members.count
            ? members : members.filter { last[Array($0.key.utf8)] == $0.value.index }
    }
}
