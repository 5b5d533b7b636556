import JSON
import Wire

/// Where messages go that have been received too often without being deleted.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
struct RedrivePolicy: Sendable, Hashable {
    let deadLetterTarget: ARN
    let maxReceiveCount: Int
    /// As it was set, but for a count that was a string.
    let text: String

    init(_ text: String) throws(AWSError) {
        let refuse = { (reason: String) in AWSError.invalid(text, for: "RedrivePolicy", reason) }
        guard let object = (try? JSON(parsing: text))?.objectValue else {
            throw refuse("Redrive policy is not a valid JSON map.")
        }
        guard let target = object["deadLetterTargetArn"]?.stringValue else {
            throw refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")
        }
        guard let count = object["maxReceiveCount"] else {
            throw refuse("Redrive policy does not contain mandatory attribute: maxReceiveCount.")
        }
        guard let arn = ARN(target), arn.service == "sqs" else {
            throw refuse("Invalid value for deadLetterTargetArn.")
        }
        guard let number = count.intValue ?? count.stringValue.flatMap({ Int($0) }), (1...1000).contains(number) else {
            throw refuse(
                "Invalid value for maxReceiveCount: \(count.stringValue ?? count.text), valid values are from 1 to 1000 both inclusive."
            )
        }
        deadLetterTarget = arn
        maxReceiveCount = number
        self.text =
            count.stringValue == nil ? text : #"{"deadLetterTargetArn":"\#(arn)","maxReceiveCount":\#(number)}"#
    }
}

/// Which queues may name this one as their dead-letter queue.
struct RedriveAllowPolicy: Sendable, Hashable {
    enum Permission: String, Sendable { case allowAll, denyAll, byQueue }

    let permission: Permission
    let sources: [String]
    let text: String

    init(_ text: String) throws(AWSError) {
        let refuse = { (reason: String) in AWSError.invalid(text, for: "RedriveAllowPolicy", reason) }
        guard let object = (try? JSON(parsing: text))?.objectValue else {
            throw refuse("RedriveAllowPolicy is not a valid JSON map.")
        }
        guard let permission = object["redrivePermission"]?.stringValue.flatMap(Permission.init) else {
            throw refuse("Amazon SQS does not support the redrivePermission that the policy contains.")
        }
        let sources = object["sourceQueueArns"]?.arrayValue?.compactMap(\.stringValue) ?? []
        if permission == .byQueue && sources.isEmpty {
            throw refuse("Amazon SQS can't create the redrive allow policy. Specify source queue ARNs for byQueue.")
        }
        if permission == .byQueue && sources.count > 10 {
            throw refuse("The number of source queue ARNs is above the limit of 10.")
        }
        if permission != .byQueue && !sources.isEmpty {
            throw refuse("Amazon SQS can't create the redrive allow policy. Source queue ARNs go with byQueue alone.")
        }
        self.permission = permission
        self.sources = sources
        self.text = text
    }

    func admits(_ source: ARN) -> Bool {
        switch permission {
        case .allowAll: true
        case .denyAll: false
        case .byQueue: sources.contains(source.description)
        }
    }
}
