import ServiceKit

/// Parts of the requests that make and change tables.
extension Shape {
    static let attributeDefinitions = Shape.list(
        .structure(
            "AttributeDefinition",
            [
                .required("AttributeName", .string(length: 1...255)),
                .required("AttributeType", .string(values: ["B", "N", "S"])),
            ]
        )
    )

    /// Eight elements are for global indexes alone; `CreateTableRules` has the rest.
    static let keySchema = Shape.list(
        .structure(
            "KeySchemaElement",
            [
                .required("AttributeName", .string(length: 1...255)),
                .required("KeyType", .string(values: ["HASH", "RANGE"])),
            ]
        ),
        length: 1...8
    )

    static let projection = Shape.structure(
        "Projection",
        [
            .optional("ProjectionType", .string(values: ["ALL", "INCLUDE", "KEYS_ONLY"])),
            .optional("NonKeyAttributes", .list(.string(length: 1...255), length: 1...20)),
        ]
    )

    static let billingMode = Shape.string(values: ["PROVISIONED", "PAY_PER_REQUEST"])

    static let provisionedThroughput = Shape.structure(
        "ProvisionedThroughput",
        [
            .required("WriteCapacityUnits", .number(java: "Long", range: 1...Int.max)),
            .required("ReadCapacityUnits", .number(java: "Long", range: 1...Int.max)),
        ]
    )

    static let warmThroughput = Shape.structure(
        "WarmThroughput",
        [
            .optional("ReadUnitsPerSecond", .number(java: "Long")),
            .optional("WriteUnitsPerSecond", .number(java: "Long")),
        ]
    )

    static let onDemandThroughput = Shape.structure(
        "OnDemandThroughput",
        [
            .optional("MaxReadRequestUnits", .number(java: "Long")),
            .optional("MaxWriteRequestUnits", .number(java: "Long")),
        ]
    )

    static let streamSpecification = Shape.structure(
        "StreamSpecification",
        [
            .required("StreamEnabled", .boolean),
            .optional(
                "StreamViewType",
                .string(values: ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"])
            ),
        ]
    )

    static let encryption = Shape.structure(
        "SSESpecification",
        [
            .optional("Enabled", .boolean),
            .optional("SSEType", .string(values: ["AES256", "KMS"])),
            .optional("KMSMasterKeyId", .text),
        ]
    )

    static let tableClass = Shape.string(values: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"])

    static let tags = Shape.list(
        .structure(
            "Tag",
            [
                .required("Key", .string(length: 1...128)),
                .required("Value", .string(length: 0...256)),
            ]
        )
    )
}
