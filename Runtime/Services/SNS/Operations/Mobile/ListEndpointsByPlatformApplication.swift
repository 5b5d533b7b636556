import JSON
import ServiceKit
import Wire

/// Lists the devices of an application.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListEndpointsByPlatformApplication.html
struct ListEndpointsByPlatformApplication: DocumentQuery<SNS> {
    static let input = Shape.structure(
        [.required("PlatformApplicationArn", .string()), .optional("NextToken", .string())],
        java: "ListEndpointsByPlatformApplicationInput"
    )
    static let output = Shape.structure(
        [
            .optional(
                "Endpoints",
                .list(
                    .structure(
                        [.optional("EndpointArn", .string()), .optional("Attributes", .texts)],
                        java: "Endpoint"
                    )
                )
            ), .optional("NextToken", .string()),
        ],
        java: "ListEndpointsByPlatformApplicationResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        let (key, _) = try documents.mobile(Kind.application, "PlatformApplicationArn", "PlatformApplication", call)
        let endpoints = documents.all(call.shelf(Kind.endpoint)).filter { $0.document.text("Application") == key }
        return try call.page(
            endpoints.map { key, endpoint in
                ["EndpointArn": .string(call.arn(key).description), "Attributes": .object(endpoint.attributes)]
            },
            "Endpoints"
        )
    }
}
