import ServiceKit

/// The shapes that several actions take.
extension Shape {
    static func request(_ name: String, _ members: [Member]) -> Shape {
        .structure(members, java: "com.amazonaws.ssm.\(name)Request")
    }

    static let parameterName = Shape.string(length: 1...2048)
    static let parameterNames = Shape.list(.parameterName, length: 1...10)
    static let version = Shape.number(java: "Long")

    /// 1 to 10 of 1 to 100 characters.
    static let labels = Shape.list(.string(length: 1...100), length: 1...10)

    static let resourceType = Shape.string()
    static let tagKey = Shape.string(length: 1...128)
    static let tags = Shape.list(
        .structure(
            [.required("Key", .tagKey), .required("Value", .string(length: 0...256))],
            java: "com.amazonaws.ssm.Tag"
        ),
        length: 0...1000
    )

    static let parameterFilters = Shape.list(
        .structure(
            [
                .required("Key", .string(length: 1...132, pattern: ParameterFilter.keyPattern)),
                .optional("Option", .string(length: 1...10)),
                .optional("Values", .list(.string(length: 1...1024), length: 1...50)),
            ],
            java: "com.amazonaws.ssm.ParameterStringFilter"
        )
    )
}
