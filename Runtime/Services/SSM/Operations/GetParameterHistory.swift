import JSON
import ServiceKit
import Storage
import Wire

/// Reads the versions of a parameter, the oldest first.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameterHistory.html
struct GetParameterHistory: Operation {
    static let input = Shape.request(
        "GetParameterHistory",
        [
            .required("Name", .parameterName),
            .optional("WithDecryption", .boolean),
            .optional("MaxResults", .number(java: "Integer", range: 1...50)),
            .optional("NextToken", .string()),
        ]
    )
    static let access = OperationAccess.read

    private let reference: ParameterReference
    private let isDecrypted: Bool
    private let limit: Int
    /// The last version of the page before.
    private let start: Int

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        reference = ParameterReference(input["Name"]?.stringValue ?? "")
        isDecrypted = input["WithDecryption"]?.boolValue ?? false
        limit = input["MaxResults"]?.intValue ?? 50
        guard let token = input["NextToken"]?.nonNull?.stringValue else {
            start = 0
            return
        }
        guard let version = Int(token) else {
            throw AWSError("InvalidNextToken", message: "The specified token is not valid.")
        }
        start = version
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        let versions = try store.versions(of: store.parameter(reference)).filter { $0.version.version > start }
        var reply = JSON.Object([("Parameters", .array(versions.prefix(limit).map { json($0, service) }))])
        if versions.count > limit { reply["NextToken"] = .string(String(versions[limit - 1].version.version)) }
        return JSON.object(reply).bytes
    }

    private func json(_ parameter: Parameter, _ service: SSM) -> JSON {
        var object = parameter.metadata(service.context.account)
        object["Value"] = .string(parameter.shownValue(isDecrypted: isDecrypted))
        object["Labels"] = .array(parameter.version.labels.map { .string($0) })
        return .object(object)
    }
}
