import FoundationEssentials
import JSON
import Storage
import Wire

/// What a caller wants besides.
struct StatementOptions: Sendable {
    static let names = [
        "ConsistentRead", "ReturnConsumedCapacity", "Limit", "ReturnValuesOnConditionCheckFailure",
    ]

    /// Under the names that `Query` and `PutItem` know as well.
    var members: [JSON.Object.Member]
    var startKey: JSON?

    init(_ input: JSON.Object) throws(AWSError) {
        members = input.members.filter { Self.names.contains($0.key) && !$0.value.isNull }
        startKey = try input["NextToken"]?.stringValue.map(Self.startKey)
    }

    /// Tokens are keys.
    private static func startKey(_ token: String) throws(AWSError) -> JSON {
        guard let data = Data(base64Encoded: token), let key = try? JSON(parsing: data), key.objectValue != nil else {
            throw .validation("Invalid NextToken")
        }
        return key
    }

    static func token(_ key: JSON) -> String { Data(key.bytes).base64EncodedString() }

    fileprivate func add(_ names: Set<String>, to request: inout JSON.Object) {
        for member in members where names.contains(member.key) { request[member.key] = member.value }
    }
}

/// What has come of a statement.
struct StatementResult {
    var items: [JSON] = []
    var lastKey: JSON?
    var capacity: JSON?
}

extension Statement {
    /// Does it, by the action that it stands for.
    func run(
        _ options: StatementOptions,
        _ service: DynamoDB,
        _ connection: Connection
    ) throws -> StatementResult {
        let table = try service.catalogue.table(tableName)
        guard case .select(let selection) = kind else { return try write(table, options, service, connection) }
        var (isQuery, request) = try read(selection, table)
        options.add(["ConsistentRead", "ReturnConsumedCapacity", "Limit"], to: &request)
        request["ExclusiveStartKey"] = options.startKey
        let bytes =
            isQuery
            ? try Query(request, service).perform(service, connection)
            : try Scan(request, service).perform(service, connection)
        let reply = try JSON(parsing: bytes)
        var items = reply["Items"]?.arrayValue ?? []
        if let paths = selection.paths, paths.contains(where: { $0.elements.count > 1 }) {
            items = try items.map { try Self.shown($0, paths) }
        }
        return StatementResult(items: items, lastKey: reply["LastEvaluatedKey"], capacity: reply["ConsumedCapacity"])
    }

    private func write(
        _ table: Table,
        _ options: StatementOptions,
        _ service: DynamoDB,
        _ connection: Connection
    ) throws -> StatementResult {
        var (action, request) = try write(table)
        options.add(["ReturnConsumedCapacity", "ReturnValuesOnConditionCheckFailure"], to: &request)
        request["ReturnValues"] = returnValues.map { .string($0) }
        let bytes: [UInt8]
        switch action {
        case "Put":
            do {
                bytes = try PutItem(request, service).perform(service, connection)
            } catch let error as AWSError where error.code == "ConditionalCheckFailedException" {
                throw AWSError.duplicateItem
            }
        case "Update": bytes = try UpdateItem(request, service).perform(service, connection)
        case "Delete": bytes = try DeleteItem(request, service).perform(service, connection)
        default: throw AWSError.validation("EXISTS() can be used only in transactions.")
        }
        let reply = try JSON(parsing: bytes)
        return StatementResult(
            items: reply["Attributes"].map { [$0] } ?? [],
            capacity: reply["ConsumedCapacity"]
        )
    }
}
