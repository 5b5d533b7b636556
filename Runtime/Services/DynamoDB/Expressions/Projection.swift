import JSON

/// Which parts of an item a reply shows: a `ProjectionExpression`.
///
///     projection := path { "," path }
struct Projection: Sendable {
    var paths: [DocumentPath]

    init(names: [String]) { paths = names.map(DocumentPath.init(name:)) }

    init(_ expression: String, _ placeholders: inout Placeholders) throws(ExpressionError) {
        var reader = try TokenReader(expression, taking: &placeholders)
        paths = [try reader.path()]
        while reader.take(",") { paths.append(try reader.path()) }
        reader.noteOverlaps(paths)
        try reader.finish()
        placeholders = reader.placeholders
    }

    /// The parts of `item` that the paths lead to, in the item's own order; elements of lists close up.
    func callAsFunction(_ item: AttributeMap) -> AttributeMap {
        Self.parts(of: item, paths.map { $0.elements[...] })
    }

    private typealias Rest = ArraySlice<DocumentPath.Element>

    private static func parts(of map: AttributeMap, _ paths: [Rest]) -> AttributeMap {
        var result = AttributeMap()
        for member in map.members {
            let matching = paths.filter { path in
                if case .name(let name)? = path.first { name.hasSameBytes(as: member.name) } else { false }
            }
            if let value = part(of: member.value, matching) {
                result.members.append(AttributeMap.Member(name: member.name, value: value))
            }
        }
        return result
    }

    /// The part of a value that paths lead to which have led to it; their first element is the one that did.
    private static func part(of value: AttributeValue, _ paths: [Rest]) -> AttributeValue? {
        guard !paths.isEmpty else { return nil }
        let rests = paths.map { $0.dropFirst() }
        if rests.contains(where: \.isEmpty) { return value }
        switch value {
        case .map(let map):
            let parts = parts(of: map, rests)
            return parts.isEmpty ? nil : .map(parts)
        case .list(let values):
            let parts = values.enumerated().compactMap { position, value in
                let matching = rests.filter { path in
                    if case .index(position)? = path.first { true } else { false }
                }
                return part(of: value, matching)
            }
            return parts.isEmpty ? nil : .list(parts)
        default: return nil
        }
    }
}

extension TokenReader {
    /// Notes the first two of `paths` that get into each other's way.
    mutating func noteOverlaps(_ paths: [DocumentPath]) {
        for (index, path) in paths.enumerated() {
            for earlier in paths[..<index] {
                let relation = earlier.overlap(path)
                guard relation != .none else { continue }
                note(
                    .overlap,
                    "Two document paths \(relation == .overlaps ? "overlap" : "conflict") with each other; "
                        + "must remove or rewrite one of these paths; "
                        + "path one: \(earlier.quoted), path two: \(path.quoted)"
                )
                return
            }
        }
    }
}
