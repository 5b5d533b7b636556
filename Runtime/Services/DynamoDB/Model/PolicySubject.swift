import Storage
import Wire

/// What a policy is for: a table, or the stream that it has now.
struct PolicySubject: Sendable {
    private static let mark = "/stream/"

    let tableName: String
    private let arn: String
    private let isStream: Bool

    init(_ resource: ResourceARN, _ catalogue: Catalogue) throws(AWSError) {
        arn = resource.text
        if let stream = arn.firstRange(of: Self.mark) {
            isStream = true
            tableName = try ResourceARN(String(arn[..<stream.lowerBound])).tableName(catalogue)
        } else {
            isStream = false
            tableName = try resource.tableName(catalogue)
        }
    }

    func table(_ service: DynamoDB) throws(AWSError) -> Table {
        guard let table = service.catalogue[tableName] else { throw .noSuchTable(named: tableName) }
        guard !isStream || table.stream?.arn.description == arn else { throw .noSuchStream(arn) }
        return table
    }

    func policy(_ table: Table) -> ResourcePolicy? {
        guard isStream else { return table.history.policy }
        return table.history.streamPolicy.flatMap { $0.arn == arn ? $0.policy : nil }
    }

    /// The table whose policy, or whose stream's, is this one.
    func setting(_ policy: ResourcePolicy?, on table: Table, _ connection: Connection) throws -> Table {
        guard isStream else { return try table.altered(policy, connection) }
        guard isStream else { return try table.altered(policy, connection) }
        var history = table.history
        history.streamPolicy = policy.map { StreamPolicy(arn: arn, policy: $0) }
        return try table.altered(table.definition.request, history, connection)
    }
}

extension Table {
    func altered(_ policy: ResourcePolicy?, _ connection: Connection) throws -> Table {
        var history = history
        history.policy = policy
        return try altered(definition.request, history, connection)
    }
}

/// Ends with its stream.
struct StreamPolicy: Sendable, Codable {
    var arn: String
    var policy: ResourcePolicy
}
