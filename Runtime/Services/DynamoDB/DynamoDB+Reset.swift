import ServiceKit
import Storage
import Synchronization
import Time

extension DynamoDB {
    /// Removes every table, stream and backup with all that they hold, and forgets the tokens of transactions. A table that is
    /// set up again has its stream under the same ARN: who has been told of that need not be told another one.
    package func reset() async throws {
        let (account, now) = (context.account, context.time.now)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            context.database.write(.alone) { [catalogue] connection in
                let streams = catalogue.names.compactMap { catalogue[$0]?.stream }.filter(\.isEnabled)
                for name in catalogue.names { try catalogue[name]?.drop(at: now, connection) }
                for stream in try Stream.all(account, connection) { try stream.drop(connection) }
                for backup in try Backup.all(connection: connection) { try backup.delete(connection) }
                try connection.run("DELETE FROM dynamodb_token")
                return Dictionary(streams.map { ($0.tableName, $0.created) }) { first, _ in first }
            } completion: { [self] (result: Result<[String: Timestamp], any Error>) in
                if case .success(let streams) = result {
                    catalogue.removeAll()
                    formerStreams.withLock { $0 = streams }
                }
                continuation.resume(with: result.map { _ in })
            }
        }
    }
}
