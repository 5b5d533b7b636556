import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Keeps a zip as the next version of a layer.
/// https://docs.aws.amazon.com/lambda/latest/api/API_PublishLayerVersion.html
struct PublishLayerVersion: RESTOperation {
    static let binding = RESTBinding("POST", "\(LayerRequest.path)/{LayerName}/versions", status: 201)
    static let input = Shape.structure(
        [
            .required("LayerName", LayerRequest.name),
            .required("Content", .structure(Shape.code, java: "LayerVersionContentInput")),
            .optional("Description", .string(length: 0...256)),
            .optional("LicenseInfo", .string(length: 0...512)),
            .optional("CompatibleRuntimes", .list(.string(), length: 0...15)),
            .optional("CompatibleArchitectures", .list(.string(), length: 0...2)),
        ],
        java: "PublishLayerVersionRequest"
    )
    static let access = OperationAccess.write(.alone)

    private let request: LayerRequest
    private let layer: JSON.Object

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "PublishLayerVersion")
        try Self.checkCompatibility(input)
        guard case .zip(let zip) = try CodeRequest(input["Content"]?.objectValue ?? JSON.Object(), service) else {
            throw .invalidParameter("Please provide a source for layer content.")
        }
        let code = try service.store.store(zip)
        var layer = JSON.Object([
            ("CodeSha256", .string(code.digest)), ("CodeSize", JSON(code.size)),
            ("CodeDirectory", .string(code.directory)), ("CreatedDate", .string(service.context.time.now.lambdaText)),
            ("Description", input["Description"]?.nonNull ?? ""),
        ])
        for member in ["LicenseInfo", "CompatibleRuntimes", "CompatibleArchitectures"] {
            if let value = input[member]?.nonNull { layer[member] = value }
        }
        self.layer = layer
    }

    /// AWS tells both lists in one error.
    private static func checkCompatibility(_ input: JSON.Object) throws(AWSError) {
        let lists = [
            (
                "CompatibleRuntimes", "compatibleRuntimes", LambdaRuntimes.all,
                "Member must satisfy enum value set: [\(LambdaRuntimes.known.joined(separator: ", "))]"
            ),
            (
                "CompatibleArchitectures", "compatibleArchitectures", Architectures.all,
                "Member must satisfy constraint: [\(Architectures.constraint)]"
            ),
        ]
        let failures = lists.compactMap { member, name, known, constraint -> String? in
            let values = input[member]?.arrayValue?.compactMap(\.stringValue) ?? []
            guard !values.allSatisfy(known.contains) else { return nil }
            let shown = values.joined(separator: ", ")
            return "Value '[\(shown)]' at '\(name)' failed to satisfy constraint: \(constraint)"
        }
        guard !failures.isEmpty else { return }
        let plural = failures.count > 1 ? "s" : ""
        throw AWSError(
            "ValidationException",
            message: "\(failures.count) validation error\(plural) detected: \(failures.joined(separator: "; "))"
        )
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let last = FunctionSettings.Key(.lastLayerVersion, request.name)
        let number = (service.settings[last]?.intValue ?? 0) + 1
        try service.settings.set(.object(layer), .init(.layer, request.name, String(number)), connection)
        try service.settings.set(JSON(number), last, connection)
        return LayerRequest.json(.object(layer), request.name, String(number), service).bytes
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
