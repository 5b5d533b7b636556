import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Makes a queue, or finds the one that is there with the same attributes.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
struct CreateQueue: DeferredOperation {
    static let input = Shape.request([.required("QueueName", .text), .attributes, .tags])
    static let output = Shape.request([.optional("QueueUrl", .text)])

    /// For so long the name of a queue that was deleted cannot be used.
    private static let deletionPause = Duration.seconds(60)

    let key: QueueKey
    private let values: JSON.Object
    private let attributes: QueueAttributes
    private let tags: [String: String]
    private let base: String

    init(_ input: JSON.Object, _ service: SQS) throws(AWSError) { try self.init(input, [:], service) }

    init(_ input: JSON.Object, _ headers: HTTPHeaders, _ service: SQS) throws(AWSError) {
        let name = input["QueueName"]?.stringValue ?? ""
        key = QueueKey(region: service.region(headers), name: name)
        values = input["Attributes"]?.objectValue ?? JSON.Object()
        let isFIFO = values["FifoQueue"]?.stringValue?.lowercased() == "true"
        try QueueName.check(name, isFIFO: isFIFO)
        attributes = try QueueAttributes(values)
        tags = (input["tags"]?.objectValue ?? JSON.Object()).textValues
        try QueueTags.check(tags, of: name)
        base = service.base(headers)
    }

    func begin(_ service: SQS, _ request: HTTPRequest, _ together: Together?, _ answer: @escaping Completion) {
        service.context.database.write(.alone) { connection in
            try create(service, connection)
        } completion: { (result: Result<(queue: Queue, isNew: Bool), any Error>) in
            if case .success(let made) = result, made.isNew { service.catalogue.insert(made.queue) }
            answer(result.map { reply($0.queue) })
        }
    }

    func create(
        _ service: SQS,
        _ connection: Connection,
        waitsAfterDeletion: Bool = true
    ) throws -> (queue: Queue, isNew: Bool) {
        if let present = service.catalogue[key] {
            try checkIsSame(as: present)
            return (present, false)
        }
        let now = service.context.time.now
        if waitsAfterDeletion && service.catalogue.isDeleted(key, after: now - Self.deletionPause) {
            throw AWSError(
                "QueueDeletedRecently",
                message:
                    "You must wait 60 seconds after deleting a queue before you can create another with the same name."
            )
        }
        let arn = AWSAccount(id: service.context.account.id, region: key.region).arn("sqs", key.name)
        try attributes.checkRedrive(from: arn, service)
        let queue = Queue(
            name: key.name,
            arn: arn,
            space: try Queue.newSpace(connection),
            attributes: attributes,
            tags: tags,
            created: now,
            modified: now,
            activity: QueueActivity(service.context.time)
        )
        try queue.save(connection, home: service.context.account.region)
        return (queue, true)
    }

    /// A queue that is there as this request would have it.
    func replacing(_ present: Queue, _ service: SQS) throws(AWSError) -> Queue {
        var attributes = present.attributes
        try attributes.set(values)
        try attributes.checkRedrive(from: present.arn, service)
        return present.with(attributes: attributes, at: service.context.time.now)
            .with(tags: present.tags.merging(tags) { $1 })
    }

    /// Only what the request names is compared.
    private func checkIsSame(as present: Queue) throws(AWSError) {
        let old = Dictionary(present.attributes.values.map { ($0.name, $0.value) }) { $1 }
        let new = Dictionary(attributes.values.map { ($0.name, $0.value) }) { $1 }
        for key in values.keys where old[key] != new[key] {
            throw AWSError(
                "QueueNameExists",
                message: "A queue already exists with the same name and a different value for attribute \(key)"
            )
        }
    }

    private func reply(_ queue: Queue) -> [UInt8] {
        JSON.object(JSON.Object([("QueueUrl", .string(queue.url(base)))])).bytes
    }
}

extension SQS {
    /// The address by which the client has reached this service, which the URLs of queues begin with.
    func base(_ headers: HTTPHeaders) -> String {
        guard let host = headers["Host"], !host.isEmpty else {
            return "https://sqs.\(context.account.region).amazonaws.com"
        }
        return "http://\(host)"
    }
}

extension QueueAttributes {
    /// Refuses a dead-letter queue that is not there, is of another kind or does not want to be one for this queue.
    func checkRedrive(from source: ARN, _ service: SQS) throws(AWSError) {
        guard let policy = redrivePolicy else { return }
        let refuse = { (reason: String) in AWSError.invalid(policy.text, for: "RedrivePolicy", reason) }
        guard let target = service.catalogue[policy.deadLetterTarget] else {
            throw refuse("Dead letter target does not exist.")
        }
        guard target.attributes.isFIFO == isFIFO else {
            throw refuse("Dead-letter queue must be same type of queue as the source.")
        }
        guard target.attributes.redriveAllowPolicy?.admits(source) ?? true else {
            throw refuse("The dead-letter queue does not allow this queue to use it: see its RedriveAllowPolicy.")
        }
    }
}
