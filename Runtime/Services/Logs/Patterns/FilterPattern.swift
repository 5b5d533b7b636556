import JSON

/// What a filter pattern looks for in the events of a log.
///
///     pattern    = "" | terms | "{" condition "}" | "[" field { "," field } "]" | regex
///     terms      = term { blank term }
///     term       = [ "?" | "-" ] ( word | quoted | regex )      ?: one of those is enough, -: must not be there
///     condition  = clause { ( "&&" | "||" ) clause }            && binds closer
///     clause     = "(" condition ")" | selector test
///     test       = ( "=" | "!=" | "<" | "<=" | ">" | ">=" ) value
///                | "IS" ( "NULL" | "TRUE" | "FALSE" ) | "NOT" "EXISTS"
///     selector   = "$" { "." name | "[" ( index | "*" ) "]" | "['" name "']" }
///     field      = "..." | "" | name | condition                whose selectors are names
///     value      = number | quoted | word | regex               * in texts stands for any characters
///     regex      = "%" … "%"
///
/// Words are looked for anywhere in a message, as they are spelt.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
package struct FilterPattern: Sendable {
    enum Kind: Sendable {
        case everything
        case terms(TermPattern)
        case json(FilterCondition)
        case fields(FieldPattern)
    }

    let kind: Kind

    /// Throws for a text that is no pattern.
    package init(_ text: String) throws(FilterPatternError) {
        var parser = FilterPatternParser(text)
        kind = try parser.pattern()
    }

    /// What a match has found: values by the selectors and field names of the pattern, as `$.status` and `$status`.
    struct Match: Sendable {
        var values: [(name: String, value: String)] = []
        /// The event, where it is JSON and the pattern looks into it.
        var document: JSON?
        var fields: [(name: String, value: String)] = []

        /// The value of `$.path`, `$field` or, by its place in a line, `$3`; a text that is none of these stands for
        /// itself.
        func value(of text: String) -> String? {
            guard text.hasPrefix("$") else { return text }
            if let field = fields.first(where: { "$" + $0.name == text }) { return field.value }
            if let place = Int(text.dropFirst()), fields.indices.contains(place - 1) { return fields[place - 1].value }
            guard let selector = FilterSelector(text), let document else { return nil }
            return selector.values(in: document).first?.patternText
        }
    }

    /// `nil` where the message does not match.
    func match(_ message: String) -> Match? {
        switch kind {
        case .everything: return Match()
        case .terms(let terms): return terms.matches(message) ? Match() : nil
        case .json(let condition):
            guard let json = try? JSON(parsing: message), json.objectValue != nil || json.arrayValue != nil,
                condition.holds({ $0.values(in: json) })
            else { return nil }
            let values = condition.selectors.compactMap { selector in
                selector.values(in: json).first.map { (selector.text, $0.patternText) }
            }
            return Match(values: values, document: json)
        case .fields(let pattern):
            guard let fields = pattern.match(message) else { return nil }
            return Match(values: fields.map { ("$" + $0.name, $0.value) }, fields: fields)
        }
    }

    /// Whether there are values in what matches that selectors stand for.
    var hasSelectors: Bool {
        switch kind {
        case .everything, .terms: false
        case .json, .fields: true
        }
    }

    /// Whether `selector` stands for something in what matches: any path in JSON; in a line a field that the pattern
    /// names, or a place that it has.
    func finds(_ selector: String) -> Bool {
        switch kind {
        case .everything, .terms: false
        case .json: FilterSelector(selector) != nil
        case .fields(let pattern): selector.hasPrefix("$") && pattern.hasField(String(selector.dropFirst()))
        }
    }

    package func matches(_ message: String) -> Bool { match(message) != nil }
}

package struct FilterPatternError: Error, Sendable, Hashable {
    package var reason: String
}

extension JSON {
    /// A value as patterns compare it and metric filters report it.
    var patternText: String { stringValue ?? numberText ?? text }
}
