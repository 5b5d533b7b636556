import JSON

/// Reads an `AWS::Lambda::EventSourceMapping`, and the events of a function that are ones.
///
/// Values are checked when the mapping is made, as those of a request are.
struct EventSourceMappingReader {
    /// The types of events in SAM, and the property that names the source.
    static let eventTypes = ["SQS": "Queue", "DynamoDB": "Stream"]

    private let fields: Fields

    init(_ fields: Fields) { self.fields = fields }

    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let fields = resolver.fields(of: resource) else { return nil }
        self.fields = fields
    }

    /// The mapping of a resource.
    func mapping(_ logicalID: String) -> Application.EventSourceMapping? {
        PropertyTable.eventSourceMapping.check(fields)
        guard let function = fields.requiredString("FunctionName") else { return nil }
        var mapping = mapping(logicalID, source: "EventSourceArn", of: function)
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
        if !tags.isEmpty { mapping?.request["Tags"] = .object(JSON.Object(tags)) }
        return mapping
    }

    /// The mapping of an event of this type.
    func mapping(_ logicalID: String, type: String, of function: String) -> Application.EventSourceMapping? {
        guard let source = Self.eventTypes[type] else { return nil }
        (type == "SQS" ? PropertyTable.queueEvent : .streamEvent).check(fields)
        return mapping(logicalID, source: source, of: function)
    }

    private func mapping(
        _ logicalID: String,
        source: String,
        of function: String
    ) -> Application.EventSourceMapping? {
        guard let arn = fields.requiredString(source) else { return nil }
        var request = JSON.Object([("FunctionName", .string(function)), ("EventSourceArn", .string(arn))])
        for name in Self.numbers { request[name] = fields.int(name).map { JSON($0) } }
        for name in Self.flags { request[name] = fields.bool(name).map { JSON($0) } }
        request["StartingPosition"] = fields["StartingPosition"].flatMap(fields.string).map { .string($0) }
        request["FilterCriteria"] = fields.json("FilterCriteria", .filterCriteria)
        request["FunctionResponseTypes"] = fields.json("FunctionResponseTypes", .list(.text))
        request["ScalingConfig"] = scaling()
        request["DestinationConfig"] = destination()
        return Application.EventSourceMapping(logicalID: logicalID, request: request, path: fields.path)
    }

    private static let numbers = [
        "BatchSize", "MaximumBatchingWindowInSeconds", "ParallelizationFactor", "MaximumRecordAgeInSeconds",
        "MaximumRetryAttempts", "TumblingWindowInSeconds", "StartingPositionTimestamp",
    ]
    private static let flags = ["Enabled", "BisectBatchOnFunctionError"]

    private func scaling() -> JSON? {
        guard let scaling = fields.object("ScalingConfig") else { return nil }
        scaling.allow(["MaximumConcurrency"])
        return .object(JSON.Object(scaling.int("MaximumConcurrency").map { [("MaximumConcurrency", JSON($0))] } ?? []))
    }

    private func destination() -> JSON? {
        guard let destinations = fields.object("DestinationConfig") else { return nil }
        destinations.allow(["OnFailure"])
        return EventInvokeConfigReader.destination(destinations, "OnFailure")
            .map { ["OnFailure": ["Destination": .string($0)]] }
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventsourcemapping.html
    static let eventSourceMapping = PropertyTable(
        acted: streamEvent.acted.filter { $0 != "Stream" }
            + ["FunctionName", "EventSourceArn", "ScalingConfig", "Tags"],
        kept: streamEvent.kept,
        ignored: [
            "LoggingConfig", "MetricsConfig", "ProvisionedPollerConfig",
        ],
        refused: [
            "AmazonManagedKafkaEventSourceConfig": "there is no Kafka",
            "SelfManagedEventSource": "there is no Kafka",
            "SelfManagedKafkaEventSourceConfig": "there is no Kafka",
            "SourceAccessConfigurations": "there is no Kafka and no MQ",
            "Topics": "there is no Kafka",
            "Queues": "there is no MQ",
            "DocumentDBEventSourceConfig": "there is no DocumentDB",
        ]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqs.html
    static let queueEvent = PropertyTable(
        acted: [
            "Queue", "BatchSize", "Enabled", "FilterCriteria", "FunctionResponseTypes",
            "MaximumBatchingWindowInSeconds", "ScalingConfig",
        ],
        kept: ["KmsKeyArn": "nothing is encrypted at rest"],
        ignored: ["MetricsConfig", "ProvisionedPollerConfig"]
    )

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-dynamodb.html
    static let streamEvent = PropertyTable(
        acted: [
            "Stream", "StartingPosition", "StartingPositionTimestamp", "BatchSize", "BisectBatchOnFunctionError",
            "DestinationConfig", "Enabled", "FilterCriteria", "FunctionResponseTypes",
            "MaximumBatchingWindowInSeconds", "MaximumRecordAgeInSeconds", "MaximumRetryAttempts",
            "ParallelizationFactor", "TumblingWindowInSeconds",
        ],
        kept: ["KmsKeyArn": "nothing is encrypted at rest"],
        ignored: ["MetricsConfig"]
    )
}
