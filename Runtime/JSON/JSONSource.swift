/// A tape that decoders share, with an index of the members of its large objects.
final class JSONSource {
    let tape: JSONTape
    private var indexes: [Int: [String: Int]] = [:]
    /// From here on, an index costs less than looking through all members for each key.
    private static let largeObject = 24

    init(_ tape: JSONTape) { self.tape = tape }

    /// The index of the value of the member called `key`.
    @inline(__always)
    func member(_ key: String, of object: Int) -> Int? {
        if tape.count(object) < Self.largeObject { return tape.member(key, of: object) }
        return indexedMember(key, of: object)
    }

    private func indexedMember(_ key: String, of object: Int) -> Int? {
        if let members = indexes[object] { return members[key] }
        var members: [String: Int] = [:]
        var index = object + 1
        while index < tape.next(object) {
            members[tape.string(index)] = index + 1
            index = tape.next(index + 1)
        }
        indexes[object] = members
        return members[key]
    }
}
