import JSON
import ServiceKit
import Storage
import Wire

/// Reads the parameters of one level of the hierarchy of names, or of all below it, in the order of their names.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
struct GetParametersByPath: Operation {
    static let input = Shape.request(
        "GetParametersByPath",
        [
            .required("Path", .parameterName),
            .optional("Recursive", .boolean),
            .optional("ParameterFilters", .parameterFilters),
            .optional("WithDecryption", .boolean),
            .optional("MaxResults", .number(java: "Integer", range: 1...10)),
            .optional("NextToken", .string()),
        ]
    )
    static let access = OperationAccess.read

    private let path: ParameterPath
    private let isRecursive: Bool
    private let filters: [ParameterFilter]
    private let isDecrypted: Bool
    private let page: ParameterPage

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        path = ParameterPath(input["Path"]?.stringValue ?? "")
        try path.checkForm()
        isRecursive = input["Recursive"]?.boolValue ?? false
        filters = try ParameterFilter.read(input["ParameterFilters"], .getParametersByPath)
        isDecrypted = input["WithDecryption"]?.boolValue ?? false
        page = try ParameterPage(input)
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        return try page.read(store, prefix: path.prefix == "/" ? "" : path.prefix) { parameter in
            guard path.holds(parameter.name, isRecursive: isRecursive) else { return nil }
            // A label may stand on an older version, which then is told.
            let versions = filters.contains { $0.key == "Label" } ? try store.versions(of: parameter) : [parameter]
            return versions.last { version in filters.allSatisfy { $0.matches(version) } }
        } json: {
            $0.json(service.context.account, isDecrypted: isDecrypted)
        }
    }
}
