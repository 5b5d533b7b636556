import ServiceKit

/// Shapes that several actions take.
/// https://docs.aws.amazon.com/scheduler/latest/APIReference/API_Types.html
extension Shape {
    static let tags = Shape.list(
        .structure(
            [.required("Key", .string(length: 1...128)), .required("Value", .string(length: 1...256))],
            java: "Tag"
        ),
        length: 0...200
    )
    static let flexibleTimeWindow = Shape.structure(
        [
            .optional("MaximumWindowInMinutes", .number(java: "Integer", range: 1...1440)),
            .required("Mode", .string(values: ["OFF", "FLEXIBLE"])),
        ],
        java: "FlexibleTimeWindow"
    )
    static let target = Shape.structure(
        [
            .required("Arn", .string(length: 1...1600)),
            .optional(
                "DeadLetterConfig",
                .structure([.optional("Arn", .string(length: 1...1600, pattern: .queueARN))], java: "DeadLetterConfig")
            ),
            .optional(
                "EcsParameters",
                .structure(
                    [
                        .optional(
                            "CapacityProviderStrategy",
                            .list(
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
                        ), .optional("EnableECSManagedTags", .boolean), .optional("EnableExecuteCommand", .boolean),
                        .optional("Group", .string(length: 1...255)),
                        .optional("LaunchType", .string(values: ["EC2", "FARGATE", "EXTERNAL"])),
                        .optional(
                            "NetworkConfiguration",
                            .structure(
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
                        ),
                        .optional(
                            "PlacementConstraints",
                            .list(
                                .structure(
                                    [
                                        .optional("expression", .string(length: 0...2000)),
                                        .optional("type", .string(values: ["distinctInstance", "memberOf"])),
                                    ],
                                    java: "PlacementConstraint"
                                ),
                                length: 0...10
                            )
                        ),
                        .optional(
                            "PlacementStrategy",
                            .list(
                                .structure(
                                    [
                                        .optional("field", .string(length: 0...255)),
                                        .optional("type", .string(values: ["random", "spread", "binpack"])),
                                    ],
                                    java: "PlacementStrategy"
                                ),
                                length: 0...5
                            )
                        ), .optional("PlatformVersion", .string(length: 1...64)),
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
            ),
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
            .optional(
                "RetryPolicy",
                .structure(
                    [
                        .optional("MaximumEventAgeInSeconds", .number(java: "Integer", range: 60...86400)),
                        .optional("MaximumRetryAttempts", .number(java: "Integer", range: 0...185)),
                    ],
                    java: "RetryPolicy"
                )
            ), .required("RoleArn", .string(length: 1...1600, pattern: .roleARN)),
            .optional(
                "SageMakerPipelineParameters",
                .structure(
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
            ),
            .optional(
                "SqsParameters",
                .structure([.optional("MessageGroupId", .string(length: 1...128))], java: "SqsParameters")
            ),
        ],
        java: "Target"
    )
}
