import ServiceKit

/// What a target of a rule has.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_Target.html
extension Shape {
    static let target = Shape.structure(
        [
            .required("Id", .string(length: 1...64, pattern: .resourceName)),
            .required("Arn", .string(length: 1...1600)), .optional("RoleArn", .string(length: 1...1600)),
            .optional("Input", .string(length: 0...8192)), .optional("InputPath", .string(length: 0...256)),
            .optional("InputTransformer", .inputTransformer),
            .optional(
                "KinesisParameters",
                .structure([.required("PartitionKeyPath", .string(length: 0...256))], java: "KinesisParameters")
            ),
            .optional("RunCommandParameters", .runCommandParameters),
            .optional("EcsParameters", .ecsParameters),
            .optional("BatchParameters", .batchParameters),
            .optional(
                "SqsParameters",
                .structure([.optional("MessageGroupId", .string(length: 0...100))], java: "SqsParameters")
            ),
            .optional("HttpParameters", .httpParameters),
            .optional("RedshiftDataParameters", .redshiftDataParameters),
            .optional("SageMakerPipelineParameters", .sageMakerPipelineParameters),
            .optional("DeadLetterConfig", .deadLetterConfig),
            .optional("RetryPolicy", .retryPolicy),
            .optional(
                "AppSyncParameters",
                .structure([.optional("GraphQLOperation", .string(length: 1...1048576))], java: "AppSyncParameters")
            ),
        ],
        java: "Target"
    )
    private static let ecsParameters = Shape.structure(
        [
            .required("TaskDefinitionArn", .string(length: 1...1600)),
            .optional("TaskCount", .number(java: "Integer", range: 1...Int.max)),
            .optional("LaunchType", .string(values: ["EC2", "FARGATE", "EXTERNAL"])),
            .optional("NetworkConfiguration", .networkConfiguration), .optional("PlatformVersion", .string()),
            .optional("Group", .string()),
            .optional("CapacityProviderStrategy", .capacityProviderStrategy),
            .optional("EnableECSManagedTags", .boolean), .optional("EnableExecuteCommand", .boolean),
            .optional("PlacementConstraints", .placementConstraints),
            .optional("PlacementStrategy", .placementStrategy),
            .optional("PropagateTags", .string(values: ["TASK_DEFINITION"])),
            .optional("ReferenceId", .string(length: 0...1024)), .optional("Tags", .tags),
        ],
        java: "EcsParameters"
    )
    private static let inputTransformer = Shape.structure(
        [
            .optional(
                "InputPathsMap",
                .map(.string(length: 0...256), java: "java.lang.String", length: 0...100)
            ), .required("InputTemplate", .string(length: 1...8192)),
        ],
        java: "InputTransformer"
    )
    private static let runCommandParameters = Shape.structure(
        [
            .required(
                "RunCommandTargets",
                .list(
                    .structure(
                        [
                            .required("Key", .string(length: 1...128)),
                            .required("Values", .list(.string(length: 1...256), length: 1...50)),
                        ],
                        java: "RunCommandTarget"
                    ),
                    length: 1...5
                )
            )
        ],
        java: "RunCommandParameters"
    )
    private static let batchParameters = Shape.structure(
        [
            .required("JobDefinition", .string()), .required("JobName", .string()),
            .optional(
                "ArrayProperties",
                .structure([.optional("Size", .number(java: "Integer"))], java: "BatchArrayProperties")
            ),
            .optional(
                "RetryStrategy",
                .structure([.optional("Attempts", .number(java: "Integer"))], java: "BatchRetryStrategy")
            ),
        ],
        java: "BatchParameters"
    )
    private static let httpParameters = Shape.structure(
        [
            .optional("PathParameterValues", .list(.string())),
            .optional("HeaderParameters", .map(.string(length: 0...512), java: "java.lang.String")),
            .optional("QueryStringParameters", .map(.string(length: 0...512), java: "java.lang.String")),
        ],
        java: "HttpParameters"
    )
    private static let redshiftDataParameters = Shape.structure(
        [
            .optional("SecretManagerArn", .string(length: 1...1600)),
            .required("Database", .string(length: 1...64)), .optional("DbUser", .string(length: 1...128)),
            .optional("Sql", .string(length: 1...100000)),
            .optional("StatementName", .string(length: 1...500)), .optional("WithEvent", .boolean),
            .optional("Sqls", .list(.string(length: 1...100000), length: 0...40)),
        ],
        java: "RedshiftDataParameters"
    )
    private static let sageMakerPipelineParameters = Shape.structure(
        [
            .optional(
                "PipelineParameterList",
                .list(
                    .structure(
                        [
                            .required("Name", .string(length: 1...256)),
                            .required("Value", .string(length: 0...1024)),
                        ],
                        java: "SageMakerPipelineParameter"
                    ),
                    length: 0...200
                )
            )
        ],
        java: "SageMakerPipelineParameters"
    )
    private static let retryPolicy = Shape.structure(
        [
            .optional("MaximumRetryAttempts", .number(java: "Integer", range: 0...185)),
            .optional("MaximumEventAgeInSeconds", .number(java: "Integer", range: 60...86400)),
        ],
        java: "RetryPolicy"
    )
    private static let networkConfiguration = Shape.structure(
        [
            .optional(
                "awsvpcConfiguration",
                .structure(
                    [
                        .required("Subnets", .list(.string())),
                        .optional("SecurityGroups", .list(.string())),
                        .optional("AssignPublicIp", .string(values: ["ENABLED", "DISABLED"])),
                    ],
                    java: "AwsVpcConfiguration"
                )
            )
        ],
        java: "NetworkConfiguration"
    )
    private static let capacityProviderStrategy = Shape.list(
        .structure(
            [
                .required("capacityProvider", .string(length: 1...255)),
                .optional("weight", .number(java: "Integer", range: 0...1000)),
                .optional("base", .number(java: "Integer", range: 0...100000)),
            ],
            java: "CapacityProviderStrategyItem"
        ),
        length: 0...6
    )
    private static let placementConstraints = Shape.list(
        .structure(
            [
                .optional("type", .string(values: ["distinctInstance", "memberOf"])),
                .optional("expression", .string(length: 0...2000)),
            ],
            java: "PlacementConstraint"
        ),
        length: 0...10
    )
    private static let placementStrategy = Shape.list(
        .structure(
            [
                .optional("type", .string(values: ["random", "spread", "binpack"])),
                .optional("field", .string(length: 0...255)),
            ],
            java: "PlacementStrategy"
        ),
        length: 0...5
    )
}
