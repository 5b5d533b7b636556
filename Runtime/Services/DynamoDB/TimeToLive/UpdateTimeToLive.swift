import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Chooses the attribute that tells when items expire, or stops their expiry. Here it holds when the reply is there, and
/// items that the table has already are entered in the background; AWS takes up to an hour.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
struct UpdateTimeToLive: TableOperation {
    static let input = Shape.structure(
        "UpdateTimeToLiveInput",
        [
            .required("TableName", .tableName),
            .required(
                "TimeToLiveSpecification",
                .structure(
                    "TimeToLiveSpecification",
                    [.required("AttributeName", .string(length: 1...255)), .required("Enabled", .boolean)]
                )
            ),
        ]
    )
    static let access = OperationAccess.write(.alone)

    private let tableName: String
    private let attributeName: String
    private let isEnabled: Bool
    private let changed = PendingTable()

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        let specification = input["TimeToLiveSpecification"]
        tableName = try service.catalogue.name(input["TableName"]?.stringValue ?? "")
        attributeName = specification?["AttributeName"]?.stringValue ?? ""
        isEnabled = specification?["Enabled"]?.boolValue ?? false
    }

    /// Whether the table has these settings already, which is no error where they are set up.
    func isInForce(_ service: DynamoDB) -> Bool {
        guard let present = service.catalogue[tableName]?.timeToLive, present.isEnabled else { return !isEnabled }
        return isEnabled && present.attributeName.hasSameBytes(as: attributeName)
    }

    func perform(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        guard let table = service.catalogue[tableName] else { throw AWSError.noSuchTable(named: tableName) }
        let now = service.context.time.now
        let timeToLive = try TimeToLive.changing(table.timeToLive, to: isEnabled, attributeName, at: now)
        try timeToLive.write(table: table.number, connection)
        if !isEnabled { try ExpiryStore(table: table.number).removeAll(connection) }
        changed.set(table.with(timeToLive: timeToLive))
        var reply = Reply()
        reply.member(
            "TimeToLiveSpecification",
            ["Enabled": .bool(isEnabled), "AttributeName": .string(attributeName)]
        )
        return reply.finish()
    }

    func committed(_ service: DynamoDB) {
        changed.insert(into: service.catalogue)
        service.backfill(ExpiryFill.self, of: tableName)
    }
}
