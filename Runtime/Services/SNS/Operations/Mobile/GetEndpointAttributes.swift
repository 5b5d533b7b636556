import JSON
import ServiceKit
import Wire

/// Tells of one device.
/// https://docs.aws.amazon.com/sns/latest/api/API_GetEndpointAttributes.html
struct GetEndpointAttributes: DocumentQuery<SNS> {
    static let input = Shape.structure([.required("EndpointArn", .string())], java: "GetEndpointAttributesInput")
    static let output = Shape.structure([.optional("Attributes", .texts)], java: "GetEndpointAttributesResponse")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let (_, endpoint) = try documents.mobile(Kind.endpoint, "EndpointArn", "Endpoint", call)
        return ["Attributes": .object(endpoint.attributes)]
    }
}
