import JSON
import ServiceKit
import Storage
import Wire

/// An action that runs PartiQL statements: they say whether it reads or writes.
protocol StatementOperation: DeferredOperation where Service == DynamoDB {
    var isRead: Bool { get }

    func run(_ service: DynamoDB, _ connection: Connection) throws -> [UInt8]
}

extension StatementOperation {
    func begin(_ service: DynamoDB, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        guard isRead else {
            return service.context.database.write(.savepoint) {
                try run(service, $0)
            } completion: { result in
                if case .success = result { committed(service) }
                answer(result)
            }
        }
        service.context.database.read { connection in
            answer(Result { try run(service, try connection.get()) })
        }
    }
}

extension Shape {
    static let statement = Shape.string(length: 1...8192)
    static let statementParameters = Shape.list(.attributeValue, length: 1...Int(Int32.max))

    static let statementMembers: [Shape.Member] = [
        .required("Statement", .statement),
        .optional("Parameters", .statementParameters),
        .optional("ReturnValuesOnConditionCheckFailure", .returnValuesOnConditionCheckFailure),
    ]
}

extension Statement {
    /// Of a request's member with that shape.
    init(_ input: JSON) throws(AWSError) {
        self = try StatementParser.parse(
            input["Statement"]?.stringValue ?? "",
            input["Parameters"]?.nonNull?.arrayValue ?? []
        )
    }
}
