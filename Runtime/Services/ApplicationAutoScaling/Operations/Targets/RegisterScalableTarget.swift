import JSON
import ServiceKit
import Wire

/// Registers a target, or changes what the request names of one, and brings its capacity into its bounds. The function
/// must be there; tables are not looked for, as their capacity is not scaled.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html
struct RegisterScalableTarget: DocumentChange<ApplicationAutoScaling> {
    static let input = Shape.structure(
        Shape.Member.place + [
            .optional("MinCapacity", .integer), .optional("MaxCapacity", .integer),
            .optional("RoleARN", .resourceID), .optional("SuspendedState", .suspendedState),
            .optional("Tags", .tags),
        ],
        java: "RegisterScalableTargetRequest"
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: ApplicationAutoScaling) throws(AWSError) -> JSON {
        let place = call.place
        try place.check()
        try checkResource(place, service)
        let shelf = call.shelf(Kind.target)
        let before = documents[shelf, place.key]
        var target: JSON.Object
        if let before { target = before } else { target = try newTarget(place) }
        try setTags(&target, isNew: before == nil)
        try setBounds(&target)
        if let role = call.text("RoleARN") { target["RoleARN"] = .string(role) }
        let state = call["SuspendedState"]?.objectValue ?? JSON.Object()
        target["SuspendedState"] = .object(target.suspended.changed(by: state))
        documents[shelf, place.key] = target
        return ["ScalableTargetARN": target["ScalableTargetARN"] ?? ""]
    }

    func committed(_ service: ApplicationAutoScaling) {
        service.documentsChanged(service.documents.commit())
        service.adjust(call.place)
    }

    /// AWS's words for this are not known.
    private func checkResource(_ place: TargetPlace, _ service: ApplicationAutoScaling) throws(AWSError) {
        guard let function = place.function, let functions = service.functions else { return }
        guard functions.isThere(function) else {
            throw .validation("Lambda function version or alias does not exist: \(place.resource)")
        }
    }

    private func newTarget(_ place: TargetPlace) throws(AWSError) -> JSON.Object {
        guard call["MinCapacity"] != nil, call["MaxCapacity"] != nil else {
            throw .validation("MinCapacity and MaxCapacity must be specified for a new scalable target.")
        }
        let ids = NamedIDs.scalableTarget(place.key)
        let arn = call.account.arn("application-autoscaling", "scalable-target/\(ids.id)")
        let role = place.namespace == "lambda" ? "LambdaConcurrency" : "DynamoDBTable"
        let roleARN = ARN(
            service: "iam",
            region: "",
            accountID: call.account.id,
            resource: "role/aws-service-role/\(place.namespace).application-autoscaling.amazonaws.com/"
                + "AWSServiceRoleForApplicationAutoScaling_\(role)",
            partition: call.account.partition
        )
        return JSON.Object(
            place.members + [
                ("RoleARN", .string(roleARN.description)), ("CreationTime", call.timestamp),
                ("ScalableTargetARN", .string(arn.description)),
            ]
        )
    }

    private func setTags(_ target: inout JSON.Object, isNew: Bool) throws(AWSError) {
        guard let tags = call["Tags"]?.objectValue, !tags.isEmpty else { return }
        try ReservedTagKeys.check(tags.keys, AWSError.validation)
        guard isNew || target["Tags"] == .object(tags) else {
            throw .validation(
                "The scalable target that you tried to tag already exists. To update tags on an existing scalable target, "
                    + "use the TagResource API."
            )
        }
        target["Tags"] = .object(tags)
    }

    private func setBounds(_ target: inout JSON.Object) throws(AWSError) {
        for name in ["MinCapacity", "MaxCapacity"] { target[name] = call[name] ?? target[name] }
        let (least, most) = (target.int("MinCapacity") ?? 0, target.int("MaxCapacity") ?? 0)
        let minimum = call.text("ServiceNamespace") == "dynamodb" ? 1 : 0
        guard least >= minimum else { throw .validation("Minimum capacity cannot be less than \(minimum)") }
        guard most >= least else { throw .validation("Maximum capacity cannot be less than minimum capacity") }
        guard most <= Int32.max else { throw .validation("Maximum capacity cannot be more than \(Int32.max)") }
    }
}
