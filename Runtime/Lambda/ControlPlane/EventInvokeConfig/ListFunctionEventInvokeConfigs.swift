import JSON
import ServiceKit
import Storage
import Wire

/// Lists how the asynchronous invocations of a function's versions and aliases are handled.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionEventInvokeConfigs.html
struct ListFunctionEventInvokeConfigs: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "\(EventInvokeConfigRequest.path)/list",
        query: Page.query
    )
    static let input = Shape.structure(
        [.required("FunctionName", .namespacedFunctionName)] + Page.members(limit: 50),
        java: "ListFunctionEventInvokeConfigsRequest"
    )
    static let access = OperationAccess.read

    private let function: FunctionReference
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        function = try service.reference(input)
        page = try Page(input, limit: 50)
        guard service.function(function) != nil else { throw .resourceNotFound("The function doesn't exist.") }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let configs = service.settings.all(.eventInvokeConfig, of: function.name)
        return page.reply("FunctionEventInvokeConfigs", configs, key: \.qualifier) { qualifier, stored in
            var version = function
            version.qualifier = qualifier
            return EventInvokeConfigRequest.reply(stored, service.versionARN(version))
        }
    }
}
