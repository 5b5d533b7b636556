import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local DynamoDB with DynamoDB Streams: API version 2012-08-10 over awsJson 1.0.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/Welcome.html
package final class DynamoDB: AWSService, HTTPHandler {
    package let context: ServiceContext
    let catalogue: Catalogue
    let streamActivity = StreamActivity()
    let transactions = TransactionGuard()
    /// By table name: when the streams were made that a reset has removed.
    let formerStreams = Mutex<[String: Timestamp]>([:])
    let retentionAlarm: Alarm
    let expiryAlarm: Alarm
    private static let targetPrefix = "DynamoDB_20120810."
    private static let streamsTargetPrefix = "DynamoDBStreams_20120810."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<DynamoDB>.Type] = [
        CreateTable.self, UpdateTable.self, DescribeTable.self, ListTables.self, DeleteTable.self,
        PutItem.self, GetItem.self, UpdateItem.self, DeleteItem.self,
        Query.self, Scan.self, BatchGetItem.self, BatchWriteItem.self,
        TransactGetItems.self, TransactWriteItems.self,
        ExecuteStatement.self, BatchExecuteStatement.self, ExecuteTransaction.self,
        UpdateTimeToLive.self, DescribeTimeToLive.self,
        TagResource.self, UntagResource.self, ListTagsOfResource.self,
        PutResourcePolicy.self, GetResourcePolicy.self, DeleteResourcePolicy.self,
        DescribeContinuousBackups.self, UpdateContinuousBackups.self,
        CreateBackup.self, DescribeBackup.self, ListBackups.self, DeleteBackup.self, RestoreTableFromBackup.self,
        RestoreTableToPointInTime.self, ListExports.self, ListImports.self, ListGlobalTables.self,
        DescribeContributorInsights.self, ListContributorInsights.self,
        DescribeKinesisStreamingDestination.self, DescribeTableReplicaAutoScaling.self,
        DescribeLimits.self, DescribeEndpoints.self,
    ]

    /// On AWS a service of its own, with the same signing name.
    static let streamsOperations: [any Operation<DynamoDB>.Type] = [
        ListStreams.self, DescribeStream.self, GetShardIterator.self, GetRecords.self,
    ]

    private let dispatcher: JSONDispatcher<DynamoDB>
    private let streamsDispatcher: JSONDispatcher<DynamoDB>

    /// Takes up the tables that the store holds. Its schema must include `DynamoDB.migrations`.
    package init(_ context: ServiceContext) throws {
        self.context = context
        catalogue = try Catalogue(context.database, context.account)
        dispatcher = JSONDispatcher(
            version: "1.0",
            targetPrefixes: [Self.targetPrefix],
            operations: Self.operations
        )
        streamsDispatcher = JSONDispatcher(
            version: "1.0",
            targetPrefixes: [Self.streamsTargetPrefix],
            operations: Self.streamsOperations
        )
        retentionAlarm = Alarm(context.time)
        expiryAlarm = Alarm(context.time)
        try resumeAlarms()
        for name in catalogue.names {
            backfill(IndexBackfill.self, of: name)
            backfill(ExpiryFill.self, of: name)
        }
    }

    /// Calls `listener` with the ARN of a stream when it has new records: on the writer's thread, after their commit, so
    /// that it must not block. It may be called once for many records, and for none.
    package func onStreamRecords(_ listener: @escaping @Sendable (_ streamARN: String) -> Void) {
        streamActivity.listen(listener)
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] {
            return target.hasPrefix(Self.targetPrefix) || target.hasPrefix(Self.streamsTargetPrefix)
        }
        return CredentialScope(request)?.service == "dynamodb"
    }

    /// AWS's bound, for every action.
    package func bodyLimit(of request: HTTPRequest) -> Int { 16 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        let isForStreams = request.headers["X-Amz-Target"]?.hasPrefix(Self.streamsTargetPrefix) == true
        (isForStreams ? streamsDispatcher : dispatcher).handle(request, self, respond: respond)
    }

    /// What AWS answers to a `GET` of its root, as load balancers ask for it.
    package func page(_ request: HTTPRequest) -> HTTPResponse? {
        guard request.path == "/" else { return nil }
        let host = request.headers["Host"] ?? "dynamodb.\(context.account.region).amazonaws.com"
        return HTTPResponse(body: Array("healthy: \(host) ".utf8))
    }

    package static func namespace(ofError code: String) -> String? {
        switch code {
        case "ValidationException": "com.amazon.coral.validate"
        case "SerializationException", "UnknownOperationException", "MissingAuthenticationTokenException",
            "IncompleteSignatureException", "InvalidSignatureException", "AccessDeniedException":
            "com.amazon.coral.service"
        default: "com.amazonaws.dynamodb.v20120810"
        }
    }

    package static var takesLoneSurrogates: Bool { false }

    package static func messageMember(ofError code: String) -> String {
        switch code {
        case "SerializationException", "TransactionCanceledException", "IdempotentParameterMismatchException",
            "TransactionInProgressException", "AccessDeniedException":
            "Message"
        default: "message"
        }
    }

    package func error(for failure: StorageError) -> AWSError {
        if case .statement(_, let detail) = failure, detail.contains("no such table") { return .noSuchTable }
        return AWSError("InternalServerError", status: 500, message: "Internal server error: \(failure)")
    }
}

extension DynamoDB {
    /// Takes up what fell due while nothing ran.
    private func resumeAlarms() throws {
        let (streams, expiries) = try context.database.readAndWait { connection in
            let count = { (name: String) in
                try connection.first("SELECT EXISTS (SELECT 1 FROM \(name))") { $0.integer(0) == 1 } ?? false
            }
            return (try count("dynamodb_stream"), try count("dynamodb_expiry"))
        }
        if streams { trimStreams(at: context.time.now) }
        if expiries { expireItems(at: context.time.now) }
    }
}

extension Operation where Service == DynamoDB {
    /// Actions that write items have nothing else to do after the commit.
    package func committed(_ service: DynamoDB) {
        if service.streamActivity.announce() { service.retainStreams() }
    }
}
