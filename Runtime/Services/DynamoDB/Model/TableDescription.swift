import JSON
import Time
import Wire

/// A table as `DescribeTable` shows it.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
struct TableDescription {
    enum Status: String {
        case creating = "CREATING"
        case active = "ACTIVE"
        case updating = "UPDATING"
        case deleting = "DELETING"
    }

    var table: Table
    var status: Status
    var now: Timestamp
    /// The update that the table is told to be under.
    var update: TableUpdate?
    /// Items and their bytes, of the table and of each index.
    var count: (Table) -> (items: Int, bytes: Int) = { _ in (0, 0) }
    var indexCount: (IndexStore) -> (items: Int, bytes: Int) = { _ in (0, 0) }

    var json: JSON {
        let definition = table.definition
        let (items, bytes) = count(table)
        var object = JSON.Object([
            ("AttributeDefinitions", .array(definition.attributes.map(Self.attribute))),
            ("TableName", .string(definition.name)),
            ("KeySchema", definition.key.json),
            ("TableStatus", .string(status.rawValue)),
            ("CreationDateTime", table.created.epochSecondsJSON),
            ("ProvisionedThroughput", tableThroughput),
            ("TableSizeBytes", JSON(bytes)),
            ("ItemCount", JSON(items)),
            ("TableArn", .string(table.arn.description)),
            ("TableId", .string(table.id)),
        ])
        if definition.isOnDemand || table.history.onDemandSince != nil {
            object["BillingModeSummary"] = mode("BillingMode")
            object["TableThroughputModeSummary"] = mode("TableThroughputMode")
        }
        for kind in [SecondaryIndex.Kind.local, .global] {
            let indexes = (table.indexes + [update?.deleted].compactMap(\.self)).filter { $0.index.kind == kind }
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
        if let tableClass = definition.tableClass {
            var summary = JSON.Object([("TableClass", .string(tableClass))])
            summary["LastUpdateDateTime"] = table.history.tableClassUpdate?.epochSecondsJSON
            object["TableClassSummary"] = .object(summary)
        }
        if let onDemand = definition.onDemandThroughput { object["OnDemandThroughput"] = onDemand }
        object["WarmThroughput"] = definition.warmThroughput.json(status)
        object["RestoreSummary"] = table.history.restore?.json(isUnderWay: status == .creating)
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
            ("KeySchema", index.key.json),
            ("Projection", .object(projection)),
            ("IndexSizeBytes", JSON(bytes)),
            ("ItemCount", JSON(items)),
            ("IndexArn", .string("\(table.arn)/index/\(index.name)")),
        ])
        if index.kind == .global {
            object["IndexStatus"] = .string(indexStatus(store))
            if table.isBackfilling(store) { object["Backfilling"] = .bool(update == nil) }
            object["ProvisionedThroughput"] = throughput(index)
            if let onDemand = index.onDemandThroughput { object["OnDemandThroughput"] = onDemand }
            object["WarmThroughput"] = index.warmThroughput.json(status)
        }
        return .object(object)
    }

    private func indexStatus(_ store: IndexStore) -> String {
        if let status = update?.indexStatus[store.index.name] { return status }
        return status == .creating || table.isBackfilling(store) ? "CREATING" : "ACTIVE"
    }

    /// While a table is being made or switched to on-demand, AWS does not tell since when it is.
    private func mode(_ name: String) -> JSON {
        var object = JSON.Object([(name, .string(table.definition.isOnDemand ? "PAY_PER_REQUEST" : "PROVISIONED"))])
        let isSwitching = table.definition.isOnDemand && update?.switchesMode == true
        if !isSwitching && status != .creating {
            let since = table.history.onDemandSince ?? table.created
            object["LastUpdateToPayPerRequestDateTime"] = since.epochSecondsJSON
        }
        return .object(object)
    }

    private var tableThroughput: JSON {
        let before = update?.throughputBefore
        return throughput(
            before ?? table.definition.throughput,
            table.history.throughput,
            update?.table.history.throughput
        )
    }

    private func throughput(_ index: SecondaryIndex) -> JSON {
        let before = update?.throughputBefore(index)
        let history = table.history.indexes[index.name]?.throughput ?? ThroughputHistory()
        return throughput(before ?? index.throughput, history, update?.table.history.indexes[index.name]?.throughput)
    }

    /// `counted` is where today's decreases are taken from when they are others.
    private func throughput(_ units: Throughput, _ history: ThroughputHistory, _ counted: ThroughputHistory?) -> JSON {
        var object = JSON.Object()
        object["LastIncreaseDateTime"] = history.lastIncrease?.epochSecondsJSON
        object["LastDecreaseDateTime"] = history.lastDecrease?.epochSecondsJSON
        object["NumberOfDecreasesToday"] = JSON((counted ?? history).decreases(on: now))
        object["ReadCapacityUnits"] = JSON(units.read)
        object["WriteCapacityUnits"] = JSON(units.write)
        return .object(object)
    }

    private static func attribute(_ attribute: KeyAttribute) -> JSON {
        ["AttributeName": .string(attribute.name), "AttributeType": .string(attribute.type.rawValue)]
    }
}

extension KeySchema {
    /// `KeySchema` on the wire.
    var json: JSON {
        .array(
            partition.map { ["AttributeName": .string($0.name), "KeyType": "HASH"] }
                + sort.map { ["AttributeName": .string($0.name), "KeyType": "RANGE"] }
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
