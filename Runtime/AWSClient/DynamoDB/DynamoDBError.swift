/// Why DynamoDB refused a call.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
public struct DynamoDBError: Error, Sendable, Hashable {
    public var code: Code
    public var message: String
    /// The HTTP status.
    public var statusCode: Int
    public var requestID: String?
    /// The item that stood in the way of a condition, when the call asked for it.
    public var item: DynamoDB.Item?
    /// Why a transaction was cancelled: one reason per action, in the order of the actions.
    public var cancellationReasons: [CancellationReason]?

    /// What became of one action of a cancelled transaction.
    public struct CancellationReason: Sendable, Hashable {
        /// `None` for an action that was not the cause, otherwise such as `ConditionalCheckFailed`.
        public var code: String
        public var message: String?
        public var item: DynamoDB.Item?
    }
}

extension DynamoDBError {
    /// An error's name without its namespace.
    public struct Code: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral {
        public var rawValue: String

        public init(rawValue: String) { self.rawValue = rawValue }
        public init(stringLiteral name: String) { rawValue = name }

        public static let conditionalCheckFailedException: Self = "ConditionalCheckFailedException"
        public static let transactionCanceledException: Self = "TransactionCanceledException"
        public static let transactionConflictException: Self = "TransactionConflictException"
        public static let transactionInProgressException: Self = "TransactionInProgressException"
        public static let idempotentParameterMismatchException: Self = "IdempotentParameterMismatchException"
        public static let resourceNotFoundException: Self = "ResourceNotFoundException"
        public static let resourceInUseException: Self = "ResourceInUseException"
        public static let limitExceededException: Self = "LimitExceededException"
        public static let itemCollectionSizeLimitExceededException: Self = "ItemCollectionSizeLimitExceededException"
        public static let provisionedThroughputExceededException: Self = "ProvisionedThroughputExceededException"
        public static let requestLimitExceeded: Self = "RequestLimitExceeded"
        public static let throttlingException: Self = "ThrottlingException"
        public static let validationException: Self = "ValidationException"
        public static let accessDeniedException: Self = "AccessDeniedException"
        public static let internalServerError: Self = "InternalServerError"
    }
}

extension DynamoDBError: CustomStringConvertible {
    public var description: String { "\(code.rawValue): \(message)" }
}
