import JSON
import ServiceKit
import Storage
import Wire

/// An action that changes the tags of a mapping.
protocol MappingTagChange: RESTOperation where Service == EventSources {
    var uuid: String { get }

    func change(_ tags: inout JSON.Object) throws(AWSError)
}

extension MappingTagChange {
    static var access: OperationAccess { .deferred }

    func begin(
        _ service: EventSources,
        _ request: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping @Sendable (Result<[UInt8], any Error>) -> Void
    ) {
        service.tag(uuid, change) { answer($0.map { [] }) }
    }

    /// Not asked for: the action is deferred.
    func perform(_ service: EventSources, _ connection: Connection) throws -> [UInt8] {
        throw AWSError("ServiceException", status: 500, message: "\(Self.name) does not run in a transaction")
    }
}
