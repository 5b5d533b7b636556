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
        query: [.init("FunctionVersion"), .init("MasterRegion")] + Page.query
    )
    static let input = Shape.structure(
        [
            .optional("FunctionVersion", .string(values: ["ALL"])),
            .optional("MasterRegion", .matching(#"ALL|[a-z]{2}(-gov)?-[a-z]+-\d{1}"#)),
        ] + Page.members(limit: 10_000),
        java: "ListFunctionsRequest"
    )
    static let access = OperationAccess.read

    private let page: Page
    private let showsAllVersions: Bool
    /// What Lambda@Edge has copied here from another region: nothing.
    private let showsReplicas: Bool

    init(_ input: JSON.Object, _ service: LambdaAPI) throws(AWSError) {
        page = try Page(input, limit: 50)
        showsAllVersions = input["FunctionVersion"] == "ALL"
        showsReplicas = input["MasterRegion"]?.nonNull != nil
        guard showsAllVersions || !showsReplicas else {
            throw .invalidParameter("FunctionVersion must be set to ALL when MasterRegion is specified.")
        }
    }

    func perform(_ service: LambdaAPI, _ connection: Connection) throws -> [UInt8] {
        let functions = showsReplicas ? [] : service.lambda.registry.all
        let versions = functions.flatMap { showsAllVersions ? $0.all : [$0.latest] }
        return page.reply("Functions", versions, key: \.sortingKey) { function in
            service.description(function, showsAllVersions ? function.version : nil).listed
        }
    }
}

extension FunctionConfiguration {
    /// Orders versions by the name of their function and by their number, `$LATEST` first.
    var sortingKey: String { "\(name):\(versionKey)" }

    /// Orders the versions of a function by their number, `$LATEST` first.
    var versionKey: String {
        version == "$LATEST" ? "" : String(repeating: "0", count: max(0, 20 - version.count)) + version
    }
}
