import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Publishes a message to a topic, or sends one to a telephone or device. What it acknowledges is delivered at least once.
/// https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
struct Publish: Operation {
    static let input = Shape.structure(
        [
            .optional("TopicArn", .string()), .optional("TargetArn", .string()), .optional("PhoneNumber", .string()),
            .required("Message", .string()), .optional("Subject", .string()), .optional("MessageStructure", .string()),
            .optional("MessageAttributes", .messageAttributes).keyed("Name", "Value"),
            .optional("MessageDeduplicationId", .string()), .optional("MessageGroupId", .string()),
        ],
        java: "PublishInput"
    )
    static let output = Shape.structure(
        [.optional("MessageId", .string()), .optional("SequenceNumber", .string())],
        java: "PublishResponse"
    )
    static let access = OperationAccess.deferred

    private enum Way: Sendable {
        case topic(Publication)
        /// To a telephone or device: what is written down.
        case person(protocol: String, endpoint: String, Notification)
    }

    private let way: Way

    init(_ input: JSON.Object, _ service: SNS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SNS) throws(AWSError) {
        let call = RegionalCall(input, region: CredentialScope(headers)?.region, service.context)
        let documents = service.documents.current
        if let number = call.text("PhoneNumber") {
            way = try Self.phone(number, call)
            return
        }
        let member = call.text("TopicArn") == nil ? "TargetArn" : "TopicArn"
        guard call.text(member) != nil else {
            throw .invalid("TopicArn or TargetArn Reason: no value for required parameter")
        }
        if let key = call.resource(member), key.hasPrefix("endpoint/") {
            way = try Self.device(key, documents, call)
            return
        }
        let name = try call.topicName(member)
        let topic = try documents.topic(name, call)
        var notification = try PublishEntry(input).notification(call.arn(name), topic, call, call.ids)
        notification.traceHeader = headers["X-Amzn-Trace-Id"]
        way = .topic(Publication(notification, topic))
    }

    private static func phone(_ number: String, _ call: RegionalCall) throws(AWSError) -> Way {
        guard number.wholeMatch(of: /\+[1-9][0-9]{1,14}/) != nil else {
            throw .invalid("PhoneNumber Reason: \(number) is not valid to publish to")
        }
        guard (call.text("Message") ?? "").count < 1600 else {
            throw .invalid("Message Reason: Message must be less than 1600 characters long")
        }
        let nowhere = call.arn("sms")
        let notification = try PublishEntry(call.input).notification(nowhere, JSON.Object(), call, call.ids)
        return .person(protocol: "sms", endpoint: number, notification)
    }

    private static func device(_ key: String, _ documents: Documents, _ call: RegionalCall) throws(AWSError) -> Way {
        guard let endpoint = documents[call.shelf(Kind.endpoint), key] else {
            throw .invalid("TargetArn Reason: No endpoint found for the target arn specified")
        }
        guard endpoint.flag("Enabled") else { throw AWSError("EndpointDisabled", message: "Endpoint is disabled") }
        let arn = call.arn(key)
        let notification = try PublishEntry(call.input).notification(arn, JSON.Object(), call, call.ids)
        return .person(protocol: "application", endpoint: arn.description, notification)
    }

    func perform(_ service: SNS, _ connection: Connection) throws -> [UInt8] {
        switch way {
        case .topic(let publication): return JSON.object(try publication.write(service, connection)).bytes
        case .person(let name, let endpoint, let notification):
            try SentMessages.add(
                name,
                to: endpoint,
                subject: notification.subject ?? "",
                notification.text(for: name),
                at: notification.time,
                connection
            )
            let reply: JSON = ["MessageId": .string(notification.id)]
            return reply.bytes
        }
    }

    /// The queues that have subscribed have the message when the publisher gets his answer, unless one is slow.
    func begin(_ service: SNS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(together: together) {
            try perform(service, $0)
        } completion: { result in
            guard case .success = result, case .topic(let publication) = way else { return answer(result) }
            service.send([publication]) { answer(result) }
        }
    }
}
