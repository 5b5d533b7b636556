import JSON
import Lambda
import ServiceKit
import Wire

/// What requests that make or change a mapping look like, after botocore's model.
enum MappingShapes {
    static let create = Shape.structure(
        [.required("FunctionName", .string(length: 1...256)), .optional("EventSourceArn", .string())]
            + members
            + [
                .optional("Tags", .lambdaTags),
                .optional("StartingPosition", .string(values: ["LATEST", "AT_TIMESTAMP", "TRIM_HORIZON"])),
            ],
        java: "CreateEventSourceMappingRequest"
    )

    static let update = Shape.structure(
        [.required("UUID", .string()), .optional("FunctionName", .string(length: 1...256))] + members,
        java: "UpdateEventSourceMappingRequest"
    )

    static let uuid = Shape.structure([.required("UUID", .string())], java: "EventSourceMappingRequest")

    private static let members: [Shape.Member] = [
        .optional("Enabled", .boolean),
        .optional("BatchSize", number(1...10_000)),
        .optional("FilterCriteria", .structure([.optional("Filters", .list(filter))], java: "FilterCriteria")),
        .optional("MaximumBatchingWindowInSeconds", number(0...300)),
        .optional("ParallelizationFactor", number(1...10)),
        .optional("DestinationConfig", destinations),
        .optional("MaximumRecordAgeInSeconds", number(-1...604_800)),
        .optional("BisectBatchOnFunctionError", .boolean),
        .optional("MaximumRetryAttempts", number(-1...10_000)),
        .optional("TumblingWindowInSeconds", number(0...900)),
        .optional(
            "FunctionResponseTypes",
            .list(.string(values: ["ReportBatchItemFailures"]), length: 0...1)
        ),
        .optional(
            "ScalingConfig",
            .structure([.optional("MaximumConcurrency", number(2...1000))], java: "ScalingConfig")
        ),
    ]

    private static func number(_ range: ClosedRange<Int>) -> Shape { .number(java: "Integer", range: range) }

    private static let filter = Shape.structure([.optional("Pattern", .string(length: 0...4096))], java: "Filter")

    private static let destination = Shape.structure(
        [.optional("Destination", .string(length: 0...350))],
        java: "Destination"
    )

    private static let destinations = Shape.structure(
        [.optional("OnSuccess", destination), .optional("OnFailure", destination)],
        java: "DestinationConfig"
    )

    /// What a mapping keeps of a request, by the kind of its source.
    static func settings(of kind: EventSourceMapping.Kind) -> [String] {
        let common = ["BatchSize", "FilterCriteria", "MaximumBatchingWindowInSeconds", "FunctionResponseTypes"]
        switch kind {
        case .queue: return common + ["ScalingConfig"]
        case .stream:
            return common + [
                "ParallelizationFactor", "DestinationConfig", "MaximumRecordAgeInSeconds",
                "BisectBatchOnFunctionError", "MaximumRetryAttempts", "TumblingWindowInSeconds",
            ]
        }
    }

    /// What stands for the members that a request does not have.
    static func defaults(of kind: EventSourceMapping.Kind) -> JSON.Object {
        switch kind {
        case .queue:
            JSON.Object([
                ("BatchSize", 10), ("MaximumBatchingWindowInSeconds", 0), ("FunctionResponseTypes", []),
            ])
        case .stream:
            JSON.Object([
                ("BatchSize", 100), ("MaximumBatchingWindowInSeconds", 0), ("FunctionResponseTypes", []),
                ("BisectBatchOnFunctionError", false), ("DestinationConfig", ["OnFailure": [:]]),
                ("MaximumRecordAgeInSeconds", -1), ("MaximumRetryAttempts", -1), ("ParallelizationFactor", 1),
                ("TumblingWindowInSeconds", 0),
            ])
        }
    }

    /// Members that AWS has, and that ask for what is not here.
    static let notEmulated = [
        "Topics", "Queues", "SourceAccessConfigurations", "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig",
        "AmazonManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig", "MetricsConfig", "LoggingConfig",
        "ProvisionedPollerConfig", "KMSKeyArn",
    ]
}
