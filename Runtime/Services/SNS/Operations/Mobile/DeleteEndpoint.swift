import JSON
import ServiceKit
import Wire

/// Removes a device; one that is not there is no error.
/// https://docs.aws.amazon.com/sns/latest/api/API_DeleteEndpoint.html
struct DeleteEndpoint: DocumentChange<SNS> {
    static let input = Shape.structure([.required("EndpointArn", .string())], java: "DeleteEndpointInput")

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        if let key = call.resource("EndpointArn"), documents[call.shelf(Kind.endpoint), key] != nil {
            documents[call.shelf(Kind.endpoint), key] = nil
        }
        return [:]
    }
}
