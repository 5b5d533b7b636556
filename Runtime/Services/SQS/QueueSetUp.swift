import JSON
import ServiceKit
import Storage
import Wire

extension SQS {
    /// Makes the queue that a `CreateQueue` request describes, unless it is there: one that is there keeps its messages
    /// and gets the attributes and tags of the request. Returns whether it made it.
    ///
    /// Refuses with AWS's error what these actions refuse. May be called from any thread that can wait; not from an
    /// event loop.
    @discardableResult
    package func setUpQueue(_ request: JSON) throws(AWSError) -> Bool {
        let operation = try CreateQueue(CreateQueue.read(request), self)
        do {
            let made = try context.database.writeAndWait(.alone) { [self] connection in
                try operation.setUp(self, connection)
            } committed: { [self] in
                catalogue.insert($0.queue)
            }
            return made.isNew
        } catch let error as AWSError {
            throw error
        } catch let failure as StorageError {
            throw error(for: failure)
        } catch {
            throw .internalFailure
        }
    }

    package func queueARN(_ name: String) -> String? { catalogue[name].map { "\($0.arn)" } }

    /// In their order.
    package var queueNames: [String] { catalogue.all.map(\.name) }
}

extension CreateQueue {
    fileprivate func setUp(_ service: SQS, _ connection: Connection) throws -> (queue: Queue, isNew: Bool) {
        guard let present = service.catalogue[key] else {
            return try create(service, connection, waitsAfterDeletion: false)
        }
        let queue = try replacing(present, service)
        try queue.save(connection, home: service.context.account.region)
        return (queue, false)
    }
}
