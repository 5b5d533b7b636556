import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a table of what another one was.
struct Restoration: Sendable {
    static let overrides: [Shape.Member] = [
        .required("TargetTableName", .name),
        .optional("BillingModeOverride", .billingMode),
        .optional("ProvisionedThroughputOverride", .provisionedThroughput),
        .optional("OnDemandThroughputOverride", .onDemandThroughput),
        .optional("SSESpecificationOverride", .encryption),
        .optional("GlobalSecondaryIndexOverride", CreateTableShape.globalIndexes),
        .optional("LocalSecondaryIndexOverride", CreateTableShape.localIndexes),
    ]

    /// What is not taken over from the table that was.
    private static let left = ["StreamSpecification", "Tags", "DeletionProtectionEnabled", "ResourcePolicy"]

    let targetName: String
    private let input: JSON.Object

    init(_ input: JSON.Object) {
        self.input = input
        targetName = input["TargetTableName"]?.stringValue ?? ""
    }

    /// Whether there is room for the table.
    func check(_ service: DynamoDB) throws(AWSError) {
        guard service.catalogue[targetName] == nil else {
            throw AWSError("TableAlreadyExistsException", message: "Table already exists: \(targetName)")
        }
    }

    /// Makes the table from a `CreateTable` request, with the items that stand in `items` and what they put into indexes.
    func table(
        _ former: JSON.Object,
        items: String,
        _ restore: RestoreSummary,
        _ service: DynamoDB,
        _ connection: Connection
    ) throws -> Table {
        let definition = try CreateTable(CreateTable.read(.object(try request(former))), service).definition
        let context = service.context
        var table = try Table.create(
            definition,
            (account: context.account, id: context.ids.uuid(), now: restore.time, streamCreated: restore.time),
            connection
        )
        let columns = "pk, sk, size, body"
        try connection.run("INSERT INTO \(table.items.tableName) (\(columns)) SELECT \(columns) FROM \(items)")
        if !table.indexes.isEmpty {
            try table.items.forEach(behind: 0, connection) { _, key, item in
                let attributes = try item.attributes()
                for index in table.indexes { _ = try index.update(key, from: nil, to: attributes, connection) }
                return true
            }
        }
        var history = table.history
        history.restore = restore
        table = try table.altered(definition.request, history, connection)
        return table
    }

    private func request(_ former: JSON.Object) throws(AWSError) -> JSON.Object {
        var request = former
        request["TableName"] = .string(targetName)
        for name in Self.left { request[name] = nil }
        for name in ["ProvisionedThroughput", "OnDemandThroughput", "SSESpecification"] {
            if let given = input["\(name)Override"]?.nonNull { request[name] = given }
        }
        for (name, kind) in [("Global", SecondaryIndex.Kind.global), ("Local", .local)] {
            guard let given = input["\(name)SecondaryIndexOverride"]?.nonNull else { continue }
            try check(given, former[kind.rawValue])
            request[kind.rawValue] = given == [] ? nil : given
        }
        if let mode = input["BillingModeOverride"]?.nonNull { request.switchMode(to: mode) }
        request.leaveOutUnusedAttributes()
        return request
    }

    /// Indexes may be left out, and none added.
    private func check(_ given: JSON, _ former: JSON?) throws(AWSError) {
        let names = former?.arrayValue?.compactMap { $0["IndexName"] } ?? []
        for index in given.arrayValue ?? [] where !names.contains(index["IndexName"] ?? .null) {
            throw .validation("Indexes provided should match existing secondary indexes of the table being restored")
        }
    }
}

extension JSON.Object {
    fileprivate mutating func switchMode(to mode: JSON) {
        self["BillingMode"] = mode
        guard mode == "PAY_PER_REQUEST" else { return }
        self["ProvisionedThroughput"] = nil
        let kind = SecondaryIndex.Kind.global.rawValue
        guard let indexes = self[kind]?.arrayValue else { return }
        self[kind] = .array(
            indexes.map { index in
                var index = index.objectValue ?? JSON.Object()
                index["ProvisionedThroughput"] = nil
                return .object(index)
            }
        )
    }

    /// `CreateTable` takes no definitions of attributes that are in no key.
    fileprivate mutating func leaveOutUnusedAttributes() {
        let indexes = [SecondaryIndex.Kind.local, .global].flatMap { self[$0.rawValue]?.arrayValue ?? [] }
        let schemas = [self["KeySchema"]] + indexes.map { $0["KeySchema"] }
        let names = schemas.flatMap { $0?.arrayValue ?? [] }.compactMap { $0["AttributeName"] }
        let definitions = self["AttributeDefinitions"]?.arrayValue ?? []
        self["AttributeDefinitions"] = .array(definitions.filter { names.contains($0["AttributeName"] ?? .null) })
    }
}

/// Where a table comes from.
struct RestoreSummary: Sendable, Codable {
    var backupARN: String?
    var tableARN: String
    var time: Timestamp

    func json(isUnderWay: Bool) -> JSON {
        var summary = JSON.Object()
        summary["SourceBackupArn"] = backupARN.map { .string($0) }
        summary["SourceTableArn"] = .string(tableARN)
        summary["RestoreDateTime"] = time.epochSecondsJSON
        summary["RestoreInProgress"] = .bool(isUnderWay)
        return .object(summary)
    }
}
