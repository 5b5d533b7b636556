import JSON
import ServiceKit
import Storage
import Wire

/// Reads or writes one item by each of up to a hundred statements: all of them or none.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_ExecuteTransaction.html
struct ExecuteTransaction: StatementOperation {
    static let input = Shape.structure(
        "ExecuteTransactionInput",
        [
            .required(
                "TransactStatements",
                .list(
                    .structure("ParameterizedStatement", Shape.statementMembers),
                    length: 1...Limits.transactItems
                )
            ),
            .optional("ClientRequestToken", .string(length: 1...36)),
            .optional("ReturnConsumedCapacity", .returnConsumedCapacity),
        ]
    )

    private let statements: [Statement]
    private let onFailure: [JSON?]
    /// The other members.
    private let rest: JSON.Object
    let isRead: Bool

    init(_ input: JSON.Object, _ service: DynamoDB) throws(AWSError) {
        let requests = input["TransactStatements"]?.arrayValue ?? []
        var statements: [Statement] = []
        for request in requests { statements.append(try Statement(request)) }
        self.statements = statements
        onFailure = requests.map { $0["ReturnValuesOnConditionCheckFailure"]?.nonNull }
        isRead = statements.allSatisfy(\.isRead)
        guard isRead || !statements.contains(where: \.isRead) else {
            throw .validation("The transaction must consist of either read statements or write statements.")
        }
        var rest = input
        rest["TransactStatements"] = nil
        self.rest = rest
    }

    /// Writes are those of a `TransactWriteItems`, which holds its items from here on.
    func begin(_ service: DynamoDB, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        guard !isRead else {
            return service.context.database.read { connection in
                answer(Result { try run(service, try connection.get()) })
            }
        }
        do throws(AWSError) {
            try TransactWriteItems(self.request(service), service).begin(service, request, together) { result in
                answer(Result { try reply(result) })
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func request(_ service: DynamoDB) throws(AWSError) -> JSON.Object {
        var items: [JSON] = []
        for (index, statement) in statements.enumerated() { items.append(try item(statement, index, service)) }
        var request = rest
        request["TransactItems"] = .array(items)
        return request
    }

    func run(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8] {
        let gets = try TransactGetItems(request(service), service)
        let reply = try JSON(parsing: try gets.perform(service, connection))
        let responses = try zip(statements, reply["Responses"]?.arrayValue ?? []).map(Self.shown)
        return Self.reply(responses, reply["ConsumedCapacity"])
    }

    /// What the other transactions have for it.
    private func item(_ statement: Statement, _ index: Int, _ service: DynamoDB) throws(AWSError) -> JSON {
        let table = try service.catalogue.table(statement.tableName)
        guard case .select(let selection) = statement.kind else {
            var (action, request) = try statement.write(table)
            request["ReturnValuesOnConditionCheckFailure"] = onFailure[index]
            return .object(JSON.Object([(action, .object(request))]))
        }
        guard let (key, rest) = statement.key(table), selection.indexName == nil else {
            throw .validation("Where clause does not contain a mandatory equality on all key attributes")
        }
        guard rest == nil else {
            throw .validation("Hearth takes no conditions beside those on the key in SELECT statements of transactions")
        }
        return ["Get": ["TableName": .string(statement.tableName), "Key": key.json]]
    }

    private static func shown(_ statement: Statement, _ response: JSON) throws(AWSError) -> JSON {
        guard case .select(let selection) = statement.kind, let paths = selection.paths, let item = response["Item"]
        else { return response }
        return ["Item": try Statement.shown(item, paths)]
    }

    private func reply(_ result: Result<[UInt8], any Error>) throws -> [UInt8] {
        do {
            let bytes = try result.get()
            return Self.reply(statements.map { _ in [:] }, try JSON(parsing: bytes)["ConsumedCapacity"])
        } catch let error as AWSError where error.code == "TransactionCanceledException" {
            throw duplicates(error)
        }
    }

    /// An `INSERT` that finds an item in its place is told of that.
    private func duplicates(_ error: AWSError) -> AWSError {
        let reasons = (error.members["CancellationReasons"]?.arrayValue ?? []).enumerated().map { index, reason in
            guard case .insert = statements[index].kind, reason["Code"] == "ConditionalCheckFailed" else {
                return reason
            }
            return ["Code": "DuplicateItem", "Message": .string(AWSError.duplicateItem.message)] as JSON
        }
        let codes = reasons.compactMap { $0["Code"]?.stringValue }.joined(separator: ", ")
        return AWSError(
            error.code,
            message: "\(error.message.prefix { $0 != "[" })[\(codes)]",
            members: JSON.Object([("CancellationReasons", .array(reasons))])
        )
    }

    private static func reply(_ responses: [JSON], _ capacity: JSON?) -> [UInt8] {
        var reply = JSON.Object([("Responses", .array(responses))])
        reply["ConsumedCapacity"] = capacity
        return JSON.object(reply).bytes
    }
}
