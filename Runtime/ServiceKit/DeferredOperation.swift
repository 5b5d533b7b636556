import Storage
import Wire

/// An operation that turns to the store by itself, if at all, and answers when it likes: it has `begin` and no `perform`.
package protocol DeferredOperation<Service>: Operation {}

extension DeferredOperation {
    package static var access: OperationAccess { .deferred }

    package func perform(_ service: Service, _ connection: Connection) throws -> [UInt8] {
        throw AWSError("InternalFailure", status: 500, message: "\(Self.name) does not run within a transaction")
    }
}
