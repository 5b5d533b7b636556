import ServiceKit

/// Shapes that several actions take.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Types.html
extension Shape {
    static let tags = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))],
            java: "Tag"
        )
    )
    static let deadLetterConfig = Shape.structure(
        [.optional("Arn", .string(length: 1...1600))],
        java: "DeadLetterConfig"
    )
}
