import JSON
import Time
import Wire

/// A table as `DescribeTable` shows it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
struct TableDescription {
    enum Status: String {
        case creating = "CREATING"
        case active = "ACTIVE"
        case deleting = "DELETING"
    }

    var table: Table
    var status: Status
    /// Items and their bytes, of the table and of each index.
    var count: (Table) -> (items: Int, bytes: Int) = { _ in (0, 0) }
    var indexCount: (IndexStore) -> (items: Int, bytes: Int) = { _ in (0, 0) }

    var json: JSON {
        let definition = table.definition
        let (items, bytes) = count(table)
        var object = JSON.Object([
            ("AttributeDefinitions", .array(definition.attributes.map(Self.attribute))),
            ("TableName", .string(definition.name)),
            ("KeySchema", Self.key(definition.key)),
            ("TableStatus", .string(status.rawValue)),
            ("CreationDateTime", table.created.epochSecondsJSON),
            ("ProvisionedThroughput", throughput(definition.readUnits, definition.writeUnits)),
            ("TableSizeBytes", JSON(bytes)),
            ("ItemCount", JSON(items)),
            ("TableArn", .string(table.arn.description)),
            ("TableId", .string(table.id)),
        ])
        if definition.isOnDemand {
            object["BillingModeSummary"] = [
                "BillingMode": "PAY_PER_REQUEST",
                "LastUpdateToPayPerRequestDateTime": table.created.epochSecondsJSON,
            ]
            object["TableThroughputModeSummary"] = [
                "TableThroughputMode": "PAY_PER_REQUEST",
                "LastUpdateToPayPerRequestDateTime": table.created.epochSecondsJSON,
            ]
        }
        for kind in [SecondaryIndex.Kind.local, .global] {
            let indexes = table.indexes.filter { $0.index.kind == kind }
            if !indexes.isEmpty { object[kind.rawValue] = .array(indexes.map(index)) }
        }
        if definition.isEncrypted {
            object["SSEDescription"] = [
                "Status": "ENABLED", "SSEType": "KMS", "KMSMasterKeyArn": .string(table.encryptionKeyARN),
            ]
        }
        if let stream = table.stream {
            if stream.isEnabled {
                object["StreamSpecification"] = [
                    "StreamEnabled": true, "StreamViewType": .string(stream.viewType.rawValue),
                ]
            }
            object["LatestStreamLabel"] = .string(stream.label)
            object["LatestStreamArn"] = .string(stream.arn.description)
        }
        if let tableClass = definition.tableClass { object["TableClassSummary"] = ["TableClass": .string(tableClass)] }
        if let onDemand = definition.onDemandThroughput { object["OnDemandThroughput"] = onDemand }
        object["WarmThroughput"] = definition.warmThroughput.json(status: "ACTIVE")
        object["DeletionProtectionEnabled"] = .bool(definition.isProtected)
        return .object(object)
    }

    /// The little that `DeleteTable` shows of a table.
    var summary: JSON {
        var object = json.objectValue ?? JSON.Object()
        for name in [
            "AttributeDefinitions", "KeySchema", "CreationDateTime", "LocalSecondaryIndexes", "GlobalSecondaryIndexes",
        ] {
            object[name] = nil
        }
        return .object(object)
    }

    private func index(_ store: IndexStore) -> JSON {
        let index = store.index
        let (items, bytes) = indexCount(store)
        var projection = JSON.Object()
        switch index.projected {
        case .all: projection["ProjectionType"] = "ALL"
        case .keysOnly: projection["ProjectionType"] = "KEYS_ONLY"
        case .include(let names):
            projection["ProjectionType"] = "INCLUDE"
            projection["NonKeyAttributes"] = .array(names.map { .string($0) })
        }
        var object = JSON.Object([
            ("IndexName", .string(index.name)),
            ("KeySchema", Self.key(index.key)),
            ("Projection", .object(projection)),
            ("IndexSizeBytes", JSON(bytes)),
            ("ItemCount", JSON(items)),
            ("IndexArn", .string("\(table.arn)/index/\(index.name)")),
        ])
        if index.kind == .global {
            object["IndexStatus"] = .string(status == .creating ? "CREATING" : "ACTIVE")
            object["ProvisionedThroughput"] = throughput(index.readUnits, index.writeUnits)
            if let onDemand = index.onDemandThroughput { object["OnDemandThroughput"] = onDemand }
            object["WarmThroughput"] = index.warmThroughput.json(status: "ACTIVE")
        }
        return .object(object)
    }

    private func throughput(_ read: Int, _ write: Int) -> JSON {
        ["NumberOfDecreasesToday": 0, "ReadCapacityUnits": JSON(read), "WriteCapacityUnits": JSON(write)]
    }

    private static func attribute(_ attribute: KeyAttribute) -> JSON {
        ["AttributeName": .string(attribute.name), "AttributeType": .string(attribute.type.rawValue)]
    }

    private static func key(_ schema: KeySchema) -> JSON {
        .array(
            schema.partition.map { ["AttributeName": .string($0.name), "KeyType": "HASH"] }
                + schema.sort.map { ["AttributeName": .string($0.name), "KeyType": "RANGE"] }
        )
    }
}

extension Timestamp {
    /// Seconds with three decimals, as AWS's JSON protocols write moments.
    var epochSecondsJSON: JSON {
        let milliseconds = nanosecondsSinceEpoch / 1_000_000
        let fraction = String(1000 + milliseconds % 1000).dropFirst()
        return .number("\(milliseconds / 1000).\(fraction)")
    }
}
