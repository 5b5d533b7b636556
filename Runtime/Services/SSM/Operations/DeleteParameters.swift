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
    private let changes = ParameterChanges()

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        names = (input["Names"]?.arrayValue ?? []).compactMap(\.stringValue)
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        var (deleted, invalid): ([JSON], [JSON]) = ([], [])
        var removed: [Parameter] = []
        for name in names {
            if let parameter = try store.remove(name) {
                deleted.append(.string(name))
                removed.append(parameter)
            } else {
                invalid.append(.string(name))
            }
        }
        changes.set(.delete, removed)
        return JSON.object(
            JSON.Object([("DeletedParameters", .array(deleted)), ("InvalidParameters", .array(invalid))])
        ).bytes
    }

    func committed(_ service: SSM) { changes.tell(service.context) }
}
