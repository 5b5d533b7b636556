import JSON
import ServiceKit
import Storage
import Wire

/// Lists the versions of a function; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListVersionsByFunction.html
struct ListVersionsByFunction: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/2015-03-31/functions/{FunctionName}/versions",
        query: Page.query
    )
    static let input = Shape.structure(
        [.required("FunctionName", .namespacedFunctionName)] + Page.members(limit: 10_000),
        java: "ListVersionsByFunctionRequest"
    )
    static let access = OperationAccess.read

    private let reference: FunctionReference
    private let page: Page

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        reference = try service.reference(input)
        page = try Page(input, limit: 50)
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let function = try service.existing(reference)
        return page.reply("Versions", function.all, key: \.versionKey) { version in
            service.description(version, version.version).listed
        }
    }
}
