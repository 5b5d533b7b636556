import ServiceKit
import Storage
import Wire

/// An action on what memory knows of the queues: the store need not be asked.
protocol CatalogueQuery: DeferredOperation<SQS> {
    func reply(_ service: SQS) throws -> [UInt8]
}

extension CatalogueQuery {
    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        answer(Result { try reply(service) })
    }
}
