import JSON
import ServiceKit
import Wire

/// Adds tags to a target.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_TagResource.html
struct TagResource: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        [.required("ResourceARN", .targetARN), .required("Tags", .tags)],
        java: "TagResourceRequest"
    )

    private static let tagsPerTarget = 50

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let arn = call.text("ResourceARN") ?? ""
        let given = call["Tags"]?.objectValue ?? JSON.Object()
        try ReservedTagKeys.check(given.keys, AWSError.validation)
        var (key, target) = try documents.target(arn: arn, call)
        var tags = target["Tags"]?.objectValue ?? JSON.Object()
        for tag in given.members { tags[tag.key] = tag.value }
        guard tags.count <= Self.tagsPerTarget else {
            throw AWSError(
                "TooManyTagsException",
                message: "A scalable target has at most \(Self.tagsPerTarget) tags.",
                members: JSON.Object([("ResourceName", .string(arn))])
            )
        }
        target["Tags"] = .object(tags)
        documents[call.shelf(Kind.target), key] = target
        return [:]
    }
}
