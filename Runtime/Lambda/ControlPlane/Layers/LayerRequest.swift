import JSON
import ServiceKit
import Wire

/// What the actions on layers have in common. A version of a layer is one setting: the key's function is its name, the
/// qualifier its number.
/// https://docs.aws.amazon.com/lambda/latest/dg/chapter-layers.html
struct LayerRequest {
    static let path = "/2018-10-31/layers"
    static let versionPath = "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}"
    static let name = Shape.string(
        length: 1...140,
        pattern: Shape.Pattern(
            #"(arn:[a-zA-Z0-9-]+:lambda:[a-zA-Z0-9-]+:\d{12}:layer:[a-zA-Z0-9-_]+)|[a-zA-Z0-9-_]+"#
        ) { text in
            let name = LayerReference(layer: text)?.name ?? text
            return !name.isEmpty && name.utf8.allSatisfy(\.isWord)
        }
    )
    static let version: [Shape.Member] = [
        .required("LayerName", name), .required("VersionNumber", .string()),
    ]
    static let versionInput = Shape.structure(version, java: "LayerVersionRequest")
    /// Filters of the lists.
    static let filters: [Shape.Member] =
        [
            .optional("CompatibleRuntime", .string(values: LambdaRuntimes.all)),
            .optional("CompatibleArchitecture", .string(values: Architectures.all)),
        ] + Page.members(limit: 50)
    static let filterQuery: [RESTBinding.QueryMember] =
        [.init("CompatibleRuntime"), .init("CompatibleArchitecture")] + Page.query

    let name: String
    /// `nil` where the request is not about one version.
    let number: String?

    /// Refuses layers of other accounts and regions, as `action`.
    init(_ input: JSON.Object, _ service: LambdaAPI, _ action: String) throws(AWSError) {
        let text = input["LayerName"]?.stringValue ?? ""
        let reference = LayerReference(layer: text)
        name = reference?.name ?? text
        number = input["VersionNumber"]?.stringValue
        if let number {
            guard let value = Int(number) else { throw .serialization(.string(number), java: "Long") }
            guard value > 0 else { throw .invalidParameter("Layer Version Cannot be less than 1") }
        }
        try reference?.checkIsOwn(service, action: action, number.map { "\(text):\($0)" } ?? text)
    }

    func key(_ kind: FunctionSettings.Kind = .layer) -> FunctionSettings.Key { .init(kind, name, number) }

    /// The version; throws AWS's error where there is none.
    func existing(_ service: LambdaAPI) throws(AWSError) -> JSON {
        guard let layer = service.settings[key()] else {
            throw .resourceNotFound("Layer version \(Self.arn(name, number, service)) does not exist.")
        }
        return layer
    }

    static func arn(_ name: String, _ number: String?, _ service: LambdaAPI) -> String {
        let suffix = number.map { ":\($0)" } ?? ""
        return service.context.account.arn("lambda", "layer:\(name)\(suffix)").description
    }

    /// As lists show a version: without a description that says nothing, unlike the layer itself.
    static func summary(_ layer: JSON, _ name: String, _ number: String, _ service: LambdaAPI) -> JSON.Object {
        var json = JSON.Object([
            ("LayerVersionArn", .string(arn(name, number, service))), ("Version", .number(number)),
        ])
        for member in ["Description", "CreatedDate", "CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"] {
            if let value = layer[member], value != "" { json[member] = value }
        }
        return json
    }

    /// The same with where its content is.
    static func json(_ layer: JSON, _ name: String, _ number: String, _ service: LambdaAPI) -> JSON {
        var json = summary(layer, name, number, service)
        json["LayerArn"] = .string(arn(name, nil, service))
        json["Description"] = layer["Description"]
        let folder = layer["CodeDirectory"]?.stringValue ?? ""
        let isFolder = layer["CodeSha256"] == nil
        json["Content"] = [
            "Location": .string(isFolder ? "file://\(folder)" : service.downloads.location(ofZip: folder)),
            "CodeSha256": layer["CodeSha256"] ?? "", "CodeSize": layer["CodeSize"] ?? 0,
        ]
        return .object(json)
    }

    /// Whether a version is for the runtime and the instruction set that a list is asked for.
    static func matches(_ layer: JSON, _ input: JSON.Object) -> Bool {
        let pairs = [
            ("CompatibleRuntime", "CompatibleRuntimes"), ("CompatibleArchitecture", "CompatibleArchitectures"),
        ]
        return pairs.allSatisfy { asked, member in
            guard let value = input[asked]?.nonNull else { return true }
            return layer[member]?.arrayValue?.contains(value) == true
        }
    }
}
