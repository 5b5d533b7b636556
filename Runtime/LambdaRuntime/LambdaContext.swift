/// What Lambda says of one invocation.
public struct LambdaContext: Sendable {
    private final class Storage: Sendable {
        let requestID: String
        let traceID: String
        let tenantID: String?
        let invokedFunctionARN: String
        let deadline: LambdaClock.Instant
        let cognitoIdentity: String?
        let clientContext: ClientContext?
        let logger: LambdaLogger
        let logGroupName: String?
        let logStreamName: String?

        init(
            requestID: String,
            traceID: String,
            tenantID: String?,
            invokedFunctionARN: String,
            deadline: LambdaClock.Instant,
            cognitoIdentity: String?,
            clientContext: ClientContext?,
            logger: LambdaLogger,
            logGroupName: String?,
            logStreamName: String?
        ) {
            self.requestID = requestID
            self.traceID = traceID
            self.tenantID = tenantID
            self.invokedFunctionARN = invokedFunctionARN
            self.deadline = deadline
            self.cognitoIdentity = cognitoIdentity
            self.clientContext = clientContext
            self.logger = logger
            self.logGroupName = logGroupName
            self.logStreamName = logStreamName
        }
    }

    private let storage: Storage

    /// Without names of log group and stream, they are those of the process.
    public init(
        requestID: String,
        traceID: String,
        tenantID: String? = nil,
        invokedFunctionARN: String,
        deadline: LambdaClock.Instant,
        cognitoIdentity: String? = nil,
        clientContext: ClientContext? = nil,
        logger: LambdaLogger,
        logGroupName: String? = nil,
        logStreamName: String? = nil
    ) {
        storage = Storage(
            requestID: requestID,
            traceID: traceID,
            tenantID: tenantID,
            invokedFunctionARN: invokedFunctionARN,
            deadline: deadline,
            cognitoIdentity: cognitoIdentity,
            clientContext: clientContext,
            logger: logger,
            logGroupName: logGroupName,
            logStreamName: logStreamName
        )
    }

    public var requestID: String { storage.requestID }
    /// The X-Ray header of the invocation; empty where Lambda gave none.
    public var traceID: String { storage.traceID }
    public var tenantID: String? { storage.tenantID }
    /// With qualifier if the caller gave one.
    public var invokedFunctionARN: String { storage.invokedFunctionARN }
    /// When Lambda kills the function.
    public var deadline: LambdaClock.Instant { storage.deadline }
    /// JSON, as it came.
    public var cognitoIdentity: String? { storage.cognitoIdentity }
    public var clientContext: ClientContext? { storage.clientContext }
    /// Its lines carry the request id.
    public var logger: LambdaLogger { storage.logger }

    /// Empty outside of Lambda.
    public var logGroupName: String {
        storage.logGroupName ?? Launch.environment("AWS_LAMBDA_LOG_GROUP_NAME") ?? ""
    }
    /// Empty outside of Lambda.
    public var logStreamName: String {
        storage.logStreamName ?? Launch.environment("AWS_LAMBDA_LOG_STREAM_NAME") ?? ""
    }

    /// Negative when the deadline has passed.
    public func getRemainingTime() -> Duration { LambdaClock().now.duration(to: deadline) }
}

extension LambdaContext: CustomDebugStringConvertible {
    public var debugDescription: String {
        "LambdaContext(requestID: \(requestID), traceID: \(traceID), function: \(invokedFunctionARN), "
            + "cognitoIdentity: \(cognitoIdentity ?? "nil"), deadline: \(deadline.milliseconds))"
    }
}
