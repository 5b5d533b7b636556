import JSON
import ServiceKit
import Wire

/// Lists HTTP endpoints in the order of their names.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListApiDestinations.html
struct ListApiDestinations: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [
            .optional("NamePrefix", .string(length: 1...64, pattern: .resourceName)),
            .optional("ConnectionArn", .string(length: 1...1600, pattern: .connectionARN)),
            .optional("NextToken", .string(length: 1...2048)),
            .optional("Limit", .number(java: "Integer", range: 1...100)),
        ],
        java: "ListApiDestinationsRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let destinations = documents.all(Kind.destination, prefix: call.text("NamePrefix"), call).filter {
            call["ConnectionArn"] == nil || call["ConnectionArn"] == $0.value["ConnectionArn"]
        }
        return try call.page(
            destinations.map { name, destination in
                var listed = destination
                listed["Name"] = .string(name)
                listed["ApiDestinationState"] = .string(documents.state(ofDestination: destination, call))
                listed["Description"] = nil
                return (name: name, value: .object(listed))
            },
            "ApiDestinations"
        )
    }
}
