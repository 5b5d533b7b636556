import JSON
import ServiceKit
import Storage
import Wire

/// Shows a version of a layer.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersion.html
struct GetLayerVersion: RESTOperation {
    static let binding = RESTBinding("GET", LayerRequest.versionPath)
    static let input = LayerRequest.versionInput
    static let access = OperationAccess.read

    private let request: LayerRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "GetLayerVersion")
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard let layer = service.settings[request.key()] else {
            throw AWSError.resourceNotFound("The resource you requested does not exist.")
        }
        return LayerRequest.json(layer, request.name, request.number ?? "", service).bytes
    }
}

/// Shows a version of a layer by its ARN.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetLayerVersionByArn.html
struct GetLayerVersionByArn: RESTOperation {
    static let binding = RESTBinding("GET", "\(LayerRequest.path)?find=LayerVersion", query: [.init("Arn")])
    static let input = Shape.structure(
        [
            .required(
                "Arn",
                .string(
                    length: 1...2_048,
                    pattern: Shape.Pattern(LayerReference.pattern) { LayerReference($0) != nil }
                )
            )
        ],
        java: "GetLayerVersionByArnRequest"
    )
    static let access = OperationAccess.read

    private let reference: LayerReference?

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        let arn = input["Arn"]?.stringValue ?? ""
        reference = LayerReference(arn)
        try reference?.checkIsOwn(service, action: "GetLayerVersion", arn)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        guard let reference, let number = reference.number,
            let layer = service.settings[.init(.layer, reference.name, number)]
        else { throw AWSError.resourceNotFound("The resource you requested does not exist.") }
        return LayerRequest.json(layer, reference.name, number, service).bytes
    }
}
