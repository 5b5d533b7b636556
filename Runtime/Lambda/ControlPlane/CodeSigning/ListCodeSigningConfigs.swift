import JSON
import ServiceKit
import Storage
import Wire

/// Lists code signing configs; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListCodeSigningConfigs.html
struct ListCodeSigningConfigs: RESTOperation {
    static let binding = RESTBinding("GET", CodeSigningConfig.path, query: Page.query)
    static let input = Shape.structure(Page.members(limit: 10_000), java: "ListCodeSigningConfigsRequest")
    static let access = OperationAccess.read

    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) { page = try Page(input, limit: 50) }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let configs = service.settings.all(.codeSigningConfig).sorted { $0.key.function < $1.key.function }
        return page.reply("CodeSigningConfigs", configs, key: \.key.function, \.value)
    }
}
