import AWSClient

/// The store cannot be asked, or does not answer.
package struct StoreOutage: Error, Sendable, Hashable, CustomStringConvertible {
    package var reason: String

    package init(_ reason: String) { self.reason = reason }

    package var description: String { "the store of products is not available: \(reason)" }

    /// Whether an error says that the store is down or has too much to do, and not that a call was wrong.
    package static func isOutage(_ error: any Error) -> Bool {
        switch error {
        case is StoreOutage, is AWSConnectionError: true
        case let error as DynamoDBError: error.statusCode >= 500 || throttles.contains(error.code)
        default: false
        }
    }

    private static let throttles: Set<DynamoDBError.Code> = [
        .provisionedThroughputExceededException, .requestLimitExceeded, .throttlingException,
    ]
}
