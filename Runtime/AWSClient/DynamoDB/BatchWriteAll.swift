extension DynamoDB {
    /// Writes any number of items of one table, 25 a call, and what DynamoDB leaves unprocessed again, with full jitter.
    ///
    /// Not all or nothing: when it throws, some are written. `maximumAttempts` is how often in a row a call may bring
    /// nothing forward before it gives up with `provisionedThroughputExceededException`.
    public func batchWriteAll(
        _ requests: some Sequence<WriteRequest> & Sendable,
        tableName: String,
        maximumAttempts: Int = 8
    ) async throws {
        var rest = Array(requests)[...]
        var attempt = 1
        while !rest.isEmpty {
            let batch = rest.prefix(25)
            let output = try await batchWriteItem(.init(requestItems: [tableName: Array(batch)]))
            let left = output.unprocessedItems[tableName] ?? []
            rest = left + rest.dropFirst(batch.count)
            attempt = left.count < batch.count ? 1 : attempt + 1
            guard attempt <= maximumAttempts else { throw DynamoDBError.nothingProcessed(tableName) }
            if !left.isEmpty { try await Task.sleep(for: RetryDelay.beforeAttempt(attempt + 1)) }
        }
    }
}

extension DynamoDBError {
    fileprivate static func nothingProcessed(_ tableName: String) -> DynamoDBError {
        DynamoDBError(
            code: .provisionedThroughputExceededException,
            message: "The table \(tableName) takes no more items",
            statusCode: 200
        )
    }
}
