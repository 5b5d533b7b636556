import JSON
import Wire

/// The event that a function gets for a batch of messages.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
enum QueueEvent {
    static func document(_ messages: [QueueMessage], of mapping: EventSourceMapping) -> [UInt8] {
        let records = messages.map { message in
            var record = record(message, from: mapping.source)
            // AWS has other words for nothing where it waits for more messages, as recordings show.
            if message.md5OfMessageAttributes == nil, mapping.batchingWindow > .zero {
                record["md5OfMessageAttributes"] = .null
            }
            return JSON.object(record)
        }
        return JSON.object(JSON.Object([("Records", .array(records))])).bytes
    }

    private static func record(_ message: QueueMessage, from queue: ARN) -> JSON.Object {
        var record = JSON.Object([
            ("messageId", .string(message.messageID)),
            ("receiptHandle", .string(message.receiptHandle)),
            ("body", .string(message.body)),
            ("attributes", .object(JSON.Object(message.attributes.map { ($0.name, .string($0.value)) }))),
            (
                "messageAttributes",
                .object(JSON.Object(message.messageAttributes.members.map { ($0.key, attribute($0.value)) }))
            ),
        ])
        record["md5OfMessageAttributes"] = message.md5OfMessageAttributes.map(JSON.string)
        record["md5OfBody"] = .string(message.md5OfBody)
        record["eventSource"] = "aws:sqs"
        record["eventSourceARN"] = .string(queue.description)
        record["awsRegion"] = .string(queue.region)
        return record
    }

    private static func attribute(_ value: JSON) -> JSON {
        var attribute = JSON.Object()
        if let text = value["StringValue"] { attribute["stringValue"] = text }
        if let bytes = value["BinaryValue"] { attribute["binaryValue"] = bytes }
        attribute["stringListValues"] = []
        attribute["binaryListValues"] = []
        attribute["dataType"] = value["DataType"]
        return .object(attribute)
    }

    /// What filters look at: the record, with a body that is JSON as what it says.
    static func filtered(_ message: QueueMessage, from queue: ARN) -> JSON {
        var record = record(message, from: queue)
        if let body = try? JSON(parsing: message.body) { record["body"] = body }
        return .object(record)
    }
}
