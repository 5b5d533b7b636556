import JSON
import Wire

/// What may be set of a topic.
/// https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html
enum TopicAttributes {
    private static let names: Set = [
        "DisplayName", "Policy", "DeliveryPolicy", "KmsMasterKeyId", "TracingConfig", "SignatureVersion", "FifoTopic",
    ]
    private static let namesOfFIFO: Set = ["ContentBasedDeduplication", "FifoThroughputScope"]
    private static let displayNameLimit = 100

    /// Refuses what SNS refuses, of a new topic in other words than later.
    static func check(_ name: String, _ value: String, isFIFO: Bool, isNew: Bool) throws(AWSError) {
        let isFeedback = name.hasSuffix("FeedbackRoleArn") || name.hasSuffix("FeedbackSampleRate")
        if name == "ArchivePolicy" { throw .invalid("Hearth does not emulate ArchivePolicy") }
        guard names.contains(name) || isFIFO && namesOfFIFO.contains(name) || isFeedback else {
            throw .invalid(isNew ? "Attributes Reason: Unknown attribute \(name)" : "AttributeName")
        }
        if let fault = fault(name, value) { throw .invalid(isNew ? "Attributes Reason: \(fault)" : fault) }
        if name == "DeliveryPolicy" { try DeliveryPolicy.check(ofTopic: value) }
    }

    private static func fault(_ name: String, _ value: String) -> String? {
        switch name {
        case "DisplayName": value.unicodeScalars.count > displayNameLimit ? name : nil
        case "TracingConfig":
            ["PassThrough", "Active"].contains(value) ? nil : "Invalid tracing config value: \(value)"
        case "SignatureVersion": ["1", "2"].contains(value) ? nil : "\(name): Invalid value. Must be 1 or 2."
        case "FifoThroughputScope":
            ["Topic", "MessageGroup"].contains(value)
                ? nil : "\(name): Invalid value [\(value)]. Please use either Topic or MessageGroup"
        case "ContentBasedDeduplication", "FifoTopic":
            ["true", "false"].contains(value.lowercased())
                ? nil : "\(name): Invalid value [\(value)]. Must be true or false."
        case "Policy":
            value.isEmpty || (try? JSON(parsing: value))?.objectValue != nil
                ? nil : "\(name): \(name) is not valid JSON"
        default: nil
        }
    }

    /// Policies are kept without blanks, and one of deliveries that is empty not at all.
    static func kept(_ name: String, _ value: String) -> JSON? {
        switch name {
        case "Policy": .string((try? JSON(parsing: value))?.text ?? value)
        case "DeliveryPolicy": value.isEmpty ? nil : .string(TopicPolicy.kept(ofTopic: value))
        default: .string(value)
        }
    }
}
