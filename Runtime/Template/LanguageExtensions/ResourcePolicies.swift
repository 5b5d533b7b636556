/// Checks what becomes of resources when they go: `DeletionPolicy` and `UpdateReplacePolicy`. Here they have no effect:
/// what holds data stays.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
struct ResourcePolicies {
    let resolver: Resolver

    static let attributes = ["DeletionPolicy", "UpdateReplacePolicy"]

    func check(_ resource: Resource) {
        for policy in resource.policies { check(policy.key, policy.value) }
    }

    /// Functions are for templates with `AWS::LanguageExtensions` only.
    private func check(_ name: String, _ value: TemplateValue) {
        guard value.string != nil || resolver.hasLanguageExtensions else {
            let isFunction = Intrinsic(value) != nil
            return resolver.findings.error(
                value.path,
                "every \(name) member must be a string",
                remedy: isFunction ? "functions need the transform \(Sections.languageExtensions)" : nil
            )
        }
        guard let policy = resolver.resolve(value), !policy.isUnresolved else { return }
        let known = ["Delete", "Retain", "Snapshot"] + (name == "DeletionPolicy" ? ["RetainExceptOnCreate"] : [])
        guard let text = policy.string, known.contains(text) else {
            return resolver.findings.error(
                value.path,
                "\(name) is one of \(known.joined(separator: ", ")), not \(policy.string ?? policy.kind)",
                remedy: policy.string.flatMap { Spelling.remedy(for: $0, among: known) }
            )
        }
    }
}
