import JSON
import ServiceKit
import Wire

/// Tells of one HTTP endpoint.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeApiDestination.html
struct DescribeApiDestination: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...64, pattern: .resourceName))],
        java: "DescribeApiDestinationRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        var description: JSON.Object
        do throws(AWSError) {
            description = try documents.destination(name, call)
        } catch {
            throw .notFound("Failed to describe the api-destination(s). \(error.message)")
        }
        description["Name"] = .string(name)
        description["ApiDestinationState"] = .string(documents.state(ofDestination: description, call))
        return .object(description)
    }
}
