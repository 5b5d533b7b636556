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
        checkTransform(template)
    }

    static let serverless = "AWS::Serverless-2016-10-31"

    private static func checkTransform(_ template: Fields) {
        let transforms = template["Transform"].map { $0.elements ?? [$0] } ?? []
        for transform in transforms where transform.string != serverless {
            let name = transform.string ?? transform.kind
            template.findings.error(
                transform.path,
                "Hearth does not apply the transform \(name)",
                remedy: Spelling.remedy(for: name, among: [serverless])
            )
        }
        let types = template["Resources"]?.members?.compactMap { $0.value["Type"]?.string } ?? []
        let needsServerless = template["Globals"] != nil || types.contains { $0.hasPrefix("AWS::Serverless::") }
        if needsServerless, !transforms.contains(where: { $0.string == serverless }) {
            template.findings.error(
                template.path / "Transform",
                "serverless resources need the transform",
                remedy: "add \"Transform\": \"\(serverless)\""
            )
        }
    }
}
