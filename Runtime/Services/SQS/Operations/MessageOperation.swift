import JSON
import ServiceKit
import Storage
import Wire

/// An action on the messages of queues. What it changes is told to those who wait once it is durable.
protocol MessageOperation: DeferredOperation<SQS> {
    /// Refuses before it changes anything, or not at all.
    func perform(_ writer: inout MessageWriter) throws -> [UInt8]
}

extension MessageOperation {
    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.shared, together: together) { connection in
            var writer = MessageWriter(service, connection)
            let reply = try perform(&writer)
            return (reply: reply, changes: writer.changes)
        } completion: { (result: Result<(reply: [UInt8], changes: QueueChanges), any Error>) in
            if case .success(let outcome) = result {
                outcome.changes.apply(service)
                service.keepSwept()
            }
            answer(result.map(\.reply))
        }
    }
}

extension JSON.Object {
    /// A number that has the right type, if it is there.
    func integer(_ name: String) throws(AWSError) -> Int? {
        guard let value = self[name]?.nonNull else { return nil }
        guard let number = value.intValue else { throw .serialization(value, java: "Integer") }
        return number
    }

    func texts(_ name: String) -> [String] { self[name]?.arrayValue?.compactMap(\.stringValue) ?? [] }
}

/// The reply of an action that answers nothing.
let emptyReply = Array("{}".utf8)
