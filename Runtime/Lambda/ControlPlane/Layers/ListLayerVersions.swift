import JSON
import ServiceKit
import Storage
import Wire

/// Lists the versions of a layer, the latest first; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayerVersions.html
struct ListLayerVersions: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "\(LayerRequest.path)/{LayerName}/versions",
        query: LayerRequest.filterQuery
    )
    static let input = Shape.structure(members + LayerRequest.filters, java: "ListLayerVersionsRequest")
    private static let members: [Shape.Member] = [.required("LayerName", LayerRequest.name)]
    static let access = OperationAccess.read

    private let request: LayerRequest
    private let input: JSON.Object
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        request = try LayerRequest(input, service, "ListLayerVersions")
        self.input = input
        page = try Page(input, limit: 50)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let versions = service.settings.all(.layer, of: request.name).filter { LayerRequest.matches($0.value, input) }
            .sorted { (Int($0.qualifier) ?? 0) > (Int($1.qualifier) ?? 0) }
        return page.reply("LayerVersions", versions, key: Self.key) { number, layer in
            .object(LayerRequest.summary(layer, request.name, number, service))
        }
    }

    /// Ascends as numbers descend, with as many digits for each.
    private static func key(_ version: (qualifier: String, value: JSON)) -> String {
        let key = String(Int.max - (Int(version.qualifier) ?? 0))
        return String(repeating: "0", count: 20 - key.count) + key
    }
}
