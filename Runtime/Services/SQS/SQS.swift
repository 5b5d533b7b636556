import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local SQS: API version 2012-11-05 over awsJson 1.0 and the query protocol.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/Welcome.html
package final class SQS: AWSService {
    package let context: ServiceContext
    let catalogue: Catalogue
    let moveAlarm: Alarm
    let sweepAlarm: Alarm
    let depthAlarm: Alarm
    private let lastMessage: Mutex<Int64>

    private static let targetPrefix = "AmazonSQS."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<SQS>.Type] = [
        CreateQueue.self, DeleteQueue.self, ListQueues.self, GetQueueUrl.self,
        GetQueueAttributes.self, SetQueueAttributes.self, PurgeQueue.self,
        SendMessage.self, SendMessageBatch.self, ReceiveMessage.self, DeleteMessage.self, DeleteMessageBatch.self,
        ChangeMessageVisibility.self, ChangeMessageVisibilityBatch.self,
        ListDeadLetterSourceQueues.self, StartMessageMoveTask.self, CancelMessageMoveTask.self,
        ListMessageMoveTasks.self,
        TagQueue.self, UntagQueue.self, ListQueueTags.self, AddPermission.self, RemovePermission.self,
    ]

    private let dispatcher = JSONDispatcher<SQS>(
        version: "1.0",
        targetPrefixes: [targetPrefix],
        operations: operations,
        servesPath: { $0 == "/" || QueueName.isQueuePath($0) }
    )
    /// What nobody has signed is served: AWS leaves that to the queue's policy, which is not enforced here.
    private let queryDispatcher = QueryDispatcher<SQS>(
        namespace: "http://queue.amazonaws.com/doc/2012-11-05/",
        operations: operations,
        needsSignature: false,
        hasErrorDetails: true,
        implied: { QueueName.isQueuePath($0.path) ? [("QueueUrl", String($0.path))] : [] },
        admits: { action, request in
            !["CreateQueue", "ListQueues"].contains(action) || !QueueName.isQueuePath(request.path)
        }
    )

    /// Takes up the queues that the store holds. Its schema must include `SQS.migrations`.
    package init(_ context: ServiceContext) throws {
        self.context = context
        let (queues, last) = try context.database.readAndWait { connection in
            let queues = try Queue.all((context.account, context.time), connection)
            return (queues, try connection.first("SELECT MAX(id) FROM sqs_message") { $0.integer(0) } ?? 0)
        }
        catalogue = Catalogue(queues, context.account)
        lastMessage = Mutex(Int64(last))
        moveAlarm = Alarm(context.time)
        sweepAlarm = Alarm(context.time)
        depthAlarm = Alarm(context.time)
        moveMessages(at: context.time.now)
        sweep(at: context.time.now)
        if catalogue.all.contains(where: { $0.activity.counts.all > 0 }) { measureDepths() }
    }

    /// The order of messages, and what they are known by: microseconds since 1970, and more where they come faster, so
    /// that none is used again, not even after a restart.
    func nextMessage(_ now: Timestamp) -> Int64 {
        lastMessage.withLock { last in
            last = max(last + 1, now.nanosecondsSinceEpoch / 1000)
            return last
        }
    }

    // MARK: Requests

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        if let scope = CredentialScope(request) { return scope.service == "sqs" }
        return QueueName.isQueuePath(request.path)
    }

    /// A message with attributes has up to 1 MiB, which may be three times as long in a form.
    package func bodyLimit(of request: HTTPRequest) -> Int { 8 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if QueryDispatcher<SQS>.isQuery(request) {
            queryDispatcher.handle(request, self, respond: respond)
        } else {
            dispatcher.handle(request, self, respond: respond)
        }
    }

    package static func namespace(ofError code: String) -> String? {
        switch code {
        case "SerializationException", "UnknownOperationException", "MissingAuthenticationTokenException",
            "IncompleteSignatureException", "InvalidSignatureException", "InvalidParameterValueException",
            "MissingRequiredParameterException":
            "com.amazon.coral.service"
        default: "com.amazonaws.sqs"
        }
    }

    package static func queryError(for error: AWSError) -> AWSError? { error.inWordsOfSQSQuery }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServerError", status: 500, message: "Internal server error: \(failure)")
    }
}
