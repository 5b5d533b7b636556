import JSON
import ServiceKit
import Wire

/// Lets a function be given what a queue or a stream holds.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
struct CreateEventSourceMapping: MappingChange {
    static let binding = RESTBinding("POST", "/2015-03-31/event-source-mappings", status: 202)
    static let input = MappingShapes.create

    private let request: JSON.Object

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) { request = input }

    func change(_ service: EventSources, completion: @escaping EventSources.Completion) {
        service.create(request, completion: completion)
    }
}
