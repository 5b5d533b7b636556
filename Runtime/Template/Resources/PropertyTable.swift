/// What becomes of each property of a resource type or event: a list that a reader can check against AWS's.
struct PropertyTable {
    /// The emulator acts on these.
    var acted: [String] = []
    /// Accepted, without effect here: the value says why that is no loss.
    var kept: [String: String] = [:]
    /// Known, and not emulated: whoever uses them is warned.
    var ignored: [String] = []
    /// Known, and so essential that nothing runs with them: the value says why.
    var refused: [String: String] = [:]

    var names: [String] { (acted + kept.keys + ignored + refused.keys).sorted() }

    /// Reports every property that is not simply acted on, unknown ones included.
    func check(_ fields: Fields) {
        fields.allow(names)
        for name in fields.names {
            let path = fields.path(of: name)
            if let reason = kept[name] { fields.findings.note(path, "\(name) has no effect here: \(reason)") }
            if ignored.contains(name) { fields.findings.warning(path, "Hearth does not act on \(name)") }
            if let reason = refused[name] { fields.findings.error(path, "Hearth cannot use \(name): \(reason)") }
        }
    }
}

let notEnforced = "permissions are not enforced"
let deploysOnly = "it matters to deployments only"

// MARK: - Functions

extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
    static let serverlessFunction = PropertyTable(
        acted: [
            "FunctionName", "Handler", "Runtime", "CodeUri", "PackageType", "Description", "MemorySize", "Timeout",
            "Environment", "Events", "ReservedConcurrentExecutions", "EventInvokeConfig", "FunctionUrlConfig",
            "DeadLetterQueue",
            "RecursiveLoop", "Tags", "AutoPublishAlias", "ProvisionedConcurrencyConfig", "InlineCode", "Layers",
            "LoggingConfig",
        ],
        kept: [
            "Role": notEnforced,
            "Architectures": "functions run on this machine's processor",
            "EphemeralStorage": "functions share this machine's /tmp, whose size is not limited",
            "Tracing": "traces are not collected",
            "Policies": notEnforced,
            "AssumeRolePolicyDocument": notEnforced,
            "RolePath": notEnforced,
            "PermissionsBoundary": notEnforced,
            "PropagateTags": "the resources that SAM adds carry no tags",
            "KmsKeyArn": "nothing is encrypted at rest",
            "SourceKMSKeyArn": "nothing is encrypted at rest",
            "CodeSigningConfigArn": "code is not signed",
            "DeploymentPreference": deploysOnly,
            "AutoPublishCodeSha256": deploysOnly,
            "AutoPublishAliasAllProperties": deploysOnly,
            "VersionDescription": deploysOnly,
            "VersionDeletionPolicy": deploysOnly,
        ],
        ignored: [
            "VpcConfig",
            "FileSystemConfigs", "ImageConfig", "SnapStart", "RuntimeManagementConfig",
            "CapacityProviderConfig", "FunctionScalingConfig",
            "PublishToLatestPublished", "TenancyConfig", "DurableConfig",
        ],
        refused: ["ImageUri": "functions run as processes, not as container images"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-function.html
    static let lambdaFunction = PropertyTable(
        acted: [
            "FunctionName", "Handler", "Runtime", "Code", "PackageType", "Description", "MemorySize", "Timeout",
            "Environment", "ReservedConcurrentExecutions", "DeadLetterConfig", "RecursiveLoop", "Tags",
            "Layers", "LoggingConfig",
        ],
        kept: [
            "Role": notEnforced,
            "Architectures": "functions run on this machine's processor",
            "EphemeralStorage": "functions share this machine's /tmp, whose size is not limited",
            "TracingConfig": "traces are not collected",
            "KmsKeyArn": "nothing is encrypted at rest",
            "CodeSigningConfigArn": "code is not signed",
        ],
        ignored: [
            "VpcConfig", "FileSystemConfigs", "ImageConfig", "SnapStart",
            "RuntimeManagementConfig", "CapacityProviderConfig",
            "FunctionScalingConfig", "PublishToLatestPublished", "TenancyConfig", "DurableConfig",
        ]
    )
}

// MARK: - Tables

extension PropertyTable {
    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-simpletable.html
    static let simpleTable = PropertyTable(
        acted: ["TableName", "PrimaryKey", "ProvisionedThroughput", "Tags", "SSESpecification"],
        ignored: ["PointInTimeRecoverySpecification"]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-dynamodb-table.html
    static let dynamoDBTable = PropertyTable(
        acted: [
            "TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "LocalSecondaryIndexes",
            "BillingMode", "ProvisionedThroughput", "Tags", "SSESpecification", "TableClass",
            "DeletionProtectionEnabled", "StreamSpecification", "TimeToLiveSpecification",
        ],
        kept: [
            "ResourcePolicy": notEnforced,
            "OnDemandThroughput": "capacity is not limited",
            "WarmThroughput": "capacity is not limited",
        ],
        ignored: [
            "ContributorInsightsSpecification", "ImportSourceSpecification", "KinesisStreamSpecification",
            "PointInTimeRecoverySpecification",
        ]
    )

    static let streamSpecification = PropertyTable(
        acted: ["StreamViewType"],
        kept: ["ResourcePolicy": notEnforced]
    )

    static let globalSecondaryIndex = PropertyTable(
        acted: ["IndexName", "KeySchema", "Projection", "ProvisionedThroughput"],
        kept: [
            "OnDemandThroughput": "capacity is not limited",
            "WarmThroughput": "capacity is not limited",
        ],
        ignored: ["ContributorInsightsSpecification"]
    )

    static let localSecondaryIndex = PropertyTable(acted: ["IndexName", "KeySchema", "Projection"])
}

// MARK: - Queues

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
    static let queue = PropertyTable(
        acted: [
            "QueueName", "FifoQueue", "ContentBasedDeduplication", "DeduplicationScope", "FifoThroughputLimit",
            "DelaySeconds", "MaximumMessageSize", "MessageRetentionPeriod", "ReceiveMessageWaitTimeSeconds",
            "VisibilityTimeout", "RedrivePolicy", "RedriveAllowPolicy", "Tags",
        ],
        kept: [
            "KmsMasterKeyId": "nothing is encrypted at rest",
            "KmsDataKeyReusePeriodSeconds": "nothing is encrypted at rest",
            "SqsManagedSseEnabled": "nothing is encrypted at rest",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html
    static let queuePolicy = PropertyTable(acted: ["Queues"], kept: ["PolicyDocument": notEnforced])
}
