import ServiceKit
import Storage
import Time

extension DynamoDB {
    /// Removes every table and stream with all that they hold, and forgets the tokens of transactions.
    package func reset() async throws {
        let (account, now) = (context.account, context.time.now)
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            context.database.write(.alone) { [catalogue] connection in
                for name in catalogue.names { try catalogue[name]?.drop(at: now, connection) }
                for stream in try Stream.all(account, connection) { try stream.drop(connection) }
                try connection.run("DELETE FROM dynamodb_token")
            } completion: { [catalogue] result in
                if case .success = result { catalogue.removeAll() }
                continuation.resume(with: result)
            }
        }
    }
}
