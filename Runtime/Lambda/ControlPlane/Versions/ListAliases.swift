import JSON
import ServiceKit
import Storage
import Wire

/// Lists the aliases of a function, all of them or those of a version.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListAliases.html
struct ListAliases: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/2015-03-31/functions/{FunctionName}/aliases",
        query: [.init("FunctionVersion")] + Page.query
    )
    static let input = Shape.structure(
        [
            .required("FunctionName", .functionName),
            .optional("FunctionVersion", .matching(#"(\$LATEST(\.PUBLISHED)?|[0-9]+)"#, length: 1...1_024)),
        ] + Page.members(limit: 10_000),
        java: "ListAliasesRequest"
    )
    static let access = OperationAccess.read

    private let reference: FunctionReference
    private let version: String?
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        version = input["FunctionVersion"]?.stringValue
        page = try Page(input, limit: 50)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        let aliases = function.aliases.filter { alias in
            version.map { alias.functionVersion == $0 || alias.weights[$0] != nil } ?? true
        }
        return page.reply("Aliases", aliases, key: \.name) { $0.json(of: function.name, service.context.account) }
    }
}
