import JSON
import ServiceKit
import Storage
import Wire

/// What the ARN of a request names that can have tags.
enum TaggedResource: Sendable {
    case group(String)
    case document(Documents.Shelf, String)

    init(_ input: JSON.Object) throws(AWSError) {
        let text = input["resourceArn"]?.stringValue ?? ""
        guard let arn = ARN(text), arn.service == "logs", let colon = arn.resource.firstIndex(of: ":") else {
            throw .noSuchResource
        }
        let (kind, name) = (String(arn.resource[..<colon]), String(arn.resource[colon...].dropFirst()))
        switch kind {
        case "log-group": self = .group(LogGroupReference.name(in: text))
        case Destination.kind, VendedDelivery.kind, DeliverySource.kind, DeliveryDestination.kind:
            self = .document(Documents.Shelf(kind, arn.region), name)
        default: throw .noSuchResource
        }
    }

    func tags(_ service: Logs, _ connection: Connection) throws -> [String: String] {
        switch self {
        case .group(let name): try LogStore(connection).existingGroup(name).settings.tags
        case .document(let shelf, let name): try Self.tags(service.documents.current[shelf, name])
        }
    }

    private static func tags(_ document: JSON.Object?) throws(AWSError) -> [String: String] {
        guard let document else { throw .noSuchResource }
        return try LogTags.merged([:], document["tags"])
    }

    /// In a transaction of its own, which `commit` follows.
    func change(
        _ service: Logs,
        _ connection: Connection,
        _ body: (inout [String: String]) throws -> Void
    ) throws {
        var tags = try tags(service, connection)
        try body(&tags)
        switch self {
        case .group(let name):
            let store = LogStore(connection)
            var group = try store.existingGroup(name)
            group.settings.tags = tags
            try store.update(group)
        case .document(let shelf, let name):
            var documents = service.documents.current
            documents[shelf, name]?["tags"] = LogTags.json(tags)
            try service.documents.write(documents, connection)
        }
    }

    func commit(_ service: Logs) {
        if case .document = self { service.documents.commit() }
    }
}
