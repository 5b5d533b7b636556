import EventPatterns
import JSON
import Lambda
import Wire

/// What a mapping must keep to beyond the shapes of its members.
/// https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html
struct MappingRules {
    let kind: EventSourceMapping.Kind
    let source: ARN

    /// Refuses members of `request` that mappings of this kind do not have.
    func checkMembers(_ request: JSON.Object) throws(AWSError) {
        for name in MappingShapes.notEmulated where request[name]?.nonNull != nil {
            throw .invalidParameter("Hearth does not act on \(name) of event source mappings.")
        }
        let known = MappingShapes.settings(of: kind)
        for kind in [EventSourceMapping.Kind.queue, .stream] {
            for name in MappingShapes.settings(of: kind) where !known.contains(name) && request[name]?.nonNull != nil {
                throw .invalidParameter("Unsupported \(name) parameter for given event source mapping type.")
            }
        }
    }

    /// `request` is that of a new mapping.
    func checkStart(_ request: JSON.Object) throws(AWSError) {
        let position = request["StartingPosition"]?.stringValue
        switch (kind, position) {
        case (.queue, nil): return
        case (.queue, _): throw .invalidParameter("StartingPosition is not valid for SQS event sources.")
        case (.stream, nil):
            throw .invalidParameter(
                "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: "
                    + "Member must not be null."
            )
        case (.stream, "AT_TIMESTAMP"):
            throw .invalidParameter("Unsupported starting position for arn type: \(source)")
        case (.stream, _): return
        }
    }

    /// Checks all settings of a mapping, those included that were not asked for.
    func check(_ settings: JSON.Object, timeout: Duration, queue: QueueAttributes?) throws(AWSError) {
        let batchSize = settings["BatchSize"]?.intValue ?? 1
        let window = settings["MaximumBatchingWindowInSeconds"]?.intValue ?? 0
        if kind == .queue { try check(batchSize: batchSize, window: window, timeout: timeout, queue) }
        if let age = settings["MaximumRecordAgeInSeconds"]?.intValue, (0..<60).contains(age) {
            throw .invalidParameter("MaximumRecordAgeInSeconds must be -1 or between 60 and 604800.")
        }
        try checkDestination(settings["DestinationConfig"])
        try checkFilters(settings["FilterCriteria"])
    }

    private func check(
        batchSize: Int,
        window: Int,
        timeout: Duration,
        _ queue: QueueAttributes?
    ) throws(AWSError) {
        guard let queue else {
            throw .invalidParameter(
                "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
                    + "SQS Error Message: The specified queue does not exist."
            )
        }
        if queue.isFIFO && window > 0 {
            throw .invalidParameter("Batching window is not supported for FIFO queues.")
        }
        if queue.isFIFO && batchSize > 10 {
            throw .invalidParameter("Maximum batch size for FIFO queues is 10.")
        }
        if batchSize > 10 && window == 0 {
            throw .invalidParameter(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
            )
        }
        if queue.visibilityTimeout < timeout {
            let (visibility, timeout) = (queue.visibilityTimeout.components.seconds, timeout.components.seconds)
            throw .invalidParameter(
                "Queue visibility timeout: \(visibility) seconds is less than Function timeout: \(timeout) seconds"
            )
        }
    }

    private func checkDestination(_ config: JSON?) throws(AWSError) {
        if config?["OnSuccess"]?["Destination"]?.stringValue?.isEmpty == false {
            throw .invalidParameter("Unsupported OnSuccess parameter for given event source mapping type.")
        }
        guard let text = config?["OnFailure"]?["Destination"]?.stringValue, !text.isEmpty else { return }
        guard let destination = ARN(text), ["sqs", "sns", "s3"].contains(destination.service) else {
            throw .invalidParameter("The destination ARN \(text) is invalid.")
        }
        if destination.isFIFO {
            throw .invalidParameter("The destination ARN \(text) is invalid: it must be a standard queue or topic.")
        }
        if destination.service == "s3" {
            throw .invalidParameter("Hearth does not send records of invocations to S3: \(destination)")
        }
    }

    private func checkFilters(_ criteria: JSON?) throws(AWSError) {
        let filters = criteria?["Filters"]?.arrayValue ?? []
        guard filters.count <= 5 else {
            throw .invalidParameter("A mapping has at most 5 filters: \(filters.count) were given.")
        }
        for filter in filters where (try? EventPattern(filter["Pattern"]?.stringValue ?? "")) == nil {
            throw .invalidParameter("Invalid filter pattern definition.")
        }
    }
}

extension AWSError {
    static func invalidParameter(_ message: String) -> AWSError {
        AWSError(
            "InvalidParameterValueException",
            message: message,
            members: JSON.Object([("Type", "User"), ("message", .string(message))])
        )
    }

    static let noSuchMapping = AWSError(
        "ResourceNotFoundException",
        status: 404,
        message: "The resource you requested does not exist.",
        members: JSON.Object([("Type", "User"), ("Message", "The resource you requested does not exist.")])
    )

    /// AWS's text, as its users have been told it.
    static func mappingInUse(_ action: String) -> AWSError {
        let message = "Cannot \(action) the event source mapping because it is in use."
        return AWSError(
            "ResourceInUseException",
            message: message,
            members: JSON.Object([("Type", "User"), ("Message", .string(message))])
        )
    }

    static func duplicateMapping(_ mapping: EventSourceMapping, _ other: String) -> AWSError {
        let function = mapping.functionNameAndQualifier.name
        let place = "(\" \(mapping.source) \") and function (\" \(function) \")"
        let message =
            mapping.kind == .queue
            ? "An event source mapping with SQS arn \(place) already exists. Please update or delete the existing "
                + "mapping with UUID \(other)"
            : "The event source arn \(place) provided mapping already exists. Please update or delete the existing "
                + "mapping with UUID \(other)"
        return AWSError(
            "ResourceConflictException",
            status: 409,
            message: message,
            members: JSON.Object([("Type", "User"), ("message", .string(message))])
        )
    }
}
