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
    static let target = Shape.structure(
        [
            .required("Id", .string(length: 1...64, pattern: .resourceName)),
            .required("Arn", .string(length: 1...1600)), .optional("RoleArn", .string(length: 1...1600)),
            .optional("Input", .string(length: 0...8192)), .optional("InputPath", .string(length: 0...256)),
            .optional(
                "InputTransformer",
                .structure(
                    [
                        .optional(
                            "InputPathsMap",
                            .map(.string(length: 0...256), java: "java.lang.String", length: 0...100)
                        ), .required("InputTemplate", .string(length: 1...8192)),
                    ],
                    java: "InputTransformer"
                )
            ),
            .optional(
                "KinesisParameters",
                .structure([.required("PartitionKeyPath", .string(length: 0...256))], java: "KinesisParameters")
            ),
            .optional(
                "RunCommandParameters",
                .structure(
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
            ),
            .optional(
                "EcsParameters",
                .structure(
                    [
                        .required("TaskDefinitionArn", .string(length: 1...1600)),
                        .optional("TaskCount", .number(java: "Integer", range: 1...Int.max)),
                        .optional("LaunchType", .string(values: ["EC2", "FARGATE", "EXTERNAL"])),
                        .optional(
                            "NetworkConfiguration",
                            .structure(
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
                        ), .optional("PlatformVersion", .string()), .optional("Group", .string()),
                        .optional(
                            "CapacityProviderStrategy",
                            .list(
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
                        ), .optional("EnableECSManagedTags", .boolean), .optional("EnableExecuteCommand", .boolean),
                        .optional(
                            "PlacementConstraints",
                            .list(
                                .structure(
                                    [
                                        .optional("type", .string(values: ["distinctInstance", "memberOf"])),
                                        .optional("expression", .string(length: 0...2000)),
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
                                        .optional("type", .string(values: ["random", "spread", "binpack"])),
                                        .optional("field", .string(length: 0...255)),
                                    ],
                                    java: "PlacementStrategy"
                                ),
                                length: 0...5
                            )
                        ), .optional("PropagateTags", .string(values: ["TASK_DEFINITION"])),
                        .optional("ReferenceId", .string(length: 0...1024)), .optional("Tags", .tags),
                    ],
                    java: "EcsParameters"
                )
            ),
            .optional(
                "BatchParameters",
                .structure(
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
            ),
            .optional(
                "SqsParameters",
                .structure([.optional("MessageGroupId", .string(length: 0...100))], java: "SqsParameters")
            ),
            .optional(
                "HttpParameters",
                .structure(
                    [
                        .optional("PathParameterValues", .list(.string())),
                        .optional("HeaderParameters", .map(.string(length: 0...512), java: "java.lang.String")),
                        .optional("QueryStringParameters", .map(.string(length: 0...512), java: "java.lang.String")),
                    ],
                    java: "HttpParameters"
                )
            ),
            .optional(
                "RedshiftDataParameters",
                .structure(
                    [
                        .optional("SecretManagerArn", .string(length: 1...1600)),
                        .required("Database", .string(length: 1...64)), .optional("DbUser", .string(length: 1...128)),
                        .optional("Sql", .string(length: 1...100000)),
                        .optional("StatementName", .string(length: 1...500)), .optional("WithEvent", .boolean),
                        .optional("Sqls", .list(.string(length: 1...100000), length: 0...40)),
                    ],
                    java: "RedshiftDataParameters"
                )
            ),
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
            ), .optional("DeadLetterConfig", .deadLetterConfig),
            .optional(
                "RetryPolicy",
                .structure(
                    [
                        .optional("MaximumRetryAttempts", .number(java: "Integer", range: 0...185)),
                        .optional("MaximumEventAgeInSeconds", .number(java: "Integer", range: 60...86400)),
                    ],
                    java: "RetryPolicy"
                )
            ),
            .optional(
                "AppSyncParameters",
                .structure([.optional("GraphQLOperation", .string(length: 1...1048576))], java: "AppSyncParameters")
            ),
        ],
        java: "Target"
    )
    static let connectivity = Shape.structure(
        [
            .required(
                "ResourceParameters",
                .structure(
                    [.required("ResourceConfigurationArn", .string(length: 0...2048))],
                    java: "ConnectivityResourceConfigurationArn"
                )
            )
        ],
        java: "ConnectivityResourceParameters"
    )
    static let authParameters = Shape.structure(
        [
            .optional(
                "BasicAuthParameters",
                .structure(
                    [.optional("Username", .string(length: 1...512)), .optional("Password", .string(length: 1...512))],
                    java: "UpdateConnectionBasicAuthRequestParameters"
                )
            ),
            .optional(
                "OAuthParameters",
                .structure(
                    [
                        .optional(
                            "ClientParameters",
                            .structure(
                                [
                                    .optional("ClientID", .string(length: 1...512)),
                                    .optional("ClientSecret", .string(length: 1...512)),
                                ],
                                java: "UpdateConnectionOAuthClientRequestParameters"
                            )
                        ), .optional("AuthorizationEndpoint", .string(length: 1...2048)),
                        .optional("HttpMethod", .string(values: ["GET", "POST", "PUT"])),
                        .optional(
                            "OAuthHttpParameters",
                            .structure(
                                [
                                    .optional(
                                        "HeaderParameters",
                                        .list(
                                            .structure(
                                                [
                                                    .optional("Key", .string(length: 0...512)),
                                                    .optional("Value", .string(length: 0...512)),
                                                    .optional("IsValueSecret", .boolean),
                                                ],
                                                java: "ConnectionHeaderParameter"
                                            ),
                                            length: 0...100
                                        )
                                    ),
                                    .optional(
                                        "QueryStringParameters",
                                        .list(
                                            .structure(
                                                [
                                                    .optional("Key", .string(length: 0...512)),
                                                    .optional("Value", .string(length: 0...512)),
                                                    .optional("IsValueSecret", .boolean),
                                                ],
                                                java: "ConnectionQueryStringParameter"
                                            ),
                                            length: 0...100
                                        )
                                    ),
                                    .optional(
                                        "BodyParameters",
                                        .list(
                                            .structure(
                                                [
                                                    .optional("Key", .string()), .optional("Value", .string()),
                                                    .optional("IsValueSecret", .boolean),
                                                ],
                                                java: "ConnectionBodyParameter"
                                            ),
                                            length: 0...100
                                        )
                                    ),
                                ],
                                java: "ConnectionHttpParameters"
                            )
                        ),
                    ],
                    java: "UpdateConnectionOAuthRequestParameters"
                )
            ),
            .optional(
                "ApiKeyAuthParameters",
                .structure(
                    [
                        .optional("ApiKeyName", .string(length: 1...512)),
                        .optional("ApiKeyValue", .string(length: 1...512)),
                    ],
                    java: "UpdateConnectionApiKeyAuthRequestParameters"
                )
            ),
            .optional(
                "InvocationHttpParameters",
                .structure(
                    [
                        .optional(
                            "HeaderParameters",
                            .list(
                                .structure(
                                    [
                                        .optional("Key", .string(length: 0...512)),
                                        .optional("Value", .string(length: 0...512)),
                                        .optional("IsValueSecret", .boolean),
                                    ],
                                    java: "ConnectionHeaderParameter"
                                ),
                                length: 0...100
                            )
                        ),
                        .optional(
                            "QueryStringParameters",
                            .list(
                                .structure(
                                    [
                                        .optional("Key", .string(length: 0...512)),
                                        .optional("Value", .string(length: 0...512)),
                                        .optional("IsValueSecret", .boolean),
                                    ],
                                    java: "ConnectionQueryStringParameter"
                                ),
                                length: 0...100
                            )
                        ),
                        .optional(
                            "BodyParameters",
                            .list(
                                .structure(
                                    [
                                        .optional("Key", .string()), .optional("Value", .string()),
                                        .optional("IsValueSecret", .boolean),
                                    ],
                                    java: "ConnectionBodyParameter"
                                ),
                                length: 0...100
                            )
                        ),
                    ],
                    java: "ConnectionHttpParameters"
                )
            ), .optional("ConnectivityParameters", .connectivity),
        ],
        java: "UpdateConnectionAuthRequestParameters"
    )
}
