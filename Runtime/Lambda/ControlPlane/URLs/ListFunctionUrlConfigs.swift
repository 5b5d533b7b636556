import JSON
import ServiceKit
import Storage
import Wire

/// Lists the URLs of a function and of its aliases; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionUrlConfigs.html
struct ListFunctionUrlConfigs: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/2021-10-31/functions/{FunctionName}/urls",
        query: Page.query
    )
    static let input = Shape.structure(
        [.required("FunctionName", .functionURLFunctionName)] + Page.members(limit: 50),
        java: "ListFunctionUrlConfigsRequest"
    )
    static let access = OperationAccess.read

    private let reference: FunctionReference
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        page = try Page(input, limit: 50)
        guard service.lambda.registry[reference.name] != nil else {
            throw .resourceNotFound("Function does not exist")
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let urls = service.settings.all(.url, of: reference.name)
        return page.reply("FunctionUrlConfigs", urls, key: \.qualifier) { qualifier, stored in
            var one = reference
            one.qualifier = qualifier
            return .object(FunctionURLRequest.shown(stored.objectValue ?? JSON.Object(), one, service))
        }
    }
}
