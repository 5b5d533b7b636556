import ServiceKit

/// Shapes that several actions take.
/// https://docs.aws.amazon.com/sns/latest/api/API_Types.html
extension Shape {
    static let tags = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))],
            java: "Tag"
        )
    )
    static let texts = Shape.map(.string(), java: "java.lang.String")
    static let messageAttributes = Shape.map(
        .structure(
            [
                .required("DataType", .string()), .optional("StringValue", .string()),
                .optional("BinaryValue", .string()),
            ],
            java: "MessageAttributeValue"
        ),
        java: "MessageAttributeValue"
    )
}
