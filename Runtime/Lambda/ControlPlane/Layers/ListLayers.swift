import JSON
import ServiceKit
import Storage
import Wire

/// Lists layers with their latest versions; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListLayers.html
struct ListLayers: RESTOperation {
    static let binding = RESTBinding("GET", LayerRequest.path, query: LayerRequest.filterQuery)
    static let input = Shape.structure(LayerRequest.filters, java: "ListLayersRequest")
    static let access = OperationAccess.read

    private let input: JSON.Object
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        self.input = input
        page = try Page(input, limit: 50)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        var latest: [String: (number: Int, layer: JSON)] = [:]
        for (key, layer) in service.settings.all(.layer) where LayerRequest.matches(layer, input) {
            let number = Int(key.qualifier) ?? 0
            if number > latest[key.function]?.number ?? 0 { latest[key.function] = (number, layer) }
        }
        let layers = latest.sorted { $0.key < $1.key }
        return page.reply("Layers", layers, key: \.key) { name, version in
            let summary = LayerRequest.summary(version.layer, name, String(version.number), service)
            return [
                "LayerName": .string(name), "LayerArn": .string(LayerRequest.arn(name, nil, service)),
                "LatestMatchingVersion": .object(summary),
            ]
        }
    }
}
