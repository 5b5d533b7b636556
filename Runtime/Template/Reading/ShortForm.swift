import Yams

/// A YAML tag that stands for an intrinsic function: `!Ref` for `Ref`, `!GetAtt` for `Fn::GetAtt`, …
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
struct ShortForm {
    var longName: String

    /// `nil` for a node without a tag or with one of YAML's own.
    init?(tag node: Node, at path: JSONPath) throws(Diagnostic) {
        let tag = node.tag.description
        guard tag.hasPrefix("!"), tag != "!" else { return nil }
        guard let longName = Self.longNames["\(tag.dropFirst())"] else {
            throw YAMLReader.error(
                node,
                path,
                "unknown tag \(tag)",
                remedy: Spelling.remedy(for: tag, among: Self.longNames.keys.map { "!\($0)" })
            )
        }
        self.longName = longName
    }

    private static let longNames: [String: String] = {
        var names = ["Ref": "Ref", "Condition": "Condition"]
        for name in Intrinsic.functionNames { names[String(name.dropFirst(4))] = name }
        return names
    }()
}
