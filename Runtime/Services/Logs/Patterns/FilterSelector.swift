import JSON

/// Where a value stands in an event: `$.detail.items[0].sku` in JSON, or the name of a field.
struct FilterSelector: Sendable, Hashable {
    enum Step: Sendable, Hashable {
        case member(String)
        case element(Int)
        case everyElement
    }

    let text: String
    let steps: [Step]

    /// A field of a line.
    init(field: String) {
        text = field
        steps = []
    }

    /// `nil` for what is no path that begins with `$`.
    init?(_ text: String) {
        guard text.hasPrefix("$"), let steps = Self.steps(Array(text.unicodeScalars.dropFirst())) else { return nil }
        self.text = text
        self.steps = steps
    }

    private static func steps(_ text: [Unicode.Scalar]) -> [Step]? {
        var (steps, index) = ([Step](), 0)
        while index < text.count {
            let isMember = text[index] == "."
            guard isMember || text[index] == "[" else { return nil }
            index += 1
            let end = text[index...].firstIndex { isMember ? $0 == "." || $0 == "[" : $0 == "]" }
            guard isMember || end != nil else { return nil }
            var name = ""
            name.unicodeScalars.append(contentsOf: text[index..<(end ?? text.count)])
            guard let step = isMember ? Step.member(name) : element(name), !name.isEmpty else { return nil }
            steps.append(step)
            index = isMember ? end ?? text.count : (end ?? text.count) + 1
        }
        return steps.isEmpty ? nil : steps
    }

    /// What stands between brackets.
    private static func element(_ text: String) -> Step? {
        if text == "*" { return .everyElement }
        if text.count > 2, let quote = text.first, quote == "'" || quote == "\"", text.last == quote {
            return .member(String(text.dropFirst().dropLast()))
        }
        return Int(text).map { .element($0) }
    }

    /// None where the path leads nowhere.
    func values(in document: JSON) -> [JSON] {
        steps.reduce([document]) { values, step in
            values.flatMap { value -> [JSON] in
                switch step {
                case .member(let name): value[name].map { [$0] } ?? []
                case .element(let index): value[index].map { [$0] } ?? []
                case .everyElement: value.arrayValue ?? []
                }
            }
        }
    }
}
