import JSON

/// A path into an event, as `$.detail.items[0].name` or `$.detail['a name'][*]`.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
struct JSONPath: Sendable, Hashable {
    private enum Step: Sendable, Hashable {
        case member(String)
        case element(Int)
        case all
    }

    private let steps: [Step]

    /// `nil` for a text that is no path.
    init?(_ text: String) {
        guard text.first == "$" else { return nil }
        var rest = text.dropFirst()
        var steps: [Step] = []
        while let first = rest.first {
            rest = rest.dropFirst()
            if first == "." {
                let name = rest.prefix { $0 != "." && $0 != "[" }
                guard !name.isEmpty else { return nil }
                steps.append(name == "*" ? .all : .member(String(name)))
                rest = rest.dropFirst(name.count)
            } else if first == "[", let end = rest.firstIndex(of: "]") {
                guard let step = Self.step(rest[..<end]) else { return nil }
                steps.append(step)
                rest = rest[rest.index(after: end)...]
            } else {
                return nil
            }
        }
        self.steps = steps
    }

    private static func step(_ inside: Substring) -> Step? {
        if inside == "*" { return .all }
        if let index = Int(inside), index >= 0 { return .element(index) }
        guard inside.count >= 2, let quote = inside.first, quote == "'" || quote == "\"", inside.last == quote else {
            return nil
        }
        return .member(String(inside.dropFirst().dropLast()))
    }

    /// `nil` where the path leads nowhere. `*` gathers what it finds in a list.
    func value(in json: JSON) -> JSON? { Self.value(in: json, steps[...]) }

    private static func value(in json: JSON, _ steps: ArraySlice<Step>) -> JSON? {
        guard let step = steps.first else { return json }
        let rest = steps.dropFirst()
        switch step {
        case .member(let name): return json[name].flatMap { value(in: $0, rest) }
        case .element(let index): return json[index].flatMap { value(in: $0, rest) }
        case .all:
            let values = json.arrayValue ?? json.objectValue?.members.map(\.value)
            return values.map { .array($0.compactMap { value(in: $0, rest) }) }
        }
    }
}
