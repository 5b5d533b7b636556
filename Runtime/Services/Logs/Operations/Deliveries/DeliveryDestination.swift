import JSON
import ServiceKit
import Wire

enum DeliveryDestination: VendedLogResource {
    static let kind = "delivery-destination"
    static let noun = "DeliveryDestination"
    static let title = "Delivery Destination"
    static let plural = "DeliveryDestinations"
    /// Where their policies are.
    static let policy = "delivery-destination-policy"

    static let formats = ["w3c", "raw", "json", "plain", "parquet"]
    /// By what stands in the ARN of the resource.
    static let types = ["s3": "S3", "logs": "CWL", "firehose": "FH", "xray": "XRAY"]

    static func checkIsUnused(_ name: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError) {
        let arn = arn(name, call)
        try VendedDelivery.checkNone(documents, call) { $0["deliveryDestinationArn"]?.stringValue == arn }
    }
}

/// Names a bucket, log group or stream that logs are to be delivered to.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestination.html
struct PutDeliveryDestination: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("name", .string(length: 1...60)), .optional("outputFormat", .string()),
            .optional(
                "deliveryDestinationConfiguration",
                .structure([.required("destinationResourceArn", .string())], java: "DeliveryDestinationConfiguration")
            ),
            .optional("deliveryDestinationType", .string()), .optional("tags", .tags),
        ]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (name, shelf) = (call.text("name") ?? "", call.shelf(DeliveryDestination.kind))
        let former = documents[shelf, name]
        let format = try format(former)
        let resource = call["deliveryDestinationConfiguration"]?["destinationResourceArn"]?.stringValue
        guard let resource, let type = ARN(resource).flatMap({ DeliveryDestination.types[$0.service] }) else {
            throw AWSError("ValidationException", message: "The destination resource is not valid.")
        }
        var destination = JSON.Object([
            ("name", .string(name)), ("arn", .string(DeliveryDestination.arn(name, call))),
            ("deliveryDestinationType", .string(type)),
            ("deliveryDestinationConfiguration", ["destinationResourceArn": .string(resource)]),
        ])
        destination["outputFormat"] = format.map { .string($0) }
        destination["tags"] = call["tags"] ?? former?["tags"]
        documents[shelf, name] = destination
        // The reply does not tell the tags, which are kept all the same.
        destination["tags"] = nil
        return DeliveryDestination.reply(destination)
    }

    /// What a destination has been made with stays.
    private func format(_ former: JSON.Object?) throws(AWSError) -> String? {
        guard let format = call.text("outputFormat") else { return former?["outputFormat"]?.stringValue }
        guard DeliveryDestination.formats.contains(format) else {
            throw AWSError(
                "ValidationException",
                message:
                    "1 validation error detected: Value '\(format)' at 'outputFormat' failed to satisfy constraint: "
                    + "Member must satisfy enum value set: [\(DeliveryDestination.formats.joined(separator: ", "))]"
            )
        }
        guard former == nil || former?["outputFormat"]?.stringValue == format else {
            throw AWSError(
                "ValidationException",
                message: "Update to existing Delivery Destination with new Output Format is not allowed."
            )
        }
        return format
    }
}

/// Keeps a policy with a delivery destination. It is not enforced.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDeliveryDestinationPolicy.html
struct PutDeliveryDestinationPolicy: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("deliveryDestinationName", .string(length: 1...60)),
            .required("deliveryDestinationPolicy", .string(length: 1...51_200)),
        ]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let name = call.text("deliveryDestinationName") ?? ""
        _ = try DeliveryDestination.find(name, documents, call)
        let policy = JSON.Object([("deliveryDestinationPolicy", call["deliveryDestinationPolicy"] ?? .null)])
        documents[call.shelf(DeliveryDestination.policy), name] = policy
        return ["policy": .object(policy)]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetDeliveryDestinationPolicy.html
struct GetDeliveryDestinationPolicy: DocumentQuery<Logs> {
    static let input = Shape.request(name, [.required("deliveryDestinationName", .string(length: 1...60))])

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Logs) throws(AWSError) -> JSON {
        let name = call.text("deliveryDestinationName") ?? ""
        _ = try DeliveryDestination.find(name, documents, call)
        return ["policy": .object(documents[call.shelf(DeliveryDestination.policy), name] ?? JSON.Object())]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDeliveryDestinationPolicy.html
struct DeleteDeliveryDestinationPolicy: DocumentChange<Logs> {
    static let input = Shape.request(name, [.required("deliveryDestinationName", .string(length: 1...60))])

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let name = call.text("deliveryDestinationName") ?? ""
        _ = try DeliveryDestination.find(name, documents, call)
        documents[call.shelf(DeliveryDestination.policy), name] = nil
        return [:]
    }
}
