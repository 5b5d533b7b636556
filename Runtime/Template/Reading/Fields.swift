import RegularExpressions

/// Reads the members of a resolved object by name, and reports what does not have the form it must have.
///
/// What is missing or wrong reads as `nil`; what could not be resolved is `nil` without another complaint.
struct Fields {
    let value: TemplateValue
    let findings: Findings

    /// `nil`, and a complaint, for what is no object. A missing value reads like `{}`.
    init?(_ value: TemplateValue?, at path: JSONPath, _ findings: Findings) {
        let value = value ?? TemplateValue(path, .object([]))
        guard value.members != nil else {
            if !value.isUnresolved { findings.error(value.path, "must be an object, not \(value.kind)") }
            return nil
        }
        self.value = value
        self.findings = findings
    }

    var path: JSONPath { value.path }
    var names: [String] { value.members?.map(\.key) ?? [] }

    subscript(name: String) -> TemplateValue? { value[name] }

    /// Where a member stands, or would stand.
    func path(of name: String) -> JSONPath { value[name]?.path ?? path / name }

    // MARK: Scalars

    func string(_ name: String) -> String? { value[name].flatMap(string) }

    /// A regular expression; `nil`, and a complaint, for a text that is none.
    func regularExpression(_ name: String) -> RegularExpression? {
        guard let text = string(name) else { return nil }
        return regularExpression(text, at: path(of: name))
    }

    func regularExpression(_ text: String, at path: JSONPath) -> RegularExpression? {
        do throws(RegularExpressionError) {
            return try RegularExpression(text)
        } catch {
            findings.error(path, "\(text) is no regular expression that Hearth takes: \(error)")
            return nil
        }
    }

    func requiredString(_ name: String) -> String? {
        if value[name] == nil { missing(name) }
        return string(name)
    }

    func string(_ value: TemplateValue) -> String? {
        value.scalarText ?? complain(value, "a string")
    }

    /// A whole number; CloudFormation takes one in quotes as well.
    func int(_ name: String, in range: ClosedRange<Int>? = nil) -> Int? {
        guard let value = value[name], let number = int(value) else { return nil }
        if let range, !range.contains(number) {
            findings.error(value.path, "\(number) is out of range: from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    func int(_ value: TemplateValue) -> Int? {
        value.scalarText.flatMap(Self.int) ?? complain(value, "a whole number")
    }

    private static func int(_ text: String) -> Int? { Int(text) ?? Double(text).flatMap { Int(exactly: $0) } }

    /// A finite number; CloudFormation takes one in quotes as well.
    func double(_ name: String) -> Double? {
        guard let value = value[name] else { return nil }
        guard let number = value.scalarText.flatMap({ Double($0) }), number.isFinite else {
            return complain(value, "a number")
        }
        return number
    }

    func bool(_ name: String) -> Bool? {
        guard let value = value[name] else { return nil }
        switch value.scalarText?.lowercased() {
        case "true": return true
        case "false": return false
        default: return complain(value, "true or false")
        }
    }

    /// One of the words that `Choice` knows.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Choice.Type) -> Choice? {
        value[name].flatMap { choice($0, type) }
    }

    /// A list of such words, without those that are none.
    func choices<Choice: RawRepresentable<String> & CaseIterable>(_ name: String, _ type: Choice.Type) -> [Choice]? {
        list(name)?.compactMap { choice($0, type) }
    }

    private func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ value: TemplateValue,
        _: Choice.Type
    ) -> Choice? {
        guard let text = string(value) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        let words = Choice.allCases.map(\.rawValue)
        findings.error(
            value.path,
            "\(text) is not one of \(words.joined(separator: ", "))",
            remedy: Spelling.remedy(for: text, among: words)
        )
        return nil
    }

    // MARK: Lists and objects

    func object(_ name: String) -> Fields? { value[name].flatMap { Fields($0, at: $0.path, findings) } }

    func list(_ name: String) -> [TemplateValue]? {
        value[name].flatMap(elements)
    }

    func elements(_ value: TemplateValue) -> [TemplateValue]? { value.elements ?? complain(value, "a list") }

    func objects(_ name: String) -> [Fields] {
        (list(name) ?? []).compactMap { Fields($0, at: $0.path, findings) }
    }

    func strings(_ name: String) -> [String]? { list(name)?.compactMap(string) }

    func stringMap(_ name: String) -> [String: String] {
        let members = object(name)?.value.members ?? []
        return Dictionary(members.compactMap { member in string(member.value).map { (member.key, $0) } }) { $1 }
    }

    /// Tags as CloudFormation writes them: a list of `Key` and `Value`.
    func tagList(_ name: String) -> [String: String] {
        let pairs = objects(name).compactMap { tag in
            tag.requiredString("Key").map { ($0, tag.requiredString("Value") ?? "") }
        }
        return Dictionary(pairs) { $1 }
    }

    // MARK: Complaints

    func missing(_ name: String, remedy: String? = nil) {
        findings.error(path / name, "\(name) is missing", remedy: remedy)
    }

    /// Reports members that are not among the known.
    func allow(_ known: [String]) {
        for member in value.members ?? [] where !known.contains(member.key) {
            findings.error(
                member.value.path,
                "unknown property",
                remedy: Spelling.remedy(for: member.key, among: known)
            )
        }
    }

    private func complain<Value>(_ value: TemplateValue, _ expected: String) -> Value? {
        let found = value.scalarText.map { value.string == nil ? $0 : "\"\($0)\"" } ?? value.kind
        if !value.isUnresolved { findings.error(value.path, "must be \(expected), not \(found)") }
        return nil
    }
}
