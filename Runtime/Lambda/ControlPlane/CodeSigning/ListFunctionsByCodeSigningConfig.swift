import JSON
import ServiceKit
import Storage
import Wire

/// Lists the functions that have a code signing config; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctionsByCodeSigningConfig.html
struct ListFunctionsByCodeSigningConfig: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "\(CodeSigningConfig.path)/{CodeSigningConfigArn}/functions",
        query: Page.query
    )
    static let input = Shape.structure(
        [.required("CodeSigningConfigArn", CodeSigningConfig.arn)] + Page.members(limit: 10_000),
        java: "ListFunctionsByCodeSigningConfigRequest"
    )
    static let access = OperationAccess.read

    private let config: CodeSigningConfig
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        config = CodeSigningConfig(input)
        page = try Page(input, limit: 50)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        _ = try config.stored(service)
        return page.reply("FunctionArns", config.functions(service), key: \.self) { name in
            .string(service.context.account.function(name).description)
        }
    }
}
