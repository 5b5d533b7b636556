import JSON
import ServiceKit
import Wire

/// Changes how a function is given what a source holds, or to which function it goes.
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateEventSourceMapping.html
struct UpdateEventSourceMapping: MappingChange {
    static let binding = RESTBinding("PUT", "/2015-03-31/event-source-mappings/{UUID}", status: 202)
    static let input = MappingShapes.update

    private let request: JSON.Object

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) { request = input }

    func change(_ service: EventSources, completion: @escaping EventSources.Completion) {
        service.update(request["UUID"]?.stringValue ?? "", request, completion: completion)
    }
}
