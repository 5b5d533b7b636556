import ServiceKit

/// The shape of an `UpdateTable` request.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html
enum UpdateTableShape {
    static let shape = Shape.structure(
        "UpdateTableInput",
        [
            .optional("AttributeDefinitions", .attributeDefinitions),
            .required("TableName", .tableName),
            .optional("BillingMode", .billingMode),
            .optional("ProvisionedThroughput", .provisionedThroughput),
            .optional("GlobalSecondaryIndexUpdates", .list(indexUpdate)),
            .optional("StreamSpecification", .streamSpecification),
            .optional("SSESpecification", .encryption),
            .optional("TableClass", .tableClass),
            .optional("DeletionProtectionEnabled", .boolean),
            .optional("WarmThroughput", .warmThroughput),
            .optional("OnDemandThroughput", .onDemandThroughput),
            .optional("ReplicaUpdates", .list(.structure("ReplicationGroupUpdate", []), length: 1...Int.max)),
            .optional("MultiRegionConsistency", .string(values: ["EVENTUAL", "STRONG"])),
            .optional(
                "GlobalTableWitnessUpdates",
                .list(.structure("GlobalTableWitnessGroupUpdate", []), length: 1...1)
            ),
            .optional(
                "GlobalTableSettingsReplicationMode",
                .string(values: ["ENABLED", "DISABLED", "ENABLED_WITH_OVERRIDES"])
            ),
        ]
    )

    private static let throughputs: [Shape.Member] = [
        .optional("ProvisionedThroughput", .provisionedThroughput),
        .optional("OnDemandThroughput", .onDemandThroughput),
        .optional("WarmThroughput", .warmThroughput),
    ]

    private static let indexUpdate = Shape.structure(
        "GlobalSecondaryIndexUpdate",
        [
            .optional(
                "Update",
                .structure("UpdateGlobalSecondaryIndexAction", [.required("IndexName", .name)] + throughputs)
            ),
            .optional(
                "Create",
                .structure(
                    "CreateGlobalSecondaryIndexAction",
                    [
                        .required("Projection", .projection),
                        .required("IndexName", .name),
                        .required("KeySchema", .keySchema),
                    ] + throughputs
                )
            ),
            .optional("Delete", .structure("DeleteGlobalSecondaryIndexAction", [.required("IndexName", .name)])),
        ]
    )
}
