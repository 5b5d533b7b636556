import JSON
import Wire

/// What `CreateTable` says of a table, and `UpdateTable` after it.
struct TableDefinition: Sendable {
    /// The `CreateTable` request that makes the table as it is now.
    let request: JSON.Object
    var name: String
    var attributes: [KeyAttribute]
    var key: KeySchema
    var indexes: [SecondaryIndex]
    var isOnDemand: Bool
    var throughput: Throughput
    var isProtected: Bool
    var tableClass: String?
    var isEncrypted: Bool
    /// The key that encrypts the table on AWS, as the request named it; nothing is encrypted here.
    var encryptionKey: String?
    var warmThroughput: WarmThroughput
    /// `OnDemandThroughput` as it was given. Here it limits nothing.
    var onDemandThroughput: JSON?
    var tags: JSON

    /// Reads a request that `CreateTableRules` has found right, or what has become of it.
    init(_ input: JSON.Object, _ history: TableHistory = TableHistory()) {
        request = input
        name = input["TableName"]?.stringValue ?? ""
        attributes = (input["AttributeDefinitions"]?.arrayValue ?? []).map { definition in
            KeyAttribute(
                name: definition["AttributeName"]?.stringValue ?? "",
                type: AttributeType(rawValue: definition["AttributeType"]?.stringValue ?? "") ?? .string
            )
        }
        key = Self.key(input["KeySchema"], attributes)
        isOnDemand = input["BillingMode"]?.stringValue == "PAY_PER_REQUEST"
        throughput = Throughput(input["ProvisionedThroughput"])
        isProtected = input["DeletionProtectionEnabled"]?.boolValue ?? false
        tableClass = input["TableClass"]?.stringValue
        isEncrypted = input["SSESpecification"]?["Enabled"]?.boolValue ?? false
        encryptionKey = input["SSESpecification"]?["KMSMasterKeyId"]?.stringValue
        tags = input["Tags"] ?? []
        warmThroughput = WarmThroughput(
            input["WarmThroughput"]?.nonNull,
            provisioned: throughput,
            isOnDemand: isOnDemand
        )
        onDemandThroughput = input["OnDemandThroughput"]?.nonNull
        indexes = []
        for kind in [SecondaryIndex.Kind.local, .global] {
            for json in input[kind.rawValue]?.arrayValue ?? [] {
                let number = history.indexes[json["IndexName"]?.stringValue ?? ""]?.number ?? indexes.count + 1
                indexes.append(Self.index(json, kind, attributes, isOnDemand, number: number))
            }
        }
    }

    private static func key(_ json: JSON?, _ attributes: [KeyAttribute]) -> KeySchema {
        func part(_ type: JSON) -> [KeyAttribute] {
            (json?.arrayValue ?? []).filter { $0["KeyType"] == type }.map { element in
                let name = element["AttributeName"]?.stringValue ?? ""
                return attributes.first { $0.name.hasSameBytes(as: name) } ?? KeyAttribute(name: name, type: .string)
            }
        }
        return KeySchema(partition: part("HASH"), sort: part("RANGE"))
    }

    private static func index(
        _ json: JSON,
        _ kind: SecondaryIndex.Kind,
        _ attributes: [KeyAttribute],
        _ isOnDemand: Bool,
        number: Int
    ) -> SecondaryIndex {
        let projected: SecondaryIndex.Projected =
            switch json["Projection"]?["ProjectionType"]?.stringValue {
            case "KEYS_ONLY": .keysOnly
            case "INCLUDE":
                .include((json["Projection"]?["NonKeyAttributes"]?.arrayValue ?? []).compactMap(\.stringValue))
            default: .all
            }
        let throughput = Throughput(json["ProvisionedThroughput"])
        return SecondaryIndex(
            name: json["IndexName"]?.stringValue ?? "",
            kind: kind,
            key: key(json["KeySchema"], attributes),
            projected: projected,
            throughput: throughput,
            warmThroughput: WarmThroughput(
                json["WarmThroughput"]?.nonNull,
                provisioned: throughput,
                isOnDemand: isOnDemand
            ),
            onDemandThroughput: json["OnDemandThroughput"]?.nonNull,
            number: number
        )
    }
}

extension Throughput {
    /// Reads `ProvisionedThroughput`.
    init(_ json: JSON?) {
        read = json?["ReadCapacityUnits"]?.intValue ?? 0
        write = json?["WriteCapacityUnits"]?.intValue ?? 0
    }
}
