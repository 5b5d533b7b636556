import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Publishes up to ten messages to a topic. Whatever can be wrong with one is refused for all.
/// https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html
struct PublishBatch: Operation {
    static let input = Shape.structure(
        [
            .required("TopicArn", .string()),
            .required("PublishBatchRequestEntries", .list(entry)),
        ],
        java: "PublishBatchInput"
    )
    static let output = Shape.structure(
        [.optional("Successful", .list(success)), .optional("Failed", .list(failure))],
        java: "PublishBatchResponse"
    )
    static let access = OperationAccess.deferred

    private static let entry = Shape.structure(
        [
            .required("Id", .string()), .required("Message", .string()), .optional("Subject", .string()),
            .optional("MessageStructure", .string()),
            .optional("MessageAttributes", .messageAttributes).keyed("Name", "Value"),
            .optional("MessageDeduplicationId", .string()), .optional("MessageGroupId", .string()),
        ],
        java: "PublishBatchRequestEntry"
    )
    private static let success = Shape.structure(
        [.optional("Id", .string()), .optional("MessageId", .string()), .optional("SequenceNumber", .string())],
        java: "PublishBatchResultEntry"
    )
    private static let failure = Shape.structure(
        [
            .required("Id", .string()), .required("Code", .string()), .optional("Message", .string()),
            .required("SenderFault", .boolean),
        ],
        java: "BatchResultErrorEntry"
    )

    private var publications: [(id: String, publication: Publication)] = []

    init(_ input: JSON.Object, _ service: SNS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) throws(AWSError) {
        let call = RegionalCall(input, region: CredentialScope(headers)?.region, service.context)
        let name = try call.topicName()
        let topic = try service.documents.current.topic(name, call)
        let entries = (input["PublishBatchRequestEntries"]?.arrayValue ?? []).compactMap(\.objectValue)
        try Self.check(entries)
        for entry in entries {
            let id = entry.text("Id") ?? ""
            var notification = try PublishEntry(entry).notification(call.arn(name), topic, call, call.ids)
            notification.traceHeader = headers["X-Amzn-Trace-Id"]
            publications.append((id, Publication(notification, topic)))
        }
    }

    /// What is wrong with the batch as a whole.
    private static func check(_ entries: [JSON.Object]) throws(AWSError) {
        guard !entries.isEmpty else {
            throw AWSError("EmptyBatchRequest", message: "The batch request doesn't contain any entries.")
        }
        guard entries.count <= 10 else {
            throw AWSError(
                "TooManyEntriesInBatchRequest",
                message: "The batch request contains more entries than permissible."
            )
        }
        guard Set(entries.map { $0.text("Id") }).count == entries.count else {
            throw AWSError(
                "BatchEntryIdsNotDistinct",
                message: "Two or more batch entries in the request have the same Id."
            )
        }
        for entry in entries { try check(id: entry.text("Id") ?? "") }
        guard entries.reduce(0, { $0 + PublishEntry($1).size }) <= 262_144 else {
            throw AWSError(
                "BatchRequestTooLong",
                message: "The length of all the messages put together is more than the limit."
            )
        }
    }

    private static func check(id: String) throws(AWSError) {
        let isLong = id.utf8.count > 80
        guard isLong || id.wholeMatch(of: /[A-Za-z0-9_\-]+/) == nil else { return }
        let reason = isLong ? "is too long" : "contains an impermissible character"
        throw AWSError(
            "InvalidBatchEntryId",
            message: "The Id of a batch entry in the batch request \(reason): \(id)"
        )
    }

    func perform(_ service: SNS, _ connection: Connection) throws -> [UInt8] {
        var successful: [JSON] = []
        for (id, publication) in publications {
            var result = JSON.Object([("Id", .string(id))])
            for member in try publication.write(service, connection).members { result[member.key] = member.value }
            successful.append(.object(result))
        }
        let reply: JSON = ["Successful": .array(successful), "Failed": []]
        return reply.bytes
    }

    /// The queues that have subscribed have the messages when the publisher gets his answer, unless one is slow.
    func begin(_ service: SNS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(together: together) {
            try perform(service, $0)
        } completion: { result in
            guard case .success = result else { return answer(result) }
            service.send(publications.map(\.publication)) { answer(result) }
        }
    }
}
