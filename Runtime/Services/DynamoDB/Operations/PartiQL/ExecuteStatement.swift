import JSON
import ServiceKit
import Storage
import Wire

/// Reads items, or writes one, as a PartiQL statement says.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteStatement.html
struct ExecuteStatement: StatementOperation {
    static let input = Shape.structure(
        "ExecuteStatementInput",
        Shape.statementMembers + [
            .optional("ConsistentRead", .boolean),
            .optional("NextToken", .string(length: 1...32_768)),
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
            .optional("Limit", .limit),
        ]
    )

    private let statement: Statement
    private let options: StatementOptions

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        statement = try Statement(.object(input))
        options = try StatementOptions(input)
    }

    var isRead: Bool { statement.isRead }

    func run(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let result = try statement.run(options, service, connection)
        var reply = JSON.Object([("Items", .array(result.items))])
        reply["LastEvaluatedKey"] = result.lastKey
        reply["NextToken"] = result.lastKey.map { .string(StatementOptions.token($0)) }
        reply["ConsumedCapacity"] = result.capacity
        return JSON.object(reply).bytes
    }
}
