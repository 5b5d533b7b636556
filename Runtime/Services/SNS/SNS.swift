import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local Simple Notification Service: API version 2010-03-31 over the query protocol. Each region that a client names
/// has topics of its own.
/// https://docs.aws.amazon.com/sns/latest/api/welcome.html
package final class SNS: DocumentService, HTTPHandler {
    package let context: ServiceContext
    package let documents: DocumentStore
    let outbox: Outbox
    let subscribers = Mutex<[ARN: [Subscriber]]>([:])
    let envelope: Envelope
    let post: HTTPPost
    let pacing = Pacing()
    private let dispatcher: QueryDispatcher<SNS>

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<SNS>.Type] = [
        CreateTopic.self, DeleteTopic.self, GetTopicAttributes.self, SetTopicAttributes.self, ListTopics.self,
        AddPermission.self, RemovePermission.self,
        Subscribe.self, ConfirmSubscription.self, Unsubscribe.self, GetSubscriptionAttributes.self,
        SetSubscriptionAttributes.self, ListSubscriptions.self, ListSubscriptionsByTopic.self,
        Publish.self, PublishBatch.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
        CreatePlatformApplication.self, GetPlatformApplicationAttributes.self,
        SetPlatformApplicationAttributes.self, ListPlatformApplications.self, DeletePlatformApplication.self,
        CreatePlatformEndpoint.self, GetEndpointAttributes.self, SetEndpointAttributes.self,
        ListEndpointsByPlatformApplication.self, DeleteEndpoint.self,
        GetSMSAttributes.self, SetSMSAttributes.self, CheckIfPhoneNumberIsOptedOut.self,
        ListPhoneNumbersOptedOut.self, OptInPhoneNumber.self, GetSMSSandboxAccountStatus.self,
    ]

    package static let migrations = [
        DocumentStore.migration("sns.1", table: "sns_document"),
        Outbox.migration("sns.2", table: "sns_outbox"),
        Migration(
            "sns.3",
            """
            CREATE TABLE sns_sent (
                number INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, protocol TEXT NOT NULL,
                endpoint TEXT NOT NULL, subject TEXT NOT NULL, message TEXT NOT NULL
            );
            CREATE TABLE sns_deduplication (
                topic TEXT NOT NULL, key TEXT NOT NULL, expires INTEGER NOT NULL, message TEXT NOT NULL,
                sequence TEXT NOT NULL, UNIQUE (topic, key)
            );
            CREATE INDEX sns_deduplication_expires ON sns_deduplication (expires)
            """
        ),
        SigningKey.migration,
    ]

    /// Takes up what the store holds. Its schema must include `SNS.migrations`. `endpointURL` is where clients reach this
    /// service, without a slash behind it; `post` sends to HTTP subscribers. `resume` follows when all services are there.
    package init(_ context: ServiceContext, endpointURL: String, post: @escaping HTTPPost) throws {
        self.context = context
        self.post = post
        documents = try DocumentStore(table: "sns_document", context.database)
        outbox = Outbox(table: "sns_outbox", context) { [context] in TopicMetrics.record($0, $1, context) }
        envelope = Envelope(endpointURL: endpointURL, signingKey: try SigningKey(context.database))
        dispatcher = QueryDispatcher(
            namespace: "http://sns.amazonaws.com/doc/2010-03-31/",
            operations: Self.operations,
            needsSignature: false
        )
        compileSubscribers()
    }

    /// Delivers what was promised before.
    package func resume() { outbox.resume() }

    package func documentsChanged() { compileSubscribers() }

    package func documentsChanged(_ changes: Set<Documents.Key>) { compileSubscribers(after: changes) }

    /// Whether nothing is on its way to a target now.
    package var isIdle: Bool { outbox.isIdle }

    /// Besides signed requests: what the addresses in messages ask for, and the messages that people would get.
    package func matches(_ request: HTTPRequest) -> Bool {
        if let scope = CredentialScope(request) { return scope.service == "sns" }
        if request.path == SigningKey.certificatePath || request.path == SentMessages.path { return true }
        guard request.method == "GET", request.path == "/" else { return false }
        let action = PercentEncoding.pairs(request.query).first { $0.name == "Action" }?.value
        return action == "ConfirmSubscription" || action == "Unsubscribe"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 8 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if request.method == "GET", request.path == SigningKey.certificatePath {
            respond(
                HTTPResponse(
                    headers: ["Content-Type": "application/x-pem-file"],
                    body: Array(envelope.signingKey.certificate.utf8)
                )
            )
        } else if request.method == "GET", request.path == SentMessages.path {
            SentMessages.list(context.database, respond)
        } else {
            dispatcher.handle(request, self, respond: respond)
        }
    }

    package static func queryError(for error: AWSError) -> AWSError? { error.inWordsOfSNS }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalError", status: 500, message: "Internal error: \(failure)")
    }

    /// Removes every resource, and what has not been delivered.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents, outbox] connection in
            try documents.removeAll(connection)
            try outbox.removeAll(connection)
            try connection.execute(script: "DELETE FROM sns_sent; DELETE FROM sns_deduplication")
        } committed: { [self] in
            pacing.reset()
            documents.commit()
            documentsChanged()
        }
    }
}
