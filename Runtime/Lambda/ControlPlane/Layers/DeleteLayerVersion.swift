import JSON
import ServiceKit
import Storage
import Wire

/// Removes a version of a layer, which need not be there; functions that use it keep it.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteLayerVersion.html
struct DeleteLayerVersion: RESTOperation {
    static let binding = RESTBinding("DELETE", LayerRequest.versionPath, status: 204)
    static let input = LayerRequest.versionInput
    static let access = OperationAccess.write(.alone)

    private let request: LayerRequest

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "DeleteLayerVersion")
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        for kind in [.layer, .layerPolicy] as [FunctionSettings.Kind] {
            try service.settings.set(nil, request.key(kind), connection)
        }
        return []
    }

    func committed(_ service: LambdaAPI) { service.settings.publish() }
}
