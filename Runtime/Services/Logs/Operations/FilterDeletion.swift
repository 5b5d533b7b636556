import JSON
import ServiceKit
import Storage
import Wire

/// An action that removes a filter of a log group.
protocol FilterDeletion: Operation<Logs> {
    static var kind: String { get }
    /// For a filter that is not there.
    static var absence: AWSError { get }

    var filter: FilterName { get }
}

/// A filter and its group, as a request names them.
struct FilterName {
    let name: String
    let group: String

    init(_ input: JSON.Object) {
        name = input["filterName"]?.stringValue ?? ""
        group = input["logGroupName"]?.stringValue ?? ""
    }
}

extension FilterDeletion {
    static var input: Shape {
        Shape.request(name, [.required("logGroupName", .groupName), .required("filterName", .filterName)])
    }
    static var access: OperationAccess { .write(.alone) }

    func perform(_ service: Logs, _ connection: Connection) throws -> [UInt8] {
        let group = try LogStore(connection).existingGroup(filter.group)
        guard try FilterStore(connection).remove(kind: Self.kind, name: filter.name, of: group) else {
            throw Self.absence
        }
        try service.listeners.reload(connection)
        return Reply.nothing
    }
}
