import JSON

/// Where a value lies in an item: `a.b[3].c`.
struct DocumentPath: Sendable {
    enum Element: Sendable {
        case name(String)
        case index(Int)
    }

    /// The first one is a name.
    var elements: [Element]

    init(_ elements: [Element]) { self.elements = elements }

    init(name: String) { elements = [.name(name)] }

    /// The name of the top-level attribute.
    var head: String {
        if case .name(let name)? = elements.first { name } else { "" }
    }

    /// As AWS quotes it: `[a, b, [3], c]`.
    var quoted: String {
        let parts = elements.map { element in
            switch element {
            case .name(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[\(parts.joined(separator: ", "))]"
    }

    func isSame(as other: DocumentPath) -> Bool {
        elements.count == other.elements.count && overlap(other) == .overlaps
    }

    enum Overlap { case none, overlaps, conflicts }

    /// Whether one path leads to or through what the other one leads to; they conflict when one takes for a list what
    /// the other takes for a map.
    func overlap(_ other: DocumentPath) -> Overlap {
        for (left, right) in zip(elements, other.elements) {
            switch (left, right) {
            case (.name(let left), .name(let right)): if !left.hasSameBytes(as: right) { return .none }
            case (.index(let left), .index(let right)): if left != right { return .none }
            default: return .conflicts
            }
        }
        return .overlaps
    }

    func value(in item: AttributeMap) -> AttributeValue? {
        var current = AttributeValue.map(item)
        for element in elements {
            switch (element, current) {
            case (.name(let name), .map(let map)):
                guard let value = map[name] else { return nil }
                current = value
            case (.index(let index), .list(let values)):
                guard values.indices.contains(index) else { return nil }
                current = values[index]
            default: return nil
            }
        }
        return current
    }
}
