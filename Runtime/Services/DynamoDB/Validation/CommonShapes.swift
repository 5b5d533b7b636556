import ServiceKit

/// Shapes that many actions take, with the constraints of
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Types.html
extension Shape {
    private static let package = "com.amazonaws.dynamodb.v20120810"

    static let name = Shape.string(length: 3...255, pattern: .name)
    /// A table's name or its ARN.
    static let tableName = Shape.string(length: 3...1024, pattern: .nameOrARN)
    static let streamARN = Shape.string(length: 37...1024)
    static let shardID = Shape.string(length: 28...65)
    static let text = Shape.string()
    static let strings = Shape.list(.text)
    static let attributesToGet = Shape.list(.text, length: 1...255)
    static let names = Shape.map(.text, java: "java.lang.String")
    static let returnConsumedCapacity = Shape.string(values: ["INDEXES", "TOTAL", "NONE"])
    static let returnItemCollectionMetrics = Shape.string(values: ["SIZE", "NONE"])
    static let returnValues = Shape.string(values: ["ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"])
    static let returnValuesOnConditionCheckFailure = Shape.string(values: ["ALL_OLD", "NONE"])
    static let conditionalOperator = Shape.string(values: ["OR", "AND"])
    static let select = Shape.string(
        values: ["SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"]
    )
    static let limit = Shape.number(java: "Integer", range: 1...Int(Int32.max))
    static let comparisonOperator = Shape.string(
        values: [
            "IN", "NULL", "BETWEEN", "LT", "NOT_CONTAINS", "EQ", "GT", "NOT_NULL", "NE", "LE", "BEGINS_WITH", "GE",
            "CONTAINS",
        ]
    )
    static let conditions = Shape.map(
        .structure(
            [
                .optional("AttributeValueList", .list(.attributeValue)),
                .required("ComparisonOperator", .comparisonOperator),
            ],
            java: "\(package).Condition"
        ),
        java: "\(package).Condition"
    )
    static let expected = Shape.map(
        .structure(
            [
                .optional("AttributeValueList", .list(.attributeValue)),
                .optional("ComparisonOperator", .comparisonOperator),
                .optional("Exists", .boolean),
                .optional("Value", .attributeValue),
            ],
            java: "\(package).ExpectedAttributeValue"
        ),
        java: "\(package).ExpectedAttributeValue"
    )

    static func structure(_ name: String, _ members: [Member]) -> Shape {
        .structure(members, java: "\(package).\(name)")
    }

    static func map(of name: String, _ members: [Member]) -> Shape {
        .map(.structure(name, members), java: "\(package).\(name)")
    }
}

extension Shape.Pattern {
    static let name = Shape.Pattern("[a-zA-Z0-9_.-]+", isName)

    static let nameOrARN = Shape.Pattern("[a-zA-Z0-9_.-]+") { text in
        text.hasPrefix("arn:") || text.utf8.count <= 255 && isName(text)
    }

    @Sendable private static func isName(_ text: String) -> Bool {
        !text.isEmpty
            && text.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "_.-".utf8.contains(byte)
            }
    }
}
