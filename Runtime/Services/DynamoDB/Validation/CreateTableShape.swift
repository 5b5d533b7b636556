import ServiceKit

/// The shape of a `CreateTable` request.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
enum CreateTableShape {
    static let shape = Shape.structure(
        "CreateTableInput",
        [
            .required("AttributeDefinitions", .list(attributeDefinition)),
            .required("TableName", .tableName),
            .optional("BillingMode", .string(values: ["PROVISIONED", "PAY_PER_REQUEST"])),
            .optional("ProvisionedThroughput", throughput),
            .required("KeySchema", keySchema),
            .optional(
                "GlobalSecondaryIndexes",
                .list(
                    .structure(
                        "GlobalSecondaryIndex",
                        index + [
                            .optional("ProvisionedThroughput", throughput),
                            .optional("OnDemandThroughput", onDemandThroughput),
                            .optional("WarmThroughput", warmThroughput),
                        ]
                    )
                )
            ),
            .optional("LocalSecondaryIndexes", .list(.structure("LocalSecondaryIndex", index))),
            .optional("StreamSpecification", streamSpecification),
            .optional(
                "SSESpecification",
                .structure(
                    "SSESpecification",
                    [
                        .optional("Enabled", .boolean),
                        .optional("SSEType", .string(values: ["AES256", "KMS"])),
                        .optional("KMSMasterKeyId", .text),
                    ]
                )
            ),
            .optional(
                "Tags",
                .list(
                    .structure(
                        "Tag",
                        [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 0...256))]
                    )
                )
            ),
            .optional("TableClass", .string(values: ["STANDARD", "STANDARD_INFREQUENT_ACCESS"])),
            .optional("DeletionProtectionEnabled", .boolean),
            .optional("WarmThroughput", warmThroughput),
            .optional("OnDemandThroughput", onDemandThroughput),
            .optional("ResourcePolicy", .text),
            .optional("GlobalTableSourceArn", .text),
            .optional("GlobalTableSettingsReplicationMode", .text),
        ]
    )

    private static let attributeDefinition = Shape.structure(
        "AttributeDefinition",
        [
            .required("AttributeName", .string(length: 1...255)),
            .required("AttributeType", .string(values: ["B", "N", "S"])),
        ]
    )

    /// Eight elements are for global indexes alone; `CreateTableRules` has the rest.
    private static let keySchema = Shape.list(
        .structure(
            "KeySchemaElement",
            [
                .required("AttributeName", .string(length: 1...255)),
                .required("KeyType", .string(values: ["HASH", "RANGE"])),
            ]
        ),
        length: 1...8
    )

    private static let throughput = Shape.structure(
        "ProvisionedThroughput",
        [
            .required("WriteCapacityUnits", .number(java: "Long", range: 1...Int.max)),
            .required("ReadCapacityUnits", .number(java: "Long", range: 1...Int.max)),
        ]
    )

    private static let warmThroughput = Shape.structure(
        "WarmThroughput",
        [
            .optional("ReadUnitsPerSecond", .number(java: "Long")),
            .optional("WriteUnitsPerSecond", .number(java: "Long")),
        ]
    )

    private static let onDemandThroughput = Shape.structure(
        "OnDemandThroughput",
        [
            .optional("MaxReadRequestUnits", .number(java: "Long")),
            .optional("MaxWriteRequestUnits", .number(java: "Long")),
        ]
    )

    private static let index: [Shape.Member] = [
        .required("IndexName", .name),
        .required("KeySchema", keySchema),
        .required(
            "Projection",
            .structure(
                "Projection",
                [
                    .optional("ProjectionType", .string(values: ["ALL", "INCLUDE", "KEYS_ONLY"])),
                    .optional("NonKeyAttributes", .list(.string(length: 1...255), length: 1...20)),
                ]
            )
        ),
    ]

    private static let streamSpecification = Shape.structure(
        "StreamSpecification",
        [
            .required("StreamEnabled", .boolean),
            .optional(
                "StreamViewType",
                .string(values: ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"])
            ),
        ]
    )
}
