import JSON
import ServiceKit
import Storage
import Wire

/// Removes up to ten parameters with all their versions, and tells which of them were not there.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameters.html
struct DeleteParameters: Operation {
    static let input = Shape.request("DeleteParameters", [.required("Names", .parameterNames)])
    static let access = OperationAccess.write(.shared)

    private let names: [String]

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        names = (input["Names"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        var (deleted, invalid): ([JSON], [JSON]) = ([], [])
        for name in names {
            if try store.remove(name) { deleted.append(.string(name)) } else { invalid.append(.string(name)) }
        }
        return JSON.object(
            JSON.Object([("DeletedParameters", .array(deleted)), ("InvalidParameters", .array(invalid))])
        ).bytes
    }
}
