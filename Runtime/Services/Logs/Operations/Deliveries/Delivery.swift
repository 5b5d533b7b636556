import JSON
import ServiceKit
import Time
import Wire

enum VendedDelivery: VendedLogResource {
    static let kind = "delivery"
    static let noun = "Delivery"
    static let title = "Delivery"
    static let plural = "Deliveries"
    static let key = "id"

    /// What may be said of a delivery when it is made and later.
    static let settings: [Shape.Member] = [
        .optional("recordFields", .list(.string(length: 1...64), length: 0...128)),
        .optional("fieldDelimiter", .string(length: 0...5)),
        .optional(
            "s3DeliveryConfiguration",
            .structure(
                [.optional("suffixPath", .string(length: 1...256)), .optional("enableHiveCompatiblePath", .boolean)],
                java: "S3DeliveryConfiguration"
            )
        ),
    ]

    static func apply(_ call: RegionalCall, _ delivery: inout JSON.Object) {
        for member in settings {
            if let value = call[member.name] { delivery[member.name] = value }
        }
    }

    /// Refuses where there is a delivery for which `uses` holds.
    static func checkNone(
        _ documents: Documents,
        _ call: RegionalCall,
        where uses: (JSON.Object) -> Bool
    ) throws(AWSError) {
        guard documents.any(call.shelf(kind), where: { uses($1) }) == nil else {
            throw AWSError("ConflictException", message: "A delivery makes use of this resource.")
        }
    }
}

/// Joins a delivery source to a delivery destination, once.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateDelivery.html
struct CreateDelivery: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("deliverySourceName", .string(length: 1...60)), .required("deliveryDestinationArn", .string()),
        ] + VendedDelivery.settings + [.optional("tags", .tags)]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (source, arn) = (call.text("deliverySourceName") ?? "", call.text("deliveryDestinationArn") ?? "")
        let origin = try DeliverySource.find(source, documents, call)
        let prefix = DeliveryDestination.arn("", call)
        guard arn.hasPrefix(prefix) else { throw DeliveryDestination.missing }
        let destination = try DeliveryDestination.find(String(arn.dropFirst(prefix.count)), documents, call)
        let isThere = documents.any(call.shelf(VendedDelivery.kind)) { _, delivery in
            delivery["deliverySourceName"]?.stringValue == source
                && delivery["deliveryDestinationArn"]?.stringValue == arn
        }
        guard isThere == nil else { throw AWSError("ConflictException", message: "Delivery already exists.") }
        let id = call.ids.text(16, of: .alphanumeric)
        var delivery = JSON.Object([
            ("id", .string(id)), ("arn", .string(VendedDelivery.arn(id, call))),
            ("deliverySourceName", .string(source)),
            ("deliveryDestinationArn", .string(arn)),
            ("deliveryDestinationType", destination["deliveryDestinationType"] ?? .null),
        ])
        let standards = DeliverySource.standards(of: origin, to: destination["deliveryDestinationType"])
        for member in standards.members { delivery[member.key] = member.value }
        VendedDelivery.apply(call, &delivery)
        delivery["tags"] = call["tags"]
        documents[call.shelf(VendedDelivery.kind), id] = delivery
        return VendedDelivery.reply(delivery)
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_UpdateDeliveryConfiguration.html
struct UpdateDeliveryConfiguration: DocumentChange<Logs> {
    static let input = Shape.request(name, [.required("id", .string(length: 1...64))] + VendedDelivery.settings)

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let id = call.text("id") ?? ""
        var delivery = try VendedDelivery.find(id, documents, call)
        VendedDelivery.apply(call, &delivery)
        documents[call.shelf(VendedDelivery.kind), id] = delivery
        return [:]
    }
}
