import ServiceKit

/// Shapes that several actions take.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_Types.html
extension Shape {
    static let serviceNamespace = Shape.string(
        values: [
            "ecs", "elasticmapreduce", "ec2", "appstream", "dynamodb", "rds", "sagemaker", "custom-resource",
            "comprehend", "lambda", "cassandra", "kafka", "elasticache", "neptune", "workspaces",
        ]
    )
    static let scalableDimension = Shape.string(
        values: [
            "ecs:service:DesiredCount", "ec2:spot-fleet-request:TargetCapacity",
            "elasticmapreduce:instancegroup:InstanceCount", "appstream:fleet:DesiredCapacity",
            "dynamodb:table:ReadCapacityUnits", "dynamodb:table:WriteCapacityUnits",
            "dynamodb:index:ReadCapacityUnits", "dynamodb:index:WriteCapacityUnits", "rds:cluster:ReadReplicaCount",
            "sagemaker:variant:DesiredInstanceCount", "custom-resource:ResourceType:Property",
            "comprehend:document-classifier-endpoint:DesiredInferenceUnits",
            "comprehend:entity-recognizer-endpoint:DesiredInferenceUnits", "lambda:function:ProvisionedConcurrency",
            "cassandra:table:ReadCapacityUnits", "cassandra:table:WriteCapacityUnits",
            "kafka:broker-storage:VolumeSize", "elasticache:cache-cluster:Nodes",
            "elasticache:replication-group:NodeGroups", "elasticache:replication-group:Replicas",
            "neptune:cluster:ReadReplicaCount", "sagemaker:variant:DesiredProvisionedConcurrency",
            "sagemaker:inference-component:DesiredCopyCount", "workspaces:workspacespool:DesiredUserSessions",
        ]
    )
    static let resourceID = Shape.string(length: 1...1600, pattern: .printable)
    static let resourceIDs = Shape.list(.resourceID, length: 0...50)
    static let integer = Shape.number(java: "Integer")
    static let token = Shape.string(pattern: .printable)
    static let targetARN = Shape.string(length: 1...1011, pattern: .targetARN)
    static let tags = Shape.map(
        .string(length: 0...256),
        java: "java.lang.String",
        keys: .init(length: 1...128)
    )
    static let suspendedState = Shape.structure(
        [
            .optional("DynamicScalingInSuspended", .boolean), .optional("DynamicScalingOutSuspended", .boolean),
            .optional("ScheduledScalingSuspended", .boolean),
        ],
        java: "SuspendedState"
    )
    static let targetAction = Shape.structure(
        [.optional("MinCapacity", .integer), .optional("MaxCapacity", .integer)],
        java: "ScalableTargetAction"
    )
}

extension Shape.Member {
    /// The members that name a target.
    static let place: [Shape.Member] = [
        .required("ServiceNamespace", .serviceNamespace), .required("ResourceId", .resourceID),
        .required("ScalableDimension", .scalableDimension),
    ]

    /// Those of requests for lists, beside `ServiceNamespace`.
    static let list: [Shape.Member] = [
        .optional("ScalableDimension", .scalableDimension), .optional("MaxResults", .integer),
        .optional("NextToken", .token),
    ]
}

extension Shape.Pattern {
    /// XML has no other control characters.
    static let printable = Shape.Pattern(
        #"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*"#
    ) { text in
        text.unicodeScalars.allSatisfy { scalar in
            ["\r", "\n", "\t"].contains(scalar) || scalar.value >= 0x20 && scalar.value & 0xFFFE != 0xFFFE
        }
    }
    static let policyName = Shape.Pattern(#"\p{Print}+"#) { text in
        !text.isEmpty && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
    }
    static let scheduledActionName = Shape.Pattern(
        #"(?!((^[ ]+.*)|(.*([\u0000-\u001f]|[\u007f-\u009f]|[:/|])+.*)|(.*[ ]+$))).+"#
    ) { text in
        guard let first = text.first, let last = text.last, first != " ", last != " " else { return false }
        return text.unicodeScalars.allSatisfy { scalar in
            scalar.value >= 0x20 && !(0x7F...0x9F).contains(scalar.value) && !":/|".unicodeScalars.contains(scalar)
        }
    }
    static let targetARN = Shape.Pattern(
        #"^arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\/[a-zA-Z0-9-]+$"#
    ) {
        $0.wholeMatch(of: /arn:.+:application-autoscaling:.+:[0-9]+:scalable-target\/[a-zA-Z0-9\-]+/) != nil
    }
}
