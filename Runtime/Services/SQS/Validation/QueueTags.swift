import ServiceKit
import Wire

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html
enum QueueTags {
    static func check(_ tags: [String: String], of queue: String) throws(AWSError) {
        guard tags.count <= Limits.tags else { throw .invalidParameter("Too many tags added for queue \(queue).") }
        try ReservedTagKeys.check(tags.keys, AWSError.invalidParameter)
        guard tags.keys.allSatisfy(isKey) else { throw badKey }
        guard tags.values.allSatisfy({ $0.unicodeScalars.count <= 256 }) else {
            throw .invalidParameter("Tag values must be between 0 and 256 characters in length.")
        }
    }

    static func isKey(_ key: String) -> Bool { (1...128).contains(key.unicodeScalars.count) }

    static let badKey = AWSError.invalidParameter("Tag keys must be between 1 and 128 characters in length.")
}
