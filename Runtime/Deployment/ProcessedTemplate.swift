import JSON

/// A template as CloudFormation has it after its transforms.
package enum ProcessedTemplate {
    /// Whether resources of SAM's are left in it, which the transform AWS::Serverless-2016-10-31 makes others of.
    package static func hasServerlessResources(_ text: String) -> Bool {
        guard let template = try? JSON(parsing: Array(text.utf8)) else { return text.contains(prefix) }
        let resources = template["Resources"]?.objectValue?.members ?? []
        return resources.contains { $0.value["Type"]?.stringValue?.hasPrefix(prefix) == true }
    }

    private static let prefix = "AWS::Serverless::"
}
