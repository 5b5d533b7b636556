import ServiceKit

/// What the target of a schedule has.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Target.html
extension Shape {
    static let target = Shape.structure(
        [
            .required("Arn", .string(length: 1...1600)),
            .optional(
                "DeadLetterConfig",
                .structure([.optional("Arn", .string(length: 1...1600, pattern: .queueARN))], java: "DeadLetterConfig")
            ),
            .optional("EcsParameters", .ecsParameters),
            .optional(
                "EventBridgeParameters",
                .structure(
                    [.required("DetailType", .string(length: 1...128)), .required("Source", .string(length: 1...256))],
                    java: "EventBridgeParameters"
                )
            ), .optional("Input", .string(length: 1...Int.max)),
            .optional(
                "KinesisParameters",
                .structure([.required("PartitionKey", .string(length: 1...256))], java: "KinesisParameters")
            ),
            .optional("RetryPolicy", .retryPolicy), .required("RoleArn", .string(length: 1...1600, pattern: .roleARN)),
            .optional("SageMakerPipelineParameters", .sageMakerPipelineParameters),
            .optional(
                "SqsParameters",
                .structure([.optional("MessageGroupId", .string(length: 1...128))], java: "SqsParameters")
            ),
        ],
        java: "Target"
    )
    private static let ecsParameters = Shape.structure(
        [
            .optional("CapacityProviderStrategy", .capacityProviderStrategy),
            .optional("EnableECSManagedTags", .boolean), .optional("EnableExecuteCommand", .boolean),
            .optional("Group", .string(length: 1...255)),
            .optional("LaunchType", .string(values: ["EC2", "FARGATE", "EXTERNAL"])),
            .optional("NetworkConfiguration", .networkConfiguration),
            .optional("PlacementConstraints", .placementConstraints),
            .optional("PlacementStrategy", .placementStrategy), .optional("PlatformVersion", .string(length: 1...64)),
            .optional("PropagateTags", .string(values: ["TASK_DEFINITION"])),
            .optional("ReferenceId", .string(length: 0...1024)),
            .optional(
                "Tags",
                .list(.map(.string(length: 1...256), java: "java.lang.String"), length: 0...50)
            ), .optional("TaskCount", .number(java: "Integer", range: 1...10)),
            .required("TaskDefinitionArn", .string(length: 1...1600)),
        ],
        java: "EcsParameters"
    )
    private static let retryPolicy = Shape.structure(
        [
            .optional("MaximumEventAgeInSeconds", .number(java: "Integer", range: 60...86400)),
            .optional("MaximumRetryAttempts", .number(java: "Integer", range: 0...185)),
        ],
        java: "RetryPolicy"
    )
    private static let sageMakerPipelineParameters = Shape.structure(
        [
            .optional(
                "PipelineParameterList",
                .list(
                    .structure(
                        [
                            .required("Name", .string(length: 1...256)),
                            .required("Value", .string(length: 1...1024)),
                        ],
                        java: "SageMakerPipelineParameter"
                    ),
                    length: 0...200
                )
            )
        ],
        java: "SageMakerPipelineParameters"
    )
    private static let networkConfiguration = Shape.structure(
        [
            .optional(
                "awsvpcConfiguration",
                .structure(
                    [
                        .optional("AssignPublicIp", .string(values: ["ENABLED", "DISABLED"])),
                        .optional(
                            "SecurityGroups",
                            .list(.string(length: 1...1000), length: 1...5)
                        ),
                        .required("Subnets", .list(.string(length: 1...1000), length: 1...16)),
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
                .optional("base", .number(java: "Integer", range: 0...100000)),
                .required("capacityProvider", .string(length: 1...255)),
                .optional("weight", .number(java: "Integer", range: 0...1000)),
            ],
            java: "CapacityProviderStrategyItem"
        ),
        length: 0...6
    )
    private static let placementConstraints = Shape.list(
        .structure(
            [
                .optional("expression", .string(length: 0...2000)),
                .optional("type", .string(values: ["distinctInstance", "memberOf"])),
            ],
            java: "PlacementConstraint"
        ),
        length: 0...10
    )
    private static let placementStrategy = Shape.list(
        .structure(
            [
                .optional("field", .string(length: 0...255)),
                .optional("type", .string(values: ["random", "spread", "binpack"])),
            ],
            java: "PlacementStrategy"
        ),
        length: 0...5
    )
}
