import JSON
import ServiceKit
import Wire

/// Removes an application with its endpoints; one that is not there is no error.
/// https://docs.aws.amazon.com/sns/latest/api/API_DeletePlatformApplication.html
struct DeletePlatformApplication: DocumentChange<SNS> {
    static let input = Shape.structure(
        [.required("PlatformApplicationArn", .string())],
        java: "DeletePlatformApplicationInput"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: SNS) throws(AWSError) -> JSON {
        guard let key = call.resource("PlatformApplicationArn"), documents[call.shelf(Kind.application), key] != nil
        else {
            return [:]
        }
        documents[call.shelf(Kind.application), key] = nil
        for (endpoint, document) in documents.all(call.shelf(Kind.endpoint)) where document.text("Application") == key {
            documents[call.shelf(Kind.endpoint), endpoint] = nil
        }
        return [:]
    }
}
