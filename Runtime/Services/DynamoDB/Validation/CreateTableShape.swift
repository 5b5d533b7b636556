import ServiceKit

/// The shape of a `CreateTable` request.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_CreateTable.html
enum CreateTableShape {
    static let globalIndexes = Shape.list(
        .structure(
            "GlobalSecondaryIndex",
            index + [
                .optional("ProvisionedThroughput", .provisionedThroughput),
                .optional("OnDemandThroughput", .onDemandThroughput),
                .optional("WarmThroughput", .warmThroughput),
            ]
        )
    )
    static let localIndexes = Shape.list(.structure("LocalSecondaryIndex", index))

    static let shape = Shape.structure(
        "CreateTableInput",
        [
            .required("AttributeDefinitions", .attributeDefinitions),
            .required("TableName", .tableName),
            .optional("BillingMode", .billingMode),
            .optional("ProvisionedThroughput", .provisionedThroughput),
            .required("KeySchema", .keySchema),
            .optional("GlobalSecondaryIndexes", globalIndexes),
            .optional("LocalSecondaryIndexes", localIndexes),
            .optional("StreamSpecification", .streamSpecification),
            .optional("SSESpecification", .encryption),
            .optional("Tags", .tags),
            .optional("TableClass", .tableClass),
            .optional("DeletionProtectionEnabled", .boolean),
            .optional("WarmThroughput", .warmThroughput),
            .optional("OnDemandThroughput", .onDemandThroughput),
            .optional("ResourcePolicy", .text),
            .optional("GlobalTableSourceArn", .text),
            .optional("GlobalTableSettingsReplicationMode", .text),
        ]
    )

    private static let index: [Shape.Member] = [
        .required("IndexName", .name),
        .required("KeySchema", .keySchema),
        .required("Projection", .projection),
    ]
}
