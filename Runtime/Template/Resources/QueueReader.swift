import JSON
import Wire

/// Reads an `AWS::SQS::Queue`, and the `AWS::SQS::QueuePolicy`s that belong to queues.
struct QueueReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    /// Properties that are whole numbers, with their limits.
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
    private static let numbers: [(name: String, range: ClosedRange<Int>)] = [
        ("DelaySeconds", 0...900), ("KmsDataKeyReusePeriodSeconds", 60...86_400),
        ("MaximumMessageSize", 1_024...1_048_576), ("MessageRetentionPeriod", 60...1_209_600),
        ("ReceiveMessageWaitTimeSeconds", 0...20), ("VisibilityTimeout", 0...43_200),
    ]

    private enum DeduplicationScope: String, CaseIterable { case messageGroup, queue }
    private enum FIFOThroughputLimit: String, CaseIterable { case perQueue, perMessageGroupId }

    /// The queue; `nil`, and complaints, when it could not be created.
    func queue() -> Application.Queue? {
        PropertyTable.queue.check(fields)
        let isFIFO = fields.bool("FifoQueue") ?? false
        guard let name = name(isFIFO: isFIFO), let arn = resolver.arn(of: resource).flatMap({ ARN($0) }) else {
            return nil
        }
        var queue = Application.Queue(logicalID: resource.logicalID, name: name, arn: arn, path: resource.path)
        for (name, range) in Self.numbers { queue.attributes[name] = fields.int(name, in: range).map { "\($0)" } }
        if isFIFO { readFIFO(into: &queue) } else { refuseFIFO() }
        queue.attributes["KmsMasterKeyId"] = fields.string("KmsMasterKeyId")
        queue.attributes["SqsManagedSseEnabled"] = fields.bool("SqsManagedSseEnabled").map { "\($0)" }
        queue.attributes["RedrivePolicy"] = redrivePolicy()
        let allowed = Form.object(["redrivePermission": .text, "sourceQueueArns": .list(.text)])
        queue.attributes["RedriveAllowPolicy"] = fields.document("RedriveAllowPolicy", allowed)?.stringValue
        queue.tags = fields.tagList("Tags")
        return queue
    }

    private func name(isFIFO: Bool) -> String? {
        if fields["QueueName"]?.isUnresolved == true { return nil }
        let name = resolver.physicalName(of: resource)
        let path = fields["QueueName"]?.path ?? resource.path
        let plain = name.hasSuffix(".fifo") ? name.dropLast(".fifo".count) : name[...]
        guard !plain.isEmpty, name.utf8.count <= 80,
            plain.utf8.allSatisfy({ $0 == 0x2D || $0 == 0x5F || Character(UnicodeScalar($0)).isASCIIAlphanumeric })
        else {
            resolver.findings.error(
                path,
                "a queue name has 1 to 80 letters, digits, hyphens and underscores: \"\(name)\" does not do"
            )
            return nil
        }
        guard isFIFO == name.hasSuffix(".fifo") else {
            resolver.findings.error(
                path,
                isFIFO
                    ? "the name of a FIFO queue ends with .fifo" : "a name that ends with .fifo needs FifoQueue: true"
            )
            return nil
        }
        return name
    }

    private func readFIFO(into queue: inout Application.Queue) {
        queue.attributes["FifoQueue"] = "true"
        queue.attributes["ContentBasedDeduplication"] = fields.bool("ContentBasedDeduplication").map { "\($0)" }
        let scope = fields.choice("DeduplicationScope", DeduplicationScope.self)
        let limit = fields.choice("FifoThroughputLimit", FIFOThroughputLimit.self)
        queue.attributes["DeduplicationScope"] = scope?.rawValue
        queue.attributes["FifoThroughputLimit"] = limit?.rawValue
        if limit == .perMessageGroupId && scope != .messageGroup {
            resolver.findings.error(
                fields.path(of: "FifoThroughputLimit"),
                "perMessageGroupId goes with DeduplicationScope: messageGroup alone"
            )
        }
    }

    private func refuseFIFO() {
        for name in ["DeduplicationScope", "FifoThroughputLimit"] where fields[name] != nil {
            resolver.findings.error(fields.path(of: name), "only a queue with FifoQueue: true has a \(name)")
        }
        if fields.bool("ContentBasedDeduplication") == true {
            resolver.findings.error(
                fields.path(of: "ContentBasedDeduplication"),
                "only a queue with FifoQueue: true has ContentBasedDeduplication"
            )
        }
    }

    // MARK: Policies

    private func redrivePolicy() -> String? {
        guard fields["RedrivePolicy"] != nil else { return nil }
        guard let policy = fields.object("RedrivePolicy") else { return nil }
        policy.allow(["deadLetterTargetArn", "maxReceiveCount"])
        let target = policy.requiredString("deadLetterTargetArn")
        if policy["maxReceiveCount"] == nil { policy.missing("maxReceiveCount") }
        guard let target, let count = policy.int("maxReceiveCount", in: 1...1_000) else { return nil }
        guard ARN(target)?.service == "sqs" else {
            resolver.findings.error(
                policy.path(of: "deadLetterTargetArn"),
                "must be the ARN of a queue, not \"\(target)\""
            )
            return nil
        }
        let object: JSON = ["deadLetterTargetArn": .string(target), "maxReceiveCount": JSON(count)]
        return object.text
    }
}

extension Character {
    fileprivate var isASCIIAlphanumeric: Bool { isASCII && (isLetter || isNumber) }
}
