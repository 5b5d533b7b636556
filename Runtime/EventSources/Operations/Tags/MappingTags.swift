import JSON
import Lambda
import ServiceKit
import Wire

/// What the actions on the tags of mappings have in common. The tags of functions are Lambda's own affair.
enum MappingTags {
    static let path = "/2017-03-31/tags/{Resource}"
    static let limit = 50

    static func areMeant(by request: HTTPRequest) -> Bool {
        request.target.hasPrefix("/2017-03-31/tags/") && request.path.contains("event-source-mapping")
    }

    /// The mapping that a request's `Resource` stands for; throws AWS's error where there is none.
    static func mapping(_ input: JSON.Object, _ service: EventSources) throws(AWSError) -> EventSourceMapping {
        let arn = input["Resource"]?.stringValue ?? ""
        let uuid = arn.split(separator: ":").last.map(String.init) ?? ""
        guard let mapping = service.entry(uuid)?.mapping else {
            throw .lambda(
                "ResourceNotFoundException",
                status: 404,
                "Event source mapping not found: \(arn)",
                key: "Message"
            )
        }
        return mapping
    }
}
