import JSON
import ServiceKit
import Storage
import Wire

/// Removes a parameter with all its versions.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html
struct DeleteParameter: Operation {
    static let input = Shape.request("DeleteParameter", [.required("Name", .parameterName)])
    static let access = OperationAccess.write(.shared)

    private let name: String
    private let changes = ParameterChanges()

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) { name = input["Name"]?.stringValue ?? "" }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        guard let parameter = try ParameterStore(connection).remove(name) else { throw AWSError.noSuchParameter(name) }
        changes.set(.delete, [parameter])
        return Array("{}".utf8)
    }

    func committed(_ service: SSM) { changes.tell(service.context) }
}
