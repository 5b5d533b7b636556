import JSON
import ServiceKit
import Time
import Wire

/// A stream of another account that subscriptions may send to. It is kept and shown; subscriptions that would send to one
/// are refused.
enum Destination {
    static let kind = "destination"
    static let shape = Shape.string(length: 1...512, pattern: .streamName)

    static func find(_ documents: Documents, _ call: RegionalCall) throws(AWSError) -> (String, JSON.Object) {
        let name = call.text("destinationName") ?? ""
        guard let destination = documents[call.shelf(kind), name] else {
            throw AWSError("ResourceNotFoundException", message: "The specified destination does not exist.")
        }
        return (name, destination)
    }

    /// All that answers tell, which is all but the tags.
    static func json(_ destination: JSON.Object) -> JSON {
        var destination = destination
        destination["tags"] = nil
        return .object(destination)
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestination.html
struct PutDestination: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("destinationName", Destination.shape), .required("targetArn", .string(length: 1...2048)),
            .required("roleArn", .string(length: 1...2048)), .optional("tags", .tags),
        ]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (name, shelf) = (call.text("destinationName") ?? "", call.shelf(Destination.kind))
        var destination =
            documents[shelf, name]
            ?? JSON.Object([
                ("destinationName", .string(name)),
                ("arn", .string(call.account.arn("logs", "destination:\(name)").description)),
                ("creationTime", JSON(call.now.millisecondsSinceEpoch)),
            ])
        destination["targetArn"] = call["targetArn"]
        destination["roleArn"] = call["roleArn"]
        if let tags = call["tags"] { destination["tags"] = tags }
        documents[shelf, name] = destination
        return ["destination": Destination.json(destination)]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutDestinationPolicy.html
struct PutDestinationPolicy: DocumentChange<Logs> {
    static let input = Shape.request(
        name,
        [
            .required("destinationName", Destination.shape), .required("accessPolicy", .string(length: 1...5120)),
            .optional("forceUpdate", .boolean),
        ]
    )

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        var (name, destination) = try Destination.find(documents, call)
        destination["accessPolicy"] = call["accessPolicy"]
        documents[call.shelf(Destination.kind), name] = destination
        return [:]
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeDestinations.html
struct DescribeDestinations: DocumentQuery<Logs> {
    static let input = Shape.request(
        name,
        [
            .optional("DestinationNamePrefix", Destination.shape), .optional("nextToken", .token),
            .optional("limit", .pageLimit),
        ]
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: Logs) throws(AWSError) -> JSON {
        let prefix = call.text("DestinationNamePrefix") ?? ""
        let all = documents.all(call.shelf(Destination.kind)) { name, _ in name.hasPrefix(prefix) }
            .map { (name: $0.name, value: Destination.json($0.document)) }
        let (page, next) = try Page.of(all, limit: call["limit"]?.intValue ?? 50, token: call.text("nextToken"))
        var reply = JSON.Object([("destinations", .array(page))])
        reply["nextToken"] = next.map { .string($0) }
        return .object(reply)
    }
}

/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DeleteDestination.html
struct DeleteDestination: DocumentChange<Logs> {
    static let input = Shape.request(name, [.required("destinationName", Destination.shape)])

    let call: RegionalCall

    func change(_ documents: inout Documents, _ service: Logs) throws(AWSError) -> JSON {
        let (name, _) = try Destination.find(documents, call)
        documents[call.shelf(Destination.kind), name] = nil
        return [:]
    }
}
