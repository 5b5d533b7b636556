import JSON
import ServiceKit
import Storage
import Wire

/// Reads or writes one item by each of up to 25 statements. What is wrong with one of them does not keep the others from
/// being done.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchExecuteStatement.html
struct BatchExecuteStatement: StatementOperation {
    static let input = Shape.structure(
        "BatchExecuteStatementInput",
        [
            .required(
                "Statements",
                .list(
                    .structure(
                        "BatchStatementRequest",
                        Shape.statementMembers + [.optional("ConsistentRead", .boolean)]
                    ),
                    length: 1...25
                )
            ),
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
        ]
    )

    private struct Entry: Sendable {
        var statement: Result<Statement, AWSError>
        var options: StatementOptions
    }

    private let entries: [Entry]
    private let detail: JSON?
    let isRead: Bool

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        detail = input["ReturnConsumedCapacity"]?.nonNull
        var entries: [Entry] = []
        for request in input["Statements"]?.arrayValue ?? [] {
            var members = request.objectValue ?? JSON.Object()
            members["ReturnConsumedCapacity"] = detail
            entries.append(Entry(statement: Self.statement(request), options: try StatementOptions(members)))
        }
        self.entries = entries
        let reads = entries.compactMap { try? $0.statement.get() }.map(\.isRead)
        isRead = reads.allSatisfy(\.self)
        guard isRead || !reads.contains(true) else {
            throw .validation("The batch must consist of either read statements or write statements.")
        }
    }

    private static func statement(_ request: JSON) -> Result<Statement, AWSError> {
        do throws(AWSError) {
            return .success(try Statement(request))
        } catch {
            return .failure(error)
        }
    }

    func run(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        var capacities: [JSON] = []
        let responses = try entries.map { try response($0, &capacities, service, connection) }
        var reply = JSON.Object([("Responses", .array(responses))])
        if detail != nil { reply["ConsumedCapacity"] = .array(capacities) }
        return JSON.object(reply).bytes
    }

    private func response(
        _ entry: Entry,
        _ capacities: inout [JSON],
        _ service: DynamoDB,
        _ connection: Connection
    ) throws -> JSON {
        var response = JSON.Object()
        do {
            let statement = try entry.statement.get()
            let table = try service.catalogue.table(statement.tableName)
            response["TableName"] = .string(statement.tableName)
            if statement.isRead && statement.key(table) == nil { throw AWSError.noKey }
            let result = try statement.run(entry.options, service, connection)
            if let capacity = result.capacity { capacities.append(capacity) }
            response["Item"] = result.items.first
        } catch let error as AWSError {
            response["Error"] = error.ofStatement
        }
        return .object(response)
    }
}

extension AWSError {
    fileprivate static let noKey = validation(
        "Select statements within BatchExecuteStatement must specify the primary key in the where clause."
    )

    /// Codes lose their ending there.
    fileprivate var ofStatement: JSON {
        var name = code
        if name == "ValidationException" { name = "ValidationError" }
        if name.hasSuffix("Exception") { name.removeLast("Exception".count) }
        var error = JSON.Object([("Code", .string(name)), ("Message", .string(message))])
        error["Item"] = members["Item"]
        return .object(error)
    }
}
