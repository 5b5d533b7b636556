import JSON
import ServiceKit
import Storage
import Wire

/// What the ARN of a request names that can have tags: an alarm, a dashboard or a Contributor Insights rule.
struct TaggedResource: Sendable {
    private enum Kind {
        case alarm(region: String, String)
        case document(Documents.Shelf, String)
    }

    private let arn: String
    private let kind: Kind

    init(_ input: JSON.Object) throws(AWSError) {
        arn = input["ResourceARN"]?.stringValue ?? ""
        guard let parsed = ARN(arn), parsed.service == "cloudwatch" else { throw .noSuchResource(arn) }
        if parsed.resource.hasPrefix("alarm:") {
            kind = .alarm(region: parsed.region, String(parsed.resource.dropFirst("alarm:".count)))
        } else if parsed.resource.hasPrefix("insight-rule/") {
            let name = parsed.resource.dropFirst("insight-rule/".count)
            kind = .document(Documents.Shelf(InsightRule.kind, parsed.region), String(name))
        } else if parsed.resource.hasPrefix("dashboard/") {
            kind = .document(Dashboard.shelf, String(parsed.resource.dropFirst("dashboard/".count)))
        } else {
            throw .noSuchResource(arn)
        }
    }

    /// `nil` for what is not there.
    func tags(_ service: Metrics, _ connection: Connection) throws -> [String: String]? {
        switch kind {
        case .alarm(let region, let name):
            try AlarmStore(connection, region: region, home: service.context.account).alarm(name)?.tags
        case .document(let shelf, let name):
            try service.documents.current[shelf, name].map { try ResourceTags.merged([:], $0["Tags"]) }
        }
    }

    /// In a transaction of its own, which `commit` follows.
    func change(
        _ service: Metrics,
        _ connection: Connection,
        _ body: (inout [String: String]) throws -> Void
    ) throws {
        guard var tags = try tags(service, connection) else { throw AWSError.noSuchResource(arn) }
        try body(&tags)
        switch kind {
        case .alarm(let region, let name):
            let store = AlarmStore(connection, region: region, home: service.context.account)
            guard var alarm = try store.alarm(name) else { return }
            alarm.tags = tags
            try store.put(alarm)
        case .document(let shelf, let name):
            var documents = service.documents.current
            documents[shelf, name]?["Tags"] = ResourceTags.json(tags)
            try service.documents.write(documents, connection)
        }
    }

    func commit(_ service: Metrics) {
        if case .document = kind { service.documents.commit() }
    }
}
