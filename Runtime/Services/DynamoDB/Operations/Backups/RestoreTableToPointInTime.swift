import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a table of what another one holds: past states are not kept here, so that the latest one is that of now, where AWS
/// has that of five minutes ago.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
struct RestoreTableToPointInTime: Operation {
    static let input = Shape.structure(
        "RestoreTableToPointInTimeInput",
        Restoration.overrides + [
            .optional("SourceTableArn", .tableName),
            .optional("SourceTableName", .name),
            .optional("UseLatestRestorableTime", .boolean),
            .optional("RestoreDateTime", .number(java: "Date")),
        ]
    )
    static let access = OperationAccess.write(.alone)

    private let sourceName: String
    private let isOfLatest: Bool
    private let restoration: Restoration
    private let restored = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        guard let source = input["SourceTableName"]?.stringValue ?? input["SourceTableArn"]?.stringValue else {
            throw .validation("One of SourceTableName or SourceTableArn must be specified")
        }
        sourceName = try service.catalogue.name(source)
        isOfLatest = input["UseLatestRestorableTime"]?.boolValue ?? false
        restoration = Restoration(input)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let source = service.catalogue[sourceName] else { throw AWSError.noSource(sourceName) }
        try restoration.check(service)
        guard source.history.recovery != nil else { throw AWSError.noRecovery(of: sourceName) }
        guard isOfLatest else {
            throw AWSError.validation("Hearth keeps no past states of tables: use UseLatestRestorableTime")
        }
        let now = service.context.time.now
        let table = try restoration.table(
            source.definition.request,
            items: source.items.tableName,
            RestoreSummary(tableARN: source.arn.description, time: now),
            service,
            connection
        )
        restored.set(table)
        var reply = Reply()
        reply.member("TableDescription", TableDescription(table: table, status: .creating, now: now).json)
        return reply.finish()
    }

    func committed(_ service: DynamoDB) { restored.insert(into: service.catalogue) }
}

extension AWSError {
    fileprivate static func noSource(_ name: String) -> AWSError {
        AWSError("SourceTableNotFoundException", message: "Source table not found: \(name)")
    }

    fileprivate static func noRecovery(of name: String) -> AWSError {
        AWSError(
            "PointInTimeRecoveryUnavailableException",
            message: "Point in time recovery is not enabled for table '\(name)'"
        )
    }
}
