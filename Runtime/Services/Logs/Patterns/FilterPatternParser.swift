import RegularExpressions

/// Reads a filter pattern; `FilterPattern` has the grammar.
struct FilterPatternParser {
    private let text: [Unicode.Scalar]
    private var index = 0

    init(_ text: String) { self.text = Array(text.unicodeScalars) }

    mutating func pattern() throws(FilterPatternError) -> FilterPattern.Kind {
        skipBlanks()
        switch peek {
        case nil: return .everything
        case "{":
            index += 1
            let condition = try condition(isField: false)
            try expect("}")
            try expectEnd()
            return .json(condition)
        case "[":
            let fields = try fields()
            try expectEnd()
            return .fields(fields)
        default: return .terms(try terms())
        }
    }

    // MARK: Terms

    private mutating func terms() throws(FilterPatternError) -> TermPattern {
        var pattern = TermPattern()
        while let first = peek {
            let sign = first == "?" || first == "-" ? first : nil
            if sign != nil { index += 1 }
            let term = try term()
            switch sign {
            case "?": pattern.alternatives.append(term)
            case "-": pattern.excluded.append(term)
            default: pattern.required.append(term)
            }
            skipBlanks()
        }
        return pattern
    }

    private mutating func term() throws(FilterPatternError) -> TermPattern.Term {
        switch peek {
        case "\"": return .text(try quoted())
        case "%": return .regex(try regex())
        default:
            let word = take { !Self.isBlank($0) && $0 != "\"" }
            guard !word.isEmpty else { throw failure("a term is missing") }
            return .text(word)
        }
    }

    // MARK: Conditions

    private mutating func condition(isField: Bool) throws(FilterPatternError) -> FilterCondition {
        var left = try conjunction(isField)
        while skip("||") { left = .either(left, try conjunction(isField)) }
        return left
    }

    private mutating func conjunction(_ isField: Bool) throws(FilterPatternError) -> FilterCondition {
        var left = try clause(isField)
        while skip("&&") { left = .both(left, try clause(isField)) }
        return left
    }

    private mutating func clause(_ isField: Bool) throws(FilterPatternError) -> FilterCondition {
        guard nesting < Self.nestingLimit else { throw failure("it is nested too deep") }
        if skip("(") {
            nesting += 1
            defer { nesting -= 1 }
            let inner = try condition(isField: isField)
            try expect(")")
            return inner
        }
        let selector = isField ? FilterSelector(field: try fieldName()) : try selector()
        return .test(selector, try test())
    }

    private static let nestingLimit = 50
    private var nesting = 0

    private mutating func selector() throws(FilterPatternError) -> FilterSelector {
        skipBlanks()
        var name = ""
        while let scalar = peek {
            if scalar == "[" {
                let inside = take { $0 != "]" }
                guard peek == "]" else { throw failure("] is missing") }
                name += inside + "]"
                index += 1
            } else if Self.isBlank(scalar) || "=!<>)&|}".unicodeScalars.contains(scalar) {
                break
            } else {
                name.unicodeScalars.append(scalar)
                index += 1
            }
        }
        guard let selector = FilterSelector(name) else { throw failure("\(name) is no selector such as $.name") }
        return selector
    }

    private mutating func test() throws(FilterPatternError) -> FilterTest {
        skipBlanks()
        for comparison in FilterTest.Comparison.allCases where skip(comparison.rawValue) {
            return .compare(comparison, try value())
        }
        let words = (keyword(), keyword())
        switch words {
        case ("IS", "NULL"): return .isNull
        case ("IS", "TRUE"): return .isBoolean(true)
        case ("IS", "FALSE"): return .isBoolean(false)
        case ("NOT", "EXISTS"): return .doesNotExist
        default: throw failure("an operator is missing")
        }
    }

    private mutating func keyword() -> String {
        skipBlanks()
        return take { $0.properties.isAlphabetic }.uppercased()
    }

    private mutating func value() throws(FilterPatternError) -> FilterTest.Value {
        skipBlanks()
        switch peek {
        case "\"": return .text(Wildcard(try quoted()))
        case "%": return .regex(try regex())
        default:
            let word = take { !Self.isBlank($0) && !"=!<>()&|},]\"".unicodeScalars.contains($0) }
            guard !word.isEmpty else { throw failure("a value is missing") }
            return Double(word).map { .number($0, text: word) } ?? .text(Wildcard(word))
        }
    }

    // MARK: Fields

    private mutating func fields() throws(FilterPatternError) -> FieldPattern {
        index += 1
        var fields: [FieldPattern.Field] = []
        while true {
            fields.append(try field())
            if skip("]") { break }
            guard skip(",") else { throw failure("] is missing") }
        }
        let ellipses = fields.filter { if case .some = $0 { true } else { false } }
        guard ellipses.count <= 1 else { throw failure("... stands more than once") }
        return FieldPattern(fields: fields)
    }

    private mutating func field() throws(FilterPatternError) -> FieldPattern.Field {
        if skip("...") { return .some }
        skipBlanks()
        if peek == "," || peek == "]" { return .named("", nil) }
        let start = index
        if peek != "(" {
            let name = try fieldName()
            skipBlanks()
            if peek == "," || peek == "]" { return .named(name, nil) }
        }
        index = start
        let condition = try condition(isField: true)
        return .named(condition.selectors.first?.text ?? "", condition)
    }

    private mutating func fieldName() throws(FilterPatternError) -> String {
        skipBlanks()
        let name = take {
            $0.properties.isAlphabetic || $0.properties.numericType != nil || "_-.@$".unicodeScalars.contains($0)
        }
        guard !name.isEmpty else { throw failure("the name of a field is missing") }
        return name
    }

    // MARK: Texts

    private mutating func quoted() throws(FilterPatternError) -> String {
        index += 1
        var text = ""
        while let scalar = peek {
            index += 1
            if scalar == "\"" { return text }
            if scalar == "\\", let next = peek, next == "\"" || next == "\\" {
                text.unicodeScalars.append(next)
                index += 1
            } else {
                text.unicodeScalars.append(scalar)
            }
        }
        throw failure("a quotation mark is missing")
    }

    private mutating func regex() throws(FilterPatternError) -> RegularExpression {
        index += 1
        let text = take { $0 != "%" }
        guard peek == "%" else { throw failure("% is missing") }
        index += 1
        do throws(RegularExpressionError) {
            return try RegularExpression(text)
        } catch {
            throw failure("%\(text)% is no regular expression that Hearth takes: \(error)")
        }
    }

    // MARK: Scalars

    private var peek: Unicode.Scalar? { index < text.count ? text[index] : nil }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar.properties.isWhitespace }

    private mutating func skipBlanks() { while let scalar = peek, Self.isBlank(scalar) { index += 1 } }

    private mutating func take(while isWanted: (Unicode.Scalar) -> Bool) -> String {
        let start = index
        while let scalar = peek, isWanted(scalar) { index += 1 }
        var taken = ""
        taken.unicodeScalars.append(contentsOf: text[start..<index])
        return taken
    }

    /// Whether `token` stands next; then it is behind us.
    private mutating func skip(_ token: String) -> Bool {
        skipBlanks()
        guard text[index...].starts(with: token.unicodeScalars) else { return false }
        index += token.unicodeScalars.count
        return true
    }

    private mutating func expect(_ token: String) throws(FilterPatternError) {
        guard skip(token) else { throw failure("\(token) is missing") }
    }

    private mutating func expectEnd() throws(FilterPatternError) {
        skipBlanks()
        guard peek == nil else { throw failure("there is more behind its end") }
    }

    private func failure(_ reason: String) -> FilterPatternError { FilterPatternError(reason: reason) }
}
