import JSON
import Wire

/// What `CreateTable` says of a table.
struct TableDefinition: Sendable {
    var name: String
    var attributes: [KeyAttribute]
    var key: KeySchema
    var indexes: [SecondaryIndex]
    var isOnDemand: Bool
    /// Provisioned units; 0 on demand.
    var readUnits: Int
    var writeUnits: Int
    var isProtected: Bool
    var tableClass: String?
    var isEncrypted: Bool
    /// The key that encrypts the table on AWS, as the request named it; nothing is encrypted here.
    var encryptionKey: String?
    var warmThroughput: WarmThroughput
    /// `OnDemandThroughput` as it was given. Here it limits nothing.
    var onDemandThroughput: JSON?
    var tags: JSON

    /// Reads a request that `CreateTableRules` has found right.
    init(_ input: JSON.Object) {
        name = input["TableName"]?.stringValue ?? ""
        attributes = (input["AttributeDefinitions"]?.arrayValue ?? []).map { definition in
            KeyAttribute(
                name: definition["AttributeName"]?.stringValue ?? "",
                type: AttributeType(rawValue: definition["AttributeType"]?.stringValue ?? "") ?? .string
            )
        }
        key = Self.key(input["KeySchema"], attributes)
        isOnDemand = input["BillingMode"]?.stringValue == "PAY_PER_REQUEST"
        (readUnits, writeUnits) = Self.units(input["ProvisionedThroughput"])
        isProtected = input["DeletionProtectionEnabled"]?.boolValue ?? false
        tableClass = input["TableClass"]?.stringValue
        isEncrypted = input["SSESpecification"]?["Enabled"]?.boolValue ?? false
        encryptionKey = input["SSESpecification"]?["KMSMasterKeyId"]?.stringValue
        tags = input["Tags"] ?? []
        warmThroughput = WarmThroughput(
            input["WarmThroughput"]?.nonNull,
            provisioned: (readUnits, writeUnits),
            isOnDemand: isOnDemand
        )
        onDemandThroughput = input["OnDemandThroughput"]?.nonNull
        indexes = []
        for kind in [SecondaryIndex.Kind.local, .global] {
            for json in input[kind.rawValue]?.arrayValue ?? [] {
                indexes.append(Self.index(json, kind, attributes, isOnDemand, number: indexes.count + 1))
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
        let (read, write) = units(json["ProvisionedThroughput"])
        return SecondaryIndex(
            name: json["IndexName"]?.stringValue ?? "",
            kind: kind,
            key: key(json["KeySchema"], attributes),
            projected: projected,
            readUnits: read,
            writeUnits: write,
            warmThroughput: WarmThroughput(
                json["WarmThroughput"]?.nonNull,
                provisioned: (read, write),
                isOnDemand: isOnDemand
            ),
            onDemandThroughput: json["OnDemandThroughput"]?.nonNull,
            number: number
        )
    }

    private static func units(_ json: JSON?) -> (read: Int, write: Int) {
        (json?["ReadCapacityUnits"]?.intValue ?? 0, json?["WriteCapacityUnits"]?.intValue ?? 0)
    }
}
