import JSON

/// The property of a resource that says where its code is.
struct CodePlace {
    var property: String
    var isSAM: Bool
    /// Whether `Globals` may say it instead.
    var hasGlobals: Bool

    /// `nil` for resources that have no code.
    init?(_ resource: JSON) {
        switch resource["Type"]?.stringValue {
        case "AWS::Serverless::Function": (property, isSAM, hasGlobals) = ("CodeUri", true, true)
        case "AWS::Serverless::LayerVersion": (property, isSAM, hasGlobals) = ("ContentUri", true, false)
        case "AWS::Lambda::Function": (property, isSAM, hasGlobals) = ("Code", false, false)
        case "AWS::Lambda::LayerVersion": (property, isSAM, hasGlobals) = ("Content", false, false)
        default: return nil
        }
    }

    /// Whether the function's code is in the template itself or in a container image.
    func isElsewhere(_ resource: JSON) -> Bool {
        ["InlineCode", "ImageUri"].contains { resource["Properties"]?[$0] != nil }
    }

    /// Where the code is of a function of SAM that does not say it: in the folder of the template.
    func unsaid(in resource: JSON) -> JSON? {
        isSAM && hasGlobals && resource["Properties"]?[property] == nil && !isElsewhere(resource) ? "." : nil
    }

    /// `nil` for code that is elsewhere already: in S3, in the template.
    func localPath(_ value: JSON?, at path: String) throws(PackagingError) -> String? {
        switch value {
        case nil: return nil
        case .string(let text): return text.hasPrefix("s3://") || text.hasPrefix("https://") ? nil : text
        case .object(let object) where object["Bucket"] != nil || object["S3Bucket"] != nil: return nil
        case .object(let object) where object["ZipFile"] != nil || object["ImageUri"] != nil: return nil
        default:
            throw PackagingError(
                "\(path) must be a folder, a zip file or an s3:// address, written out: nothing is resolved before the "
                    + "template is on AWS"
            )
        }
    }
}
