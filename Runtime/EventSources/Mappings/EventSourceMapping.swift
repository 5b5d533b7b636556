import JSON
import Time
import Wire

/// A function that is given what a queue or a stream holds.
/// https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html
struct EventSourceMapping: Sendable {
    enum Kind: Sendable {
        case queue
        case stream

        /// `nil` for a source of a kind that is not emulated.
        init?(_ source: ARN) {
            switch source.service {
            case "sqs": self = .queue
            case "dynamodb" where source.resource.contains("/stream/"): self = .stream
            default: return nil
            }
        }
    }

    enum State: String, Sendable {
        case creating = "Creating"
        case enabled = "Enabled"
        case disabling = "Disabling"
        case disabled = "Disabled"
        case enabling = "Enabling"
        case updating = "Updating"
        case deleting = "Deleting"
    }

    let uuid: String
    let source: ARN
    let kind: Kind
    /// With the version or alias that was asked for, or without.
    var functionARN: ARN
    /// The members of a request under their names there, and what stands for those that it did not have.
    var settings: JSON.Object
    var isEnabled = true
    var lastModified: Timestamp
    /// What a caller has begun with it last, under the name of the state that tells it.
    var change: State?
    /// Of the template's resource, when it is one.
    var logicalID: String?

    var functionNameAndQualifier: (name: String, qualifier: String?) {
        let parts = functionARN.resource.split(separator: ":").map(String.init)
        return (parts.count > 1 ? parts[1] : "", parts.count > 2 ? parts[2] : nil)
    }

    /// The reply that shows it.
    func reply(at now: Timestamp, lastResult: String?, _ account: AWSAccount) -> JSON.Object {
        var reply = settings
        reply[Self.tags] = nil
        if filters.isEmpty { reply["FilterCriteria"] = nil }
        reply["UUID"] = .string(uuid)
        reply["EventSourceMappingArn"] = .string(account.arn("lambda", "event-source-mapping:\(uuid)").description)
        reply["EventSourceArn"] = .string(source.description)
        reply["FunctionArn"] = .string(functionARN.description)
        reply["LastModified"] = JSON(Double(lastModified.millisecondsSinceEpoch) / 1000)
        reply["State"] = .string(state(at: now).rawValue)
        reply["StateTransitionReason"] = kind == .queue ? "USER_INITIATED" : "User action"
        if kind == .stream { reply["LastProcessingResult"] = .string(lastResult ?? "No records processed") }
        return reply
    }

    // MARK: Settings

    /// The name of the tags there. Replies do not have them.
    static let tags = "Tags"

    var tags: JSON.Object { settings[Self.tags]?.objectValue ?? JSON.Object() }

    func number(_ name: String) -> Int? { settings[name]?.intValue }

    var batchSize: Int { number("BatchSize") ?? (kind == .queue ? 10 : 100) }
    var batchingWindow: Duration { .seconds(number("MaximumBatchingWindowInSeconds") ?? 0) }
    var reportsItemFailures: Bool {
        settings["FunctionResponseTypes"]?.arrayValue?.contains("ReportBatchItemFailures") == true
    }
    var maximumConcurrency: Int? { settings["ScalingConfig"]?["MaximumConcurrency"]?.intValue }
    var onFailure: ARN? {
        settings["DestinationConfig"]?["OnFailure"]?["Destination"]?.stringValue.flatMap { ARN($0) }
    }
    var filters: [String] {
        (settings["FilterCriteria"]?["Filters"]?.arrayValue ?? []).compactMap { $0["Pattern"]?.stringValue }
    }

    /// Both are -1 for no limit.
    private func limit(_ name: String) -> Int? { number(name).flatMap { $0 < 0 ? nil : $0 } }

    var lane: StreamLane.Settings {
        var lane = StreamLane.Settings()
        lane.batchSize = batchSize
        lane.window = batchingWindow
        lane.maximumRetryAttempts = limit("MaximumRetryAttempts")
        lane.maximumRecordAge = limit("MaximumRecordAgeInSeconds").map { .seconds($0) }
        lane.bisectsBatch = settings["BisectBatchOnFunctionError"]?.boolValue == true
        lane.tumblingWindow = number("TumblingWindowInSeconds").flatMap { $0 > 0 ? .seconds($0) : nil }
        return lane
    }
}
