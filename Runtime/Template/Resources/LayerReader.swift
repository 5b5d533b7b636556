import Wire

/// Reads an `AWS::Serverless::LayerVersion` or an `AWS::Lambda::LayerVersion`.
struct LayerReader: ResourceReader {
    static let types = ["AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func layer() -> Application.Layer? {
        (resource.isServerless ? PropertyTable.serverlessLayer : .lambdaLayer).check(fields)
        let property = resource.isServerless ? "ContentUri" : "Content"
        if fields[property] == nil { fields.missing(property) }
        let object = fields.codeObject(property)
        guard let content = object.map({ _ in "" }) ?? fields.localFolder(property),
            let arn = resolver.arn(of: resource).flatMap({ ARN($0) })
        else { return nil }
        return Application.Layer(
            logicalID: resource.logicalID,
            name: resolver.physicalName(of: resource),
            arn: arn,
            contentURI: content,
            contentObject: object,
            description: fields.string("Description"),
            licenseInfo: fields.string("LicenseInfo"),
            compatibleRuntimes: fields.strings("CompatibleRuntimes") ?? [],
            compatibleArchitectures: fields.strings("CompatibleArchitectures") ?? [],
            path: resource.path
        )
    }
}

/// Finds layers of functions that the template does not describe.
struct LayerRules {
    let findings: Findings

    func check(_ application: Application) {
        let known = Set(application.layers.map(\.arn.description))
        for function in application.functions {
            for layer in function.layers where !known.contains(layer) {
                findings.warning(
                    function.path / "Properties" / "Layers",
                    "Hearth has no layer \(layer): \(function.name) runs without it",
                    remedy:
                        "describe it as AWS::Serverless::LayerVersion, with what it holds in a folder, or put that into "
                        + "the function's folder"
                )
            }
        }
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-layerversion.html
    static let serverlessLayer = PropertyTable(
        acted: [
            "LayerName", "ContentUri", "Description", "LicenseInfo", "CompatibleRuntimes", "CompatibleArchitectures",
        ],
        kept: ["RetentionPolicy": deploysOnly, "PublishLambdaVersion": deploysOnly]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-layerversion.html
    static let lambdaLayer = PropertyTable(
        acted: [
            "LayerName", "Content", "Description", "LicenseInfo", "CompatibleRuntimes", "CompatibleArchitectures",
        ]
    )
}
