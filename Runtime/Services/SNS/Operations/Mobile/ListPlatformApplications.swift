import JSON
import ServiceKit
import Wire

/// Lists applications in the order of their names.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListPlatformApplications.html
struct ListPlatformApplications: DocumentQuery<SNS> {
    static let input = Shape.structure([.optional("NextToken", .string())], java: "ListPlatformApplicationsInput")
    static let output = Shape.structure(
        [
            .optional(
                "PlatformApplications",
                .list(
                    .structure(
                        [.optional("PlatformApplicationArn", .string()), .optional("Attributes", .texts)],
                        java: "PlatformApplication"
                    )
                )
            ), .optional("NextToken", .string()),
        ],
        java: "ListPlatformApplicationsResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        try call.page(
            documents.all(call.shelf(Kind.application)).map { key, application in
                [
                    "PlatformApplicationArn": .string(call.arn(key).description),
                    "Attributes": .object(application.shownAttributes),
                ]
            },
            "PlatformApplications"
        )
    }
}
