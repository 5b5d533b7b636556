import JSON
import ServiceKit
import Wire

/// Lists topics in the order of their names.
/// https://docs.aws.amazon.com/sns/latest/api/API_ListTopics.html
struct ListTopics: DocumentQuery<SNS> {
    static let input = Shape.structure([.optional("NextToken", .string())], java: "ListTopicsInput")
    static let output = Shape.structure(
        [
            .optional("Topics", .list(.structure([.optional("TopicArn", .string())], java: "Topic"))),
            .optional("NextToken", .string()),
        ],
        java: "ListTopicsResponse"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: SNS) throws(AWSError) -> JSON {
        try call.page(
            documents.all(call.shelf(Kind.topic)).map { ["TopicArn": .string(call.arn($0.name).description)] },
            "Topics"
        )
    }
}
