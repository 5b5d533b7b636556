import JSON
import ServiceKit
import Storage
import Wire

/// An action that changes a mapping: it looks at the source first, and then turns to the store by itself.
protocol MappingChange: RESTOperation, DeferredOperation where Service == EventSources {
    func change(_ service: EventSources, completion: @escaping EventSources.Completion)
}

extension MappingChange {
    func begin(
        _ service: EventSources,
        _ request: HTTPRequest,
        _ together: Together?,
        _ answer: @escaping @Sendable (Result<[UInt8], any Error>) -> Void
    ) {
        change(service) { result in
            answer(
                result.map { mapping in
                    let former = service.entry(mapping.uuid)?.lastResult
                    // As it is when the change has just begun.
                    let entry = EventSources.Entry(mapping: mapping, formerResult: former)
                    return service.reply(entry, at: mapping.lastModified).bytes
                }
            )
        }
    }
}
