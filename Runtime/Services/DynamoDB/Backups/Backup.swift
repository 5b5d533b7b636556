import JSON
import ServiceKit
import Storage
import Time
import Wire

/// What a table held and was at a moment, until somebody deletes it: it outlives the table.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/backuprestore_HowItWorks.html
struct Backup: Sendable {
    /// Names its items in the store.
    let number: Int
    let arn: String
    let name: String
    let tableName: String
    let created: Timestamp
    let items: Int
    let bytes: Int
    /// The table as `DescribeTable` showed it.
    let table: JSON
    /// `CreateTable` with this makes such a table.
    let request: JSON.Object
    /// The attribute by which items expired.
    let expiryAttribute: String?

    var itemsTable: String { Self.itemsTable(number) }

    private static func itemsTable(_ number: Int) -> String { "dynamodb_backup_items_\(number)" }

    // MARK: On the wire

    func details(_ status: String) -> JSON.Object {
        JSON.Object([
            ("BackupArn", .string(arn)), ("BackupName", .string(name)), ("BackupSizeBytes", JSON(bytes)),
            ("BackupStatus", .string(status)), ("BackupType", "USER"),
            ("BackupCreationDateTime", created.epochSecondsJSON),
        ])
    }

    var summary: JSON {
        var summary = JSON.Object([("TableName", .string(tableName))])
        for name in ["TableId", "TableArn"] { summary[name] = table[name] }
        for member in details("AVAILABLE").members { summary[member.key] = member.value }
        return .object(summary)
    }

    func description(_ status: String) -> JSON {
        [
            "BackupDetails": .object(details(status)), "SourceTableDetails": .object(source),
            "SourceTableFeatureDetails": .object(features),
        ]
    }

    private var source: JSON.Object {
        var source = JSON.Object()
        for name in ["TableName", "TableId", "TableArn", "KeySchema", "OnDemandThroughput"] {
            source[name] = table[name]
        }
        source["TableCreationDateTime"] = table["CreationDateTime"]
        source["TableSizeBytes"] = JSON(bytes)
        source["ItemCount"] = JSON(items)
        source["ProvisionedThroughput"] = Self.units(table["ProvisionedThroughput"])
        source["BillingMode"] = table["BillingModeSummary"]?["BillingMode"] ?? "PROVISIONED"
        return source
    }

    private var features: JSON.Object {
        var features = JSON.Object()
        for kind in [SecondaryIndex.Kind.local, .global] {
            guard let indexes = table[kind.rawValue]?.arrayValue else { continue }
            features[kind.rawValue] = .array(
                indexes.map { index in
                    var info = JSON.Object()
                    for name in ["IndexName", "KeySchema", "Projection", "OnDemandThroughput"] {
                        info[name] = index[name]
                    }
                    info["ProvisionedThroughput"] = index["ProvisionedThroughput"].map(Self.units)
                    return .object(info)
                }
            )
        }
        features["StreamDescription"] = table["StreamSpecification"]
        features["SSEDescription"] = table["SSEDescription"]
        features["TimeToLiveDescription"] = expiryAttribute.map {
            ["TimeToLiveStatus": "ENABLED", "AttributeName": .string($0)]
        }
        return features
    }

    private static func units(_ throughput: JSON?) -> JSON {
        [
            "ReadCapacityUnits": throughput?["ReadCapacityUnits"] ?? 0,
            "WriteCapacityUnits": throughput?["WriteCapacityUnits"] ?? 0,
        ]
    }
}

// MARK: - In the store

extension Backup {
    /// Makes one of a table as it is.
    static func make(_ name: String, arn: String, of table: Table, at now: Timestamp, _ connection: Connection) throws
        -> Backup
    {
        let items = table.items.tableName
        let (count, bytes) =
            try connection.first("SELECT COUNT(*), COALESCE(SUM(size), 0) FROM \(items)") { row in
                (row.integer(0), row.integer(1))
            } ?? (0, 0)
        let document = JSON.Object([
            ("Name", .string(name)), ("Items", JSON(count)), ("Bytes", JSON(bytes)),
            ("Table", TableDescription(table: table, status: .active, now: now).json),
            ("Request", .object(table.definition.request)),
            ("ExpiryAttribute", table.timeToLive.flatMap { $0.isEnabled ? .string($0.attributeName) : nil } ?? .null),
        ])
        try connection.run(
            "INSERT INTO dynamodb_backup (arn, table_name, created, document) VALUES (?, ?, ?, ?)",
            .text(arn),
            .text(table.name),
            .integer(Int(now.nanosecondsSinceEpoch)),
            .text(JSON.object(document).text)
        )
        let number = try connection.first("SELECT last_insert_rowid()") { $0.integer(0) } ?? 0
        let copy = "CREATE TABLE \(itemsTable(number)) AS SELECT pk, sk, size, body FROM \(items) ORDER BY id"
        try connection.execute(script: copy)
        guard let backup = try find(arn, connection) else { throw AWSError.noBackup(arn) }
        return backup
    }

    func delete(_ connection: Connection) throws {
        try connection.run("DELETE FROM dynamodb_backup WHERE number = ?", .integer(number))
        try connection.execute(script: "DROP TABLE \(itemsTable)")
    }

    static func find(_ arn: String, _ connection: Connection) throws -> Backup? {
        try all("WHERE arn = ?", [.text(arn)], connection: connection).first
    }

    /// From the oldest on.
    static func all(_ which: String = "", _ values: [SQLValue] = [], connection: Connection) throws -> [Backup] {
        var backups: [Backup] = []
        let sql = "SELECT number, arn, table_name, created, document FROM dynamodb_backup \(which) ORDER BY number"
        try connection.query(sql, values) { row in
            let document = try JSON(parsing: row.text(4))
            backups.append(
                Backup(
                    number: row.integer(0),
                    arn: row.text(1),
                    name: document["Name"]?.stringValue ?? "",
                    tableName: row.text(2),
                    created: Timestamp(nanosecondsSinceEpoch: Int64(row.integer(3))),
                    items: document["Items"]?.intValue ?? 0,
                    bytes: document["Bytes"]?.intValue ?? 0,
                    table: document["Table"] ?? [:],
                    request: document["Request"]?.objectValue ?? JSON.Object(),
                    expiryAttribute: document["ExpiryAttribute"]?.stringValue
                )
            )
            return true
        }
        return backups
    }
}

extension AWSError {
    static func noBackup(_ arn: String) -> AWSError {
        AWSError("BackupNotFoundException", message: "Backup not found: \(arn)")
    }
}

extension Shape {
    static let backupARN = Shape.string(length: 37...1024)
}
