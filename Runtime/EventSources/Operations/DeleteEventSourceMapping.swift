import JSON
import ServiceKit
import Wire

/// Ends a mapping, which is told for a second more. What the function is working on goes on.
/// https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html
struct DeleteEventSourceMapping: MappingChange {
    static let binding = RESTBinding("DELETE", "/2015-03-31/event-source-mappings/{UUID}", status: 202)
    static let input = MappingShapes.uuid

    private let uuid: String

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) { uuid = input["UUID"]?.stringValue ?? "" }

    func change(_ service: EventSources, completion: @escaping EventSources.Completion) {
        service.delete(uuid, completion: completion)
    }
}
