import RegularExpressions

/// The template's `Parameters` and their values.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
struct Parameters {
    /// A string or a list of strings by name; unresolved where something is wrong with it.
    private(set) var values: [String: TemplateValue] = [:]

    /// `secrets`: what parameters of type `AWS::SSM::Parameter::Value<…>` are read from.
    init(_ section: TemplateValue?, overrides: [String: String], _ secrets: Secrets, _ findings: Findings) {
        guard let section = Fields(section, at: .root / "Parameters", findings) else { return }
        for member in section.value.members ?? [] {
            let value = Parameter(member, secrets, findings)?.value(override: overrides[member.key])
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
    private let secrets: Secrets

    init?(_ member: TemplateValue.Member, _ secrets: Secrets, _ findings: Findings) {
        guard let fields = Fields(member.value, at: member.value.path, findings),
            let type = fields.requiredString("Type")
        else { return nil }
        fields.allow([
            "Type", "Default", "AllowedValues", "AllowedPattern", "ConstraintDescription", "Description", "MinLength",
            "MaxLength", "MinValue", "MaxValue", "NoEcho",
        ])
        (name, self.type, self.fields, self.secrets) = (member.key, type, fields, secrets)
        guard isKnownType else { return nil }
    }

    private static let types = [
        "String", "Number", "List<Number>", "CommaDelimitedList", "List<String>", "AWS::SSM::Parameter::Name",
        "AWS::SSM::Parameter::Value<String>", "AWS::SSM::Parameter::Value<List<String>>",
        "AWS::SSM::Parameter::Value<CommaDelimitedList>",
    ]
    private static let families = ["AWS::EC2::", "AWS::Route53::"]

    private var isKnownType: Bool {
        let prefixes = Self.families.flatMap { [$0, "List<\($0)", "\(Self.stored)\($0)", "\(Self.stored)List<\($0)"] }
        if Self.types.contains(type) || prefixes.contains(where: type.hasPrefix) { return true }
        fields.findings.error(
            fields.path(of: "Type"),
            "unknown parameter type \(type)",
            remedy: Spelling.remedy(for: type, among: Self.types)
        )
        return false
    }

    private static let stored = "AWS::SSM::Parameter::Value<"

    /// The parameter's value is the name of one in Systems Manager's Parameter Store.
    private var isStored: Bool { type.hasPrefix(Self.stored) }
    private var isList: Bool {
        let inner = isStored ? type.dropFirst(Self.stored.count) : type[...]
        return inner.hasPrefix("CommaDelimitedList") || inner.hasPrefix("List<")
    }
    private var isNumber: Bool { type == "Number" || type == "List<Number>" }

    /// The value that the parameter has, checked against its constraints; `nil` when there is none or it breaks one.
    func value(override: String?) -> TemplateValue? {
        guard let given = override ?? defaultText, let text = isStored ? storedText(given) : given else { return nil }
        let items = isList ? Self.items(text) : [text]
        // What is demanded of a stored parameter is demanded of its name.
        guard (isStored ? [given] : items).allSatisfy(satisfiesConstraints) else { return nil }
        let path = fields.path
        return isList
            ? TemplateValue(path, .array(items.enumerated().map { TemplateValue(path / $0, .string($1)) }))
            : TemplateValue(path, .string(text))
    }

    private func storedText(_ name: String) -> String? {
        do throws(DynamicReference.Mistake) {
            let reference = try DynamicReference("ssm:\(name)")
            let text = try secrets.value(of: reference)
            fields.findings.conceal(text, behind: reference.text)
            return text
        } catch  where type.contains("<AWS::EC2::Image::Id>") {
            // Most often one of AWS's public parameters, for a machine that nothing here runs.
            let message = "\(error.message); \(Self.someImage) stands for it"
            fields.findings.warning(fields.path, message, remedy: error.remedy)
            return Self.someImage
        } catch {
            fields.findings.error(fields.path, error.message, remedy: error.remedy)
            return nil
        }
    }

    private static let someImage = "ami-00000000000000000"

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
        guard let pattern = fields.regularExpression("AllowedPattern"), !pattern.matchesWhole(text) else { return nil }
        return "does not match AllowedPattern \(pattern.text)"
    }
}
