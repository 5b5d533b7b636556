import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Shows a mapping.
/// https://docs.aws.amazon.com/lambda/latest/api/API_GetEventSourceMapping.html
struct GetEventSourceMapping: RESTOperation {
    static let binding = RESTBinding("GET", "/2015-03-31/event-source-mappings/{UUID}")
    static let input = MappingShapes.uuid
    static let access = OperationAccess.read

    private let uuid: String

    init(_ input: JSON.Object, _ service: EventSources) throws(AWSError) { uuid = input["UUID"]?.stringValue ?? "" }

    func perform(_ service: EventSources, _ connection: Connection) throws -> [UInt8] {
        guard let entry = service.entry(uuid) else { throw AWSError.noSuchMapping }
        return service.reply(entry, at: service.context.time.now).bytes
    }
}
