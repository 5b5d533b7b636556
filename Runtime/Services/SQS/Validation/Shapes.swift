import ServiceKit

/// What requests and replies of several actions have in common, as in botocore's `service-2.json`, with the names of the
/// query protocol.
extension Shape {
    static func request(_ members: [Member]) -> Shape { .structure(members, java: "") }

    static let text = Shape.string()
    static let integer = Shape.number(java: "Integer")
    static let long = Shape.number(java: "Long")
    static let texts = Shape.list(.string())
    static let textMap = Shape.map(.string(), java: "java.lang.String")

    static let messageAttribute = Shape.structure(
        [
            .optional("StringValue", .text), .optional("BinaryValue", .text),
            .optional("StringListValues", .texts).flattened("StringListValue"),
            .optional("BinaryListValues", .texts).flattened("BinaryListValue"),
            .optional("DataType", .text),
        ],
        java: "MessageAttributeValue"
    )

    static let messageAttributes = Shape.map(messageAttribute, java: "MessageAttributeValue")

    static let failed = Shape.list(
        .structure(
            [
                .optional("Id", .text), .optional("SenderFault", .boolean), .optional("Code", .text),
                .optional("Message", .text),
            ],
            java: ""
        )
    )
}

extension Shape.Member {
    static let queueURL = Self.required("QueueUrl", .text)
    static let attributes = Self.optional("Attributes", .textMap).flattened("Attribute", key: "Name", value: "Value")
    static let tags = Self.optional("tags", .textMap).flattened("Tag", key: "Key", value: "Value")
    static let attributeNames = Self.optional("AttributeNames", .texts).flattened("AttributeName")
    static let messageAttributes = Self.optional("MessageAttributes", .messageAttributes)
        .flattened("MessageAttribute", key: "Name", value: "Value")
    static let messageSystemAttributes = Self.optional("MessageSystemAttributes", .messageAttributes)
        .flattened("MessageSystemAttribute", key: "Name", value: "Value")

    /// What a message to send has, alone or in a batch.
    static let messageToSend: [Self] = [
        .required("MessageBody", .text), .optional("DelaySeconds", .integer), .messageAttributes,
        .messageSystemAttributes, .optional("MessageDeduplicationId", .text), .optional("MessageGroupId", .text),
    ]

    /// What is told of a message that was sent.
    static let sentMessage: [Self] = [
        .optional("MD5OfMessageBody", .text), .optional("MD5OfMessageAttributes", .text),
        .optional("MD5OfMessageSystemAttributes", .text), .optional("MessageId", .text),
        .optional("SequenceNumber", .text),
    ]

    static func entries(_ name: String, _ members: [Self]) -> Self {
        .optional("Entries", .list(.structure([.required("Id", .text)] + members, java: ""))).flattened(name)
    }

    /// The reply of a batch.
    static func batchResult(_ name: String, _ members: [Self] = []) -> [Self] {
        [
            .optional("Successful", .list(.structure([.optional("Id", .text)] + members, java: ""))).flattened(name),
            .optional("Failed", .failed).flattened("BatchResultErrorEntry"),
        ]
    }
}
