import JSON
import Wire

/// The attributes of a queue that a user can set, with AWS's defaults.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html
struct QueueAttributes: Sendable, Hashable {
    var visibilityTimeout = 30
    var maximumMessageSize = Limits.messageBytes
    var messageRetentionPeriod = 345_600
    var delaySeconds = 0
    var receiveMessageWaitTimeSeconds = 0
    var isFIFO = false
    var contentBasedDeduplication = false
    var deduplicationScope = "queue"
    var fifoThroughputLimit = "perQueue"
    var policy = ""
    var redrivePolicy: RedrivePolicy?
    var redriveAllowPolicy: RedriveAllowPolicy?
    var kmsMasterKeyID = ""
    var kmsDataKeyReusePeriodSeconds = 300
    var sqsManagedSSE = true

    /// What a queue must agree with that is to have the messages of another one when they cannot be received.
    var kind: String { isFIFO ? "FIFO" : "standard" }

    /// The attributes of a new queue.
    init(_ values: JSON.Object) throws(AWSError) {
        try setFIFO(values)
        try set(values)
    }

    init() {}

    private mutating func setFIFO(_ values: JSON.Object) throws(AWSError) {
        guard let value = values["FifoQueue"]?.stringValue else { return }
        // A queue is standard when nothing is said of it; AWS refuses to be told so.
        guard value.lowercased() == "true" else { throw .unknownAttribute("FifoQueue") }
        isFIFO = true
    }

    /// Changes what `values` names, all of it or nothing.
    mutating func set(_ values: JSON.Object) throws(AWSError) {
        var changed = self
        for member in values.members {
            guard let value = member.value.stringValue else { throw .invalidAttribute(member.key) }
            try changed.set(Self.name(member.key), value)
        }
        if values["KmsMasterKeyId"]?.stringValue?.isEmpty == false {
            if values["SqsManagedSseEnabled"]?.stringValue?.lowercased() == "true" { throw Self.twoEncryptions }
            changed.sqsManagedSSE = false
        }
        if changed.fifoThroughputLimit == "perMessageGroupId" && changed.deduplicationScope != "messageGroup" {
            throw AWSError(
                "InvalidAttributeValue",
                message:
                    "The perMessageGroupId value is allowed only when the value for DeduplicationScope is messageGroup."
            )
        }
        self = changed
    }

    /// Blanks behind a name do not count.
    private static func name(_ key: String) -> String {
        var name = key[...]
        while name.last == " " { name.removeLast() }
        return String(name)
    }

    private mutating func set(_ name: String, _ value: String) throws(AWSError) {
        switch name {
        case "VisibilityTimeout": visibilityTimeout = try Self.number(value, name, Limits.visibilitySeconds)
        case "MaximumMessageSize": maximumMessageSize = try Self.number(value, name, 1024...Limits.messageBytes)
        case "MessageRetentionPeriod": messageRetentionPeriod = try Self.number(value, name, 60...1_209_600)
        case "DelaySeconds": delaySeconds = try Self.number(value, name, Limits.delaySeconds)
        case "ReceiveMessageWaitTimeSeconds":
            receiveMessageWaitTimeSeconds = try Self.number(value, name, Limits.waitSeconds)
        case "FifoQueue": try checkFIFO(value)
        case "ContentBasedDeduplication":
            guard isFIFO else { throw .unknownAttribute(name) }
            contentBasedDeduplication = try Self.flag(value, name)
        case "DeduplicationScope":
            deduplicationScope = try fifoChoice(value, name, ["queue", "messageGroup"])
        case "FifoThroughputLimit":
            fifoThroughputLimit = try fifoChoice(value, name, ["perQueue", "perMessageGroupId"])
        case "Policy": policy = try Self.policy(value, name)
        case "RedrivePolicy": redrivePolicy = try value.isEmpty ? nil : RedrivePolicy(value)
        case "RedriveAllowPolicy": redriveAllowPolicy = try value.isEmpty ? nil : RedriveAllowPolicy(value)
        case "KmsMasterKeyId": kmsMasterKeyID = value
        case "KmsDataKeyReusePeriodSeconds":
            kmsDataKeyReusePeriodSeconds = try Self.number(value, name, 60...86_400)
        case "SqsManagedSseEnabled": try setManagedSSE(value)
        default: throw .unknownAttribute(name)
        }
    }

    private mutating func setManagedSSE(_ value: String) throws(AWSError) {
        sqsManagedSSE = try Self.flag(value, "SqsManagedSseEnabled")
        if sqsManagedSSE && !kmsMasterKeyID.isEmpty { throw Self.twoEncryptions }
    }

    private func checkFIFO(_ value: String) throws(AWSError) {
        guard isFIFO else { throw .unknownAttribute("FifoQueue") }
        guard value.lowercased() == "true" else {
            throw .invalidAttribute("FifoQueue", "Modifying queue type is not supported.")
        }
    }

    private func fifoChoice(_ value: String, _ name: String, _ choices: [String]) throws(AWSError) -> String {
        guard isFIFO else {
            throw AWSError(
                "InvalidAttributeName",
                message: "You can specify the \(name) only when FifoQueue is set to true."
            )
        }
        guard choices.contains(value) else { throw .invalidAttribute(name) }
        return value
    }

    private static func number(_ text: String, _ name: String, _ range: ClosedRange<Int>) throws(AWSError) -> Int {
        guard let number = Int(text), range.contains(number) else { throw .invalidAttribute(name) }
        return number
    }

    private static func flag(_ text: String, _ name: String) throws(AWSError) -> Bool {
        switch text.lowercased() {
        case "true": return true
        case "false": return false
        default: throw .invalidAttribute(name)
        }
    }

    private static func policy(_ text: String, _ name: String) throws(AWSError) -> String {
        if text.isEmpty { return "" }
        guard let json = try? JSON(parsing: text), json.objectValue != nil else { throw .invalidAttribute(name) }
        return text
    }

    private static let twoEncryptions = AWSError(
        "InvalidAttributeName",
        message: "You can use one type of server-side encryption (SSE) at one time. "
            + "You can either enable KMS SSE or SQS SSE."
    )

    // MARK: Reading

    /// As they are shown and stored; those that have no value are left out.
    var values: [(name: String, value: String)] {
        var all: [(String, String)] = [
            ("VisibilityTimeout", "\(visibilityTimeout)"), ("MaximumMessageSize", "\(maximumMessageSize)"),
            ("MessageRetentionPeriod", "\(messageRetentionPeriod)"), ("DelaySeconds", "\(delaySeconds)"),
            ("ReceiveMessageWaitTimeSeconds", "\(receiveMessageWaitTimeSeconds)"),
        ]
        if !policy.isEmpty { all.append(("Policy", policy)) }
        if let redrivePolicy { all.append(("RedrivePolicy", redrivePolicy.text)) }
        if let redriveAllowPolicy { all.append(("RedriveAllowPolicy", redriveAllowPolicy.text)) }
        if !kmsMasterKeyID.isEmpty {
            all.append(("KmsMasterKeyId", kmsMasterKeyID))
            all.append(("KmsDataKeyReusePeriodSeconds", "\(kmsDataKeyReusePeriodSeconds)"))
        }
        all.append(("SqsManagedSseEnabled", "\(sqsManagedSSE)"))
        if isFIFO {
            all.append(("FifoQueue", "true"))
            all.append(("ContentBasedDeduplication", "\(contentBasedDeduplication)"))
            all.append(("DeduplicationScope", deduplicationScope))
            all.append(("FifoThroughputLimit", fifoThroughputLimit))
        }
        return all
    }

    /// The attributes as they were stored.
    init(stored values: JSON.Object) throws(AWSError) {
        self.init()
        try setFIFO(values)
        var rest = values
        rest["SqsManagedSseEnabled"] = nil
        try set(rest)
        sqsManagedSSE = values["SqsManagedSseEnabled"]?.stringValue == "true"
    }
}
