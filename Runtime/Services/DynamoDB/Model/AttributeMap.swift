import JSON

/// Attributes by name, in the order they were written: an item, a key, or a value of type `M`.
struct AttributeMap: Sendable {
    struct Member: Sendable {
        var name: String
        var value: AttributeValue
    }

    var members: [Member] = []

    init() {}

    init(_ members: [Member]) { self.members = members }

    init(_ pairs: KeyValuePairs<String, AttributeValue>) {
        members = pairs.map { Member(name: $0.key, value: $0.value) }
    }

    var count: Int { members.count }
    var isEmpty: Bool { members.isEmpty }

    subscript(name: String) -> AttributeValue? {
        get { members.first { $0.name.hasSameBytes(as: name) }?.value }
        set {
            if let index = members.firstIndex(where: { $0.name.hasSameBytes(as: name) }) {
                if let newValue { members[index].value = newValue } else { members.remove(at: index) }
            } else if let newValue {
                members.append(Member(name: name, value: newValue))
            }
        }
    }

    /// The attributes of these names that are there.
    func picking(_ names: [String]) -> AttributeMap {
        AttributeMap(names.compactMap { name in self[name].map { Member(name: name, value: $0) } })
    }
}
