/// One `Fn::ForEach`: a name, an identifier, a collection and the fragment that is repeated for each of its items.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
struct Loop {
    /// What stands behind `Fn::ForEach::`.
    var name: String
    var identifier: String
    /// A list, or a function that gives one.
    var collection: TemplateValue
    /// What each item makes, with the identifier in its keys and values.
    var fragment: [TemplateValue.Member]

    private static let prefix = "Fn::ForEach"

    static func isLoop(_ key: String) -> Bool { key == prefix || key.hasPrefix("\(prefix)::") }

    /// `nil`, and a complaint, for what has not the form of a loop.
    init?(_ member: TemplateValue.Member, _ findings: Findings) {
        let path = member.value.path
        name = String(member.key.dropFirst(Self.prefix.count + 2))
        guard Self.isName(name) else {
            findings.error(path, "a loop is called Fn::ForEach::Name, the name of letters and digits")
            return nil
        }
        guard let parts = member.value.elements, parts.count == 3 else {
            findings.error(path, "Fn::ForEach takes an identifier, a collection and an object: [X, [a, b], {…}]")
            return nil
        }
        guard let identifier = parts[0].string, Self.isName(identifier) else {
            findings.error(parts[0].path, "the identifier of Fn::ForEach is a text of letters and digits")
            return nil
        }
        guard let fragment = parts[2].members, Intrinsic(parts[2]) == nil else {
            findings.error(parts[2].path, "what Fn::ForEach repeats is an object, not \(parts[2].kind)")
            return nil
        }
        (self.identifier, collection, self.fragment) = (identifier, parts[1], fragment)
    }

    static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.count <= 255 && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }

    /// The fragment for one item: `${Identifier}` stands for the item, `&{Identifier}` for its letters and digits, a
    /// `Ref` of the identifier for the item.
    func fragment(for item: String) -> [TemplateValue.Member] {
        let replacement = Replacement(identifier: identifier, item: item)
        return fragment.map { .init(key: replacement.text($0.key), value: replacement.value($0.value)) }
    }

    func mentionsIdentifier(_ key: String) -> Bool {
        key.contains("${\(identifier)}") || key.contains("&{\(identifier)}")
    }

    private struct Replacement {
        let identifier: String
        let whole: String
        let letters: String
        let item: String
        let lettersOfItem: String

        init(identifier: String, item: String) {
            self.identifier = identifier
            self.item = item
            (whole, letters) = ("${\(identifier)}", "&{\(identifier)}")
            lettersOfItem = item.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
        }

        func text(_ text: String) -> String {
            guard text.utf8.contains(UInt8(ascii: "{")) else { return text }
            return text.replacing(whole, with: item).replacing(letters, with: lettersOfItem)
        }

        func value(_ value: TemplateValue) -> TemplateValue {
            switch value.content {
            case .string(let text): TemplateValue(value.path, .string(self.text(text)))
            case .array(let elements): TemplateValue(value.path, .array(elements.map(self.value)))
            case .object(let members):
                if members.count == 1, members[0].key == "Ref", members[0].value.string == identifier {
                    TemplateValue(value.path, .string(item))
                } else {
                    TemplateValue(
                        value.path,
                        .object(members.map { .init(key: text($0.key), value: self.value($0.value)) })
                    )
                }
            case .null, .bool, .number, .unresolved: value
            }
        }
    }
}
