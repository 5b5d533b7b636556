import JSON
import Time
import Wire

/// The parameters of a request in the query protocol as a tree: `Attribute.1.Name=DelaySeconds` hangs under `Attribute`,
/// `1` and `Name`.
struct QueryParameters {
    /// Names have few parts; what is behind these stays one.
    private static let depth = 16

    private var value: String?
    private var children: [String: QueryParameters] = [:]

    init(_ pairs: [(name: String, value: String)]) {
        for (name, value) in pairs {
            insert(value, at: name.split(separator: ".", maxSplits: Self.depth, omittingEmptySubsequences: false)[...])
        }
    }

    private init() {}

    /// The first of several values for one name.
    private mutating func insert(_ value: String, at path: ArraySlice<Substring>) {
        guard let first = path.first else { return self.value = self.value ?? value }
        children[String(first), default: QueryParameters()].insert(value, at: path.dropFirst())
    }

    subscript(name: String) -> String? { children[name]?.value }

    /// The request as JSON of this shape. What is no number where one should be stays a string, for the check of types to
    /// find; fractions may be what JSON has no numbers for, as in CBOR. Parameters that the shape does not have are left out, as AWS leaves them.
    func json(_ shape: Shape, _ form: QueryForm = QueryForm()) -> JSON {
        switch shape {
        case .string, .custom: .string(value ?? "")
        case .boolean: boolean
        case .number("Double", _) where ["NaN", "Infinity", "-Infinity"].contains(value):
            .number("\(Double(value ?? "") ?? .nan)")
        case .number: JSON.number(spelt: value ?? "") ?? .string(value ?? "")
        case .timestamp:
            Timestamp(iso8601: value ?? "").map { JSON($0.secondsSinceEpoch) }
                ?? JSON.number(spelt: value ?? "") ?? .string(value ?? "")
        case .list(let element, _): .array(elements(form, form.element).map { $0.json(element) })
        case .map(let element, _, _, _, _): .object(map(element, form))
        case .structure(let members, _): .object(structure(members))
        }
    }

    private var boolean: JSON {
        switch value?.lowercased() {
        case "true": true
        case "false": false
        default: .string(value ?? "")
        }
    }

    private func structure(_ members: [Shape.Member]) -> JSON.Object {
        var object = JSON.Object()
        for member in members {
            if let child = children[member.queryName] { object[member.name] = child.json(member.shape, member.query) }
        }
        return object
    }

    private func map(_ element: Shape, _ form: QueryForm) -> JSON.Object {
        var object = JSON.Object()
        for entry in elements(form, "entry") {
            object[entry[form.key] ?? ""] = entry.children[form.value]?.json(element) ?? .null
        }
        return object
    }

    /// The numbered children in their order, gaps or not. One without a number is a list of one, as old clients write it;
    /// an empty value is an empty list.
    private func elements(_ form: QueryForm, _ name: String) -> [QueryParameters] {
        let parent = form.isFlattened ? self : children[name] ?? children["member"] ?? self
        let numbered = parent.children.compactMap { child in Int(child.key).map { ($0, child.value) } }
        if !numbered.isEmpty { return numbered.sorted { $0.0 < $1.0 }.map(\.1) }
        return parent.children.isEmpty && parent.value?.isEmpty ?? true ? [] : [parent]
    }
}

extension JSON {
    /// The number that a text spells as JSON would; `nil` for anything else.
    fileprivate static func number(spelt text: String) -> JSON? {
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first),
            case .number(let number)? = try? JSON(parsing: text)
        else { return nil }
        return .number(number)
    }
}
