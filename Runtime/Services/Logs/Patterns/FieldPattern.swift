import JSON

/// Names for the blank-separated fields of a line, and conditions on them.
struct FieldPattern: Sendable {
    enum Field: Sendable {
        case named(String, FilterCondition?)
        /// `...`: any number of fields.
        case some
    }

    let fields: [Field]

    /// `name` may be a number, from 1.
    func hasField(_ name: String) -> Bool {
        var hasEllipsis = false
        for field in fields {
            switch field {
            case .named(let other, _): if !name.isEmpty, other == name { return true }
            case .some: hasEllipsis = true
            }
        }
        return Int(name).map { $0 > 0 && (hasEllipsis || $0 <= fields.count) } ?? false
    }

    /// The fields of a line by their names; `nil` where it has another number of them, or a condition does not hold.
    func match(_ line: String) -> [(name: String, value: String)]? {
        let words = LineFields.split(line)
        guard let named = assign(words) else { return nil }
        let holds = fields.allSatisfy { field in
            guard case .named(_, let condition?) = field else { return true }
            return condition.holds { selector in
                named.filter { $0.name == selector.text }.map { .string($0.value) }
            }
        }
        return holds ? named : nil
    }

    private func assign(_ words: [String]) -> [(name: String, value: String)]? {
        let ellipsis = fields.firstIndex { if case .some = $0 { true } else { false } }
        let extra = words.count - (fields.count - (ellipsis == nil ? 0 : 1))
        guard ellipsis == nil ? extra == 0 : extra >= 0 else { return nil }
        var named: [(name: String, value: String)] = []
        var index = 0
        for (position, field) in fields.enumerated() {
            switch field {
            case .some:
                for skipped in 0..<extra { named.append((String(position + skipped + 1), words[index + skipped])) }
                index += extra
            case .named(let name, _):
                named.append((name.isEmpty ? String(index + 1) : name, words[index]))
                index += 1
            }
        }
        return named
    }
}

/// The fields of a line: words, and what stands in quotes or brackets.
enum LineFields {
    static func split(_ line: String) -> [String] {
        var fields: [String] = []
        var rest = Substring(line).unicodeScalars.drop { $0 == " " || $0 == "\t" }
        while let first = rest.first {
            let closing: Unicode.Scalar? = first == "\"" ? "\"" : first == "[" ? "]" : nil
            if let closing, let end = rest.dropFirst().firstIndex(of: closing) {
                fields.append(String(rest[rest.index(after: rest.startIndex)..<end]))
                rest = rest[rest.index(after: end)...]
            } else {
                let word = rest.prefix { $0 != " " && $0 != "\t" }
                fields.append(String(word))
                rest = rest[word.endIndex...]
            }
            rest = rest.drop { $0 == " " || $0 == "\t" }
        }
        return fields
    }
}
