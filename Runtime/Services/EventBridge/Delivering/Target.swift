import JSON
import ServiceKit
import Time
import Wire

/// A target of a rule, ready for events.
struct Target: Sendable {
    private enum Input: Sendable {
        case event
        case constant([UInt8])
        case path(JSONPath)
        case transformer(InputTransformer)
    }

    let id: String
    let arn: ARN
    private let input: Input
    private let messageGroupID: String?
    /// Of an API destination.
    private let httpParameters: Delivery.MessageAttribute?
    private let maximumRetryAttempts: Int
    private let maximumEventAge: Duration
    private let deadLetterQueue: ARN?

    /// Reads a target as `PutTargets` has it, and refuses one that cannot be used.
    init(_ json: JSON) throws(AWSError) {
        let id = json["Id"]?.stringValue ?? ""
        let arn = try Self.arn(json)
        (self.id, self.arn) = (id, arn)
        input = try Self.input(json, id)
        messageGroupID = json["SqsParameters"]?["MessageGroupId"]?.stringValue
        httpParameters = HTTPParameters.attribute(json["HttpParameters"])
        maximumRetryAttempts = json["RetryPolicy"]?["MaximumRetryAttempts"]?.intValue ?? 185
        maximumEventAge = .seconds(json["RetryPolicy"]?["MaximumEventAgeInSeconds"]?.intValue ?? 86_400)
        deadLetterQueue = try Self.queue(json["DeadLetterConfig"]?["Arn"]?.stringValue)
        try checkIsReached(json)
    }

    private var isBus: Bool { arn.service == "events" && arn.resource.hasPrefix("event-bus/") }

    /// What AWS looks at before it looks for the rule.
    static func arn(_ json: JSON) throws(AWSError) -> ARN {
        let text = json["Arn"]?.stringValue ?? ""
        guard let arn = ARN(text) else { throw .invalid(text, "Provided Arn is not in correct format.") }
        if arn.service == "sqs", arn.resource.hasSuffix(".fifo"), json["SqsParameters"]?["MessageGroupId"] == nil {
            let id = json["Id"]?.stringValue ?? ""
            throw .validation("Parameter(s) SqsParameters must be specified for target: \(id).")
        }
        return arn
    }

    /// What only new targets are refused for.
    static func checkDeadLetterQueue(_ json: JSON) throws(AWSError) {
        guard let text = json["DeadLetterConfig"]?["Arn"]?.stringValue, ARN(text)?.isFIFO ?? false else { return }
        throw .invalid("DeadLetterConfig.Arn", "FIFO queues are not supported.")
    }

    private static func input(_ json: JSON, _ id: String) throws(AWSError) -> Input {
        let names = ["Input", "InputPath", "InputTransformer"].filter { json[$0]?.nonNull != nil }
        guard names.count <= 1 else {
            throw .validation("Only one of Input, InputPath, or InputTransformer must be provided for target \(id).")
        }
        if let text = json["Input"]?.stringValue {
            guard (try? JSON(parsing: text)) != nil else {
                throw .validation("JSON syntax error in input for target \(id).")
            }
            return .constant(Array(text.utf8))
        }
        if let text = json["InputPath"]?.stringValue, !text.isEmpty {
            guard let path = JSONPath(text) else {
                throw .validation("Invalid InputPath for target \(id) : [Path must be a valid JSONPath: \(text)].")
            }
            return .path(path)
        }
        guard let transformer = json["InputTransformer"]?.objectValue else { return .event }
        let paths = transformer["InputPathsMap"]?.objectValue?.members ?? []
        return .transformer(
            try InputTransformer(
                template: transformer.text("InputTemplate") ?? "",
                paths: Dictionary(paths.map { ($0.key, $0.value.stringValue ?? "") }) { first, _ in first },
                target: id
            )
        )
    }

    private static func queue(_ text: String?) throws(AWSError) -> ARN? {
        guard let text else { return nil }
        guard let arn = ARN(text), arn.service == "sqs" else {
            throw .invalid("DeadLetterConfig.Arn", "Provided Arn is not in correct format.")
        }
        return arn
    }

    /// Says of a target that nothing here can call, or of parameters that nothing here heeds, that it is so.
    private func checkIsReached(_ json: JSON) throws(AWSError) {
        guard isBus || arn.isAPIDestination || ["lambda", "sqs", "sns", "logs"].contains(arn.service) else {
            let kind = arn.resource.prefix { $0 != "/" && $0 != ":" }
            throw .invalid("\(arn)", "Hearth does not send events to \(arn.service) (\(kind)).")
        }
        for name in [
            "RunCommandParameters", "EcsParameters", "BatchParameters", "RedshiftDataParameters",
            "SageMakerPipelineParameters",
            "AppSyncParameters", "KinesisParameters",
        ] where json[name]?.nonNull != nil {
            throw .invalid(name, "Hearth does not emulate \(name).")
        }
        guard arn.isAPIDestination || json["HttpParameters"]?.nonNull == nil else {
            throw .invalid("HttpParameters", "Hearth heeds HttpParameters of API destinations alone.")
        }
    }

    /// What goes out to the target for an event, if anything does.
    func outgoing(_ event: BusEvent, by rule: ARN, _ surroundings: InputTransformer.Surroundings) -> OutgoingDelivery? {
        if event.isForwarded, isBus { return nil }
        guard let payload = payload(event, surroundings) else { return nil }
        var delivery = Delivery(payload: payload, principal: "events.amazonaws.com", source: rule)
        delivery.messageGroupID = messageGroupID
        delivery.traceHeader = event.traceHeader
        if let httpParameters { delivery.attributes = [httpParameters] }
        var outgoing = OutgoingDelivery(delivery, to: arn)
        outgoing.maximumRetryAttempts = maximumRetryAttempts
        outgoing.maximumEventAge = maximumEventAge
        outgoing.deadLetterQueue = deadLetterQueue
        if deadLetterQueue != nil {
            outgoing.deadLetterAttributes = [
                .init(name: "RULE_ARN", type: "String", value: .text(rule.description)),
                .init(name: "TARGET_ARN", type: "String", value: .text(arn.description)),
            ]
        }
        return outgoing
    }

    private func payload(_ event: BusEvent, _ surroundings: InputTransformer.Surroundings) -> [UInt8]? {
        switch input {
        case .event: event.json.bytes
        case .constant(let bytes): bytes
        case .path(let path): (path.value(in: event.json) ?? .null).bytes
        case .transformer(let transformer): transformer.apply(to: event.json, surroundings).map { Array($0.utf8) }
        }
    }
}

extension ARN {
    var isAPIDestination: Bool { service == "events" && resource.hasPrefix("api-destination/") }
}
