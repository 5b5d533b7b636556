import JSON
import ServiceKit
import Storage
import Wire

/// An action that changes the tags of a mapping.
protocol MappingTagChange: RESTOperation, DeferredOperation where Service == EventSources {
    var uuid: String { get }

    func change(_ tags: inout JSON.Object) throws(AWSError)
}

extension MappingTagChange {
    func begin(
        _ service: EventSources,
        _ request: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping @Sendable (Result<[UInt8], any Error>) -> Void
    ) {
        service.tag(uuid, change) { answer($0.map { [] }) }
    }
}
