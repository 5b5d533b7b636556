import JSON
import ServiceKit
import Wire

/// Lists the tags of a target.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: DocumentQuery<ApplicationAutoScaling> {
    static let input = Shape.structure([.required("ResourceARN", .targetARN)], java: "ListTagsForResourceRequest")

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let (_, target) = try documents.target(arn: call.text("ResourceARN") ?? "", call)
        return ["Tags": target["Tags"] ?? [:]]
    }
}
