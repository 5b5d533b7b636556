import JSON
import ServiceKit
import Storage
import Wire

/// Lists functions, their published versions too where all are asked for; up to 50 at a time.
/// https://docs.aws.amazon.com/lambda/latest/api/API_ListFunctions.html
struct ListFunctions: RESTOperation {
    static let binding = RESTBinding(
        "GET",
        "/2015-03-31/functions",
        query: [.init("FunctionVersion"), .init("Marker"), .init("MasterRegion"), .init("MaxItems", .number)]
    )
    static let input = Shape.structure(
        [
            .optional("FunctionVersion", .string(values: ["ALL"])),
            .optional("Marker", .string()),
            .optional("MaxItems", .number(java: "Integer", range: 1...10_000)),
        ],
        java: "ListFunctionsRequest"
    )
    static let access = OperationAccess.read

    private let page: Page
    private let showsAllVersions: Bool

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        page = Page(input, limit: 50)
        showsAllVersions = input["FunctionVersion"] == "ALL"
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let functions = service.lambda.functions.values.sorted { $0.name < $1.name }
        let versions = functions.flatMap { function in
            (showsAllVersions ? function.versions : ["$LATEST"]).map { (function, $0) }
        }
        return page.reply("Functions", versions, key: { "\($0.name):\($1)" }) { function, version in
            service.description(function, showsAllVersions ? version : nil).json
        }
    }
}
