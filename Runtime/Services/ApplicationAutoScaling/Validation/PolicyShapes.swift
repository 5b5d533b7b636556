import ServiceKit

/// What scaling policies have.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
extension Shape {
    static let double = Shape.number(java: "Double")

    static let targetTracking = Shape.structure(
        [
            .required("TargetValue", .double), .optional("PredefinedMetricSpecification", .predefinedMetric),
            .optional("CustomizedMetricSpecification", .customizedMetric), .optional("ScaleOutCooldown", .integer),
            .optional("ScaleInCooldown", .integer), .optional("DisableScaleIn", .boolean),
        ],
        java: "TargetTrackingScalingPolicyConfiguration"
    )
    private static let predefinedMetric = Shape.structure(
        [
            .required("PredefinedMetricType", .metricType), .optional("ResourceLabel", .string(length: 1...1023)),
        ],
        java: "PredefinedMetricSpecification"
    )
    private static let customizedMetric = Shape.structure(
        [
            .optional("MetricName", .string()), .optional("Namespace", .string()),
            .optional("Dimensions", .list(.dimension(.string(), .string()))),
            .optional("Statistic", .string(values: ["Average", "Minimum", "Maximum", "SampleCount", "Sum"])),
            .optional("Unit", .string()), .optional("Metrics", .list(.metricQuery)),
        ],
        java: "CustomizedMetricSpecification"
    )
    private static let metricText = Shape.string(length: 1...255, pattern: .printable)
    private static let metricQuery = Shape.structure(
        [
            .optional("Expression", .string(length: 1...2048, pattern: .printable)), .required("Id", metricText),
            .optional("Label", .token),
            .optional(
                "MetricStat",
                .structure(
                    [
                        .required("Metric", .queriedMetric), .required("Stat", .token),
                        .optional("Unit", .string(length: 1...1023, pattern: .printable)),
                    ],
                    java: "TargetTrackingMetricStat"
                )
            ), .optional("ReturnData", .boolean),
        ],
        java: "TargetTrackingMetricDataQuery"
    )
    private static let queriedMetric = Shape.structure(
        [
            .optional(
                "Dimensions",
                .list(.dimension(metricText, .string(length: 1...1024, pattern: .printable)))
            ), .optional("MetricName", metricText), .optional("Namespace", metricText),
        ],
        java: "TargetTrackingMetric"
    )

    private static func dimension(_ name: Shape, _ value: Shape) -> Shape {
        .structure([.required("Name", name), .required("Value", value)], java: "MetricDimension")
    }

    static let stepScaling = Shape.structure(
        [
            .optional(
                "AdjustmentType",
                .string(values: ["ChangeInCapacity", "PercentChangeInCapacity", "ExactCapacity"])
            ),
            .optional(
                "StepAdjustments",
                .list(
                    .structure(
                        [
                            .optional("MetricIntervalLowerBound", .double),
                            .optional("MetricIntervalUpperBound", .double),
                            .required("ScalingAdjustment", .integer),
                        ],
                        java: "StepAdjustment"
                    )
                )
            ), .optional("MinAdjustmentMagnitude", .integer), .optional("Cooldown", .integer),
            .optional("MetricAggregationType", .string(values: ["Average", "Minimum", "Maximum"])),
        ],
        java: "StepScalingPolicyConfiguration"
    )
    private static let metricType = Shape.string(
        values: [
            "DynamoDBReadCapacityUtilization", "DynamoDBWriteCapacityUtilization", "ALBRequestCountPerTarget",
            "RDSReaderAverageCPUUtilization", "RDSReaderAverageDatabaseConnections",
            "EC2SpotFleetRequestAverageCPUUtilization", "EC2SpotFleetRequestAverageNetworkIn",
            "EC2SpotFleetRequestAverageNetworkOut", "SageMakerVariantInvocationsPerInstance",
            "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization",
            "AppStreamAverageCapacityUtilization", "ComprehendInferenceUtilization",
            "LambdaProvisionedConcurrencyUtilization", "CassandraReadCapacityUtilization",
            "CassandraWriteCapacityUtilization", "KafkaBrokerStorageUtilization", "ElastiCacheEngineCPUUtilization",
            "ElastiCacheDatabaseMemoryUsagePercentage", "ElastiCachePrimaryEngineCPUUtilization",
            "ElastiCacheReplicaEngineCPUUtilization", "ElastiCacheDatabaseMemoryUsageCountedForEvictPercentage",
            "NeptuneReaderAverageCPUUtilization", "SageMakerVariantProvisionedConcurrencyUtilization",
            "ElastiCacheDatabaseCapacityUsageCountedForEvictPercentage",
            "SageMakerInferenceComponentInvocationsPerCopy", "WorkSpacesAverageUserSessionsCapacityUtilization",
            "SageMakerInferenceComponentConcurrentRequestsPerCopyHighResolution",
            "SageMakerVariantConcurrentRequestsPerModelHighResolution",
            "ECSServiceAverageCPUUtilizationHighResolution", "ECSServiceAverageMemoryUtilizationHighResolution",
        ]
    )
}
