/// The top level of a template.
///
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
enum Sections {
    static func check(_ template: Fields) {
        let findings = template.findings
        template.allow([
            "AWSTemplateFormatVersion", "Transform", "Description", "Metadata", "Parameters", "Rules", "Mappings",
            "Conditions", "Globals", "Resources", "Outputs", "Hooks",
        ])
        if let version = template.string("AWSTemplateFormatVersion"), version != "2010-09-09" {
            findings.error(template.path(of: "AWSTemplateFormatVersion"), "must be 2010-09-09, not \(version)")
        }
        for name in ["Rules", "Hooks"] where template[name] != nil {
            findings.warning(template.path(of: name), "Hearth does not act on \(name)")
        }
        checkTransforms(template)
    }

    static let serverless = "AWS::Serverless-2016-10-31"
    static let languageExtensions = "AWS::LanguageExtensions"

    /// Those that the template names, in the order in which CloudFormation applies them.
    static func transforms(_ template: Fields) -> [TemplateValue] {
        template["Transform"].map { $0.elements ?? [$0] } ?? []
    }

    static func hasLanguageExtensions(_ template: Fields) -> Bool {
        transforms(template).contains { $0.string == languageExtensions }
    }

    private static func checkTransforms(_ template: Fields) {
        let transforms = transforms(template)
        let known = [languageExtensions, serverless]
        for transform in transforms where !known.contains(transform.string ?? "") {
            let name = transform.string ?? transform["Name"]?.string ?? transform.kind
            template.findings.error(
                transform.path,
                "Hearth does not apply the transform \(name)",
                remedy: Spelling.remedy(for: name, among: known)
            )
        }
    }

    /// SAM knows no loops: they must be gone when it comes.
    static func checkOrder(_ template: Fields) {
        let transforms = transforms(template)
        let names = transforms.map(\.string)
        if let extensions = names.firstIndex(of: languageExtensions), names.prefix(extensions).contains(serverless) {
            template.findings.error(
                transforms[extensions].path,
                "\(languageExtensions) must stand before \(serverless) where there are loops"
            )
        }
    }

    /// Whether the transform is there that `template`, its loops unrolled, needs for its serverless resources.
    static func checkServerless(_ template: Fields) {
        let types = template["Resources"]?.members?.compactMap { $0.value["Type"]?.string } ?? []
        let needsServerless = template["Globals"] != nil || types.contains { $0.hasPrefix("AWS::Serverless::") }
        if needsServerless, !transforms(template).contains(where: { $0.string == serverless }) {
            template.findings.error(
                template.path / "Transform",
                "serverless resources need the transform",
                remedy: "add \"Transform\": \"\(serverless)\""
            )
        }
    }
}
