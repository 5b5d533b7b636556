/// A list that grows and shrinks at both ends in constant time.
struct ListValue {
    /// The first elements, in reverse.
    private var front: [Bytes] = []
    private var back: [Bytes] = []
    /// Estimated.
    private(set) var byteCount = 0
    /// Counts what was set, added and removed.
    private(set) var changes = 0

    init() {}

    var count: Int { front.count + back.count }
    var elements: [Bytes] { front.reversed() + back }

    subscript(index: Int) -> Bytes {
        get { index < front.count ? front[front.count - 1 - index] : back[index - front.count] }
        set {
            byteCount += newValue.count - self[index].count
            changes += 1
            if index < front.count {
                front[front.count - 1 - index] = newValue
            } else {
                back[index - front.count] = newValue
            }
        }
    }

    mutating func prepend(_ value: Bytes) {
        front.append(value)
        added(value)
    }

    mutating func append(_ value: Bytes) {
        back.append(value)
        added(value)
    }

    private mutating func added(_ value: Bytes) {
        byteCount += value.count + Self.overhead
        changes += 1
    }

    mutating func popFirst() -> Bytes? {
        if front.isEmpty { divide(keepingInFront: (back.count + 1) / 2) }
        return front.popLast().map { removed($0) }
    }

    mutating func popLast() -> Bytes? {
        if back.isEmpty { divide(keepingInFront: front.count / 2) }
        return back.popLast().map { removed($0) }
    }

    private mutating func removed(_ value: Bytes) -> Bytes {
        byteCount -= value.count + Self.overhead
        changes += 1
        return value
    }

    private mutating func divide(keepingInFront count: Int) {
        let all = elements
        front = all[..<count].reversed()
        back = Array(all[count...])
    }

    /// Puts other elements in place of all there are.
    mutating func replace(by elements: [Bytes]) {
        if elements.count == count { return }
        (front, back) = ([], elements)
        byteCount = elements.reduce(0) { $0 + $1.count + Self.overhead }
        changes += 1
    }

    private static let overhead = 32
}
