/// The template's `Parameters` and their values.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
struct Parameters {
    /// A string or a list of strings by name; unresolved where something is wrong with it.
    private(set) var values: [String: TemplateValue] = [:]

    init(_ section: TemplateValue?, overrides: [String: String], _ findings: Findings) {
        guard let section = Fields(section, at: .root / "Parameters", findings) else { return }
        for member in section.value.members ?? [] {
            let value = Parameter(member, findings)?.value(override: overrides[member.key])
            values[member.key] = value ?? TemplateValue(member.value.path, .unresolved)
        }
        for name in overrides.keys.sorted() where values[name] == nil {
            findings.error(
                section.path,
                "there is no parameter \(name) to set",
                remedy: Spelling.remedy(for: name, among: values.keys)
            )
        }
    }
}

/// One parameter's declaration.
private struct Parameter {
    let name: String
    let type: String
    let fields: Fields

    init?(_ member: TemplateValue.Member, _ findings: Findings) {
        guard let fields = Fields(member.value, at: member.value.path, findings),
            let type = fields.requiredString("Type")
        else { return nil }
        fields.allow([
            "Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "MinLength",
            "MaxLength", "MinValue", "MaxValue", "NoEcho",
        ])
        (name, self.type, self.fields) = (member.key, type, fields)
        guard isKnownType else { return nil }
    }

    private static let types = ["String", "Number", "List<Number>", "CommaDelimitedList", "List<String>"]

    private var isKnownType: Bool {
        if type.hasPrefix("AWS::SSM::") {
            fields.findings.error(
                fields.path(of: "Type"),
                "Hearth has no parameter store to read \(type) from",
                remedy: "use String and give the value itself"
            )
        } else if !Self.types.contains(type), !type.hasPrefix("AWS::EC2::"), !type.hasPrefix("List<AWS::EC2::"),
            !type.hasPrefix("AWS::Route53::"), !type.hasPrefix("List<AWS::Route53::")
        {
            fields.findings.error(
                fields.path(of: "Type"),
                "unknown parameter type \(type)",
                remedy: Spelling.remedy(for: type, among: Self.types)
            )
        } else {
            return true
        }
        return false
    }

    private var isList: Bool { type == "CommaDelimitedList" || type.hasPrefix("List<") }
    private var isNumber: Bool { type == "Number" || type == "List<Number>" }

    /// The value that the parameter has, checked against its constraints; `nil` when there is none or it breaks one.
    func value(override: String?) -> TemplateValue? {
        guard let text = override ?? defaultText else { return nil }
        let items = isList ? Self.items(text) : [text]
        guard items.allSatisfy(satisfiesConstraints) else { return nil }
        let path = fields.path
        return isList
            ? TemplateValue(path, .array(items.enumerated().map { TemplateValue(path / $0, .string($1)) }))
            : TemplateValue(path, .string(text))
    }

    private var defaultText: String? {
        guard fields["Default"] == nil else { return fields.string("Default") }
        fields.findings.error(
            fields.path,
            "the parameter has no value",
            remedy: "give it a Default or set it with --parameter \(name)=…"
        )
        return nil
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: "," as Character, omittingEmptySubsequences: false).map { item in
            let head = item.drop { $0 == " " }
            return String(head.lastIndex { $0 != " " }.map { head[...$0] } ?? "")
        }
    }

    // MARK: Constraints

    private func satisfiesConstraints(_ text: String) -> Bool {
        guard let complaint = brokenConstraint(text) else { return true }
        let shown = fields.bool("NoEcho") == true ? "the value" : "\"\(text)\""
        fields.findings.error(
            fields.path,
            "\(shown) \(complaint)",
            remedy: fields.string("ConstraintDescription")
        )
        return false
    }

    private func brokenConstraint(_ text: String) -> String? {
        if let allowed = fields.strings("AllowedValues"), !allowed.contains(text) {
            return "is not one of AllowedValues: \(allowed.joined(separator: ", "))"
        }
        return isNumber ? brokenNumber(text) : brokenText(text)
    }

    private func brokenNumber(_ text: String) -> String? {
        guard let number = Double(text), number.isFinite else { return "is not a number" }
        if let (least, shown) = bound("MinValue"), number < least { return "is less than MinValue \(shown)" }
        if let (most, shown) = bound("MaxValue"), number > most { return "is more than MaxValue \(shown)" }
        return nil
    }

    private func bound(_ name: String) -> (Double, shown: String)? {
        fields.string(name).flatMap { text in Double(text).map { ($0, text) } }
    }

    private func brokenText(_ text: String) -> String? {
        if let least = fields.int("MinLength"), text.count < least { return "is shorter than MinLength \(least)" }
        if let most = fields.int("MaxLength"), text.count > most { return "is longer than MaxLength \(most)" }
        guard let pattern = fields.string("AllowedPattern") else { return nil }
        guard let expression = try? Regex(pattern) else {
            fields.findings.error(fields.path(of: "AllowedPattern"), "not a regular expression: \(pattern)")
            return nil
        }
        let matches = (try? expression.matchingSemantics(.unicodeScalar).wholeMatch(in: text)) != nil
        return matches ? nil : "does not match AllowedPattern \(pattern)"
    }
}
