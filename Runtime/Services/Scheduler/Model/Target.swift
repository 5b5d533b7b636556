import JSON
import ServiceKit
import Time
import Wire

/// What a schedule invokes.
/// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
struct Target: Sendable {
    private let arn: ARN
    private let input: String?
    private let event: Delivery.BusEvent?
    private let messageGroupID: String?
    private let maximumRetryAttempts: Int
    private let maximumEventAge: Duration
    private let deadLetterQueue: ARN?

    init(_ json: JSON) throws(AWSError) {
        guard let arn = ARN(json["Arn"]?.stringValue ?? "") else {
            throw .validation("Provided Arn is not in correct format.")
        }
        self.arn = arn
        input = json["Input"]?.stringValue
        messageGroupID = json["SqsParameters"]?["MessageGroupId"]?.stringValue
        maximumRetryAttempts = json["RetryPolicy"]?["MaximumRetryAttempts"]?.intValue ?? 185
        maximumEventAge = .seconds(json["RetryPolicy"]?["MaximumEventAgeInSeconds"]?.intValue ?? 86_400)
        deadLetterQueue = json["DeadLetterConfig"]?["Arn"]?.stringValue.flatMap { ARN($0) }
        event = try Self.event(json["EventBridgeParameters"], arn)
        try check(json)
    }

    private static func event(_ parameters: JSON?, _ arn: ARN) throws(AWSError) -> Delivery.BusEvent? {
        guard arn.service == "events" else { return nil }
        guard let type = parameters?["DetailType"]?.stringValue, let source = parameters?["Source"]?.stringValue else {
            throw .validation("EventBridgeParameters must be specified for an EventBridge target.")
        }
        return Delivery.BusEvent(source: source, detailType: type)
    }

    private func check(_ json: JSON) throws(AWSError) {
        if arn.service == "scheduler" {
            throw .validation("Hearth does not emulate universal targets: \(arn).")
        }
        guard ["lambda", "sqs", "sns", "events"].contains(arn.service) else {
            throw .validation("Hearth does not invoke \(arn.service): \(arn).")
        }
        for name in ["EcsParameters", "KinesisParameters", "SageMakerPipelineParameters"]
        where json[name]?.nonNull != nil {
            throw .validation("Hearth does not emulate \(name).")
        }
        if arn.service == "sqs", arn.resource.hasSuffix(".fifo"), messageGroupID == nil {
            throw .validation("SqsParameters must be specified for a FIFO queue.")
        }
        if arn.service == "events" || arn.service == "lambda", let input, (try? JSON(parsing: input)) == nil {
            throw .validation("Target Input must be valid JSON.")
        }
    }

    /// What goes out when the schedule runs. `time` is when it was to.
    func outgoing(_ schedule: ARN, at time: Timestamp, execution id: String, _ account: AWSAccount) -> OutgoingDelivery
    {
        let text = input.map { Self.fill($0, schedule, time, id) } ?? Self.event(schedule, time, id, account)
        var delivery = Delivery(payload: Array(text.utf8), principal: "scheduler.amazonaws.com", source: schedule)
        delivery.event = event
        delivery.messageGroupID = messageGroupID
        var outgoing = OutgoingDelivery(delivery, to: arn)
        outgoing.maximumRetryAttempts = maximumRetryAttempts
        outgoing.maximumEventAge = maximumEventAge
        outgoing.deadLetterQueue = deadLetterQueue
        if deadLetterQueue != nil {
            outgoing.deadLetterAttributes = [
                .init(name: "SCHEDULE_ARN", type: "String", value: .text(schedule.description)),
                .init(name: "TARGET_ARN", type: "String", value: .text(arn.description)),
            ]
        }
        return outgoing
    }

    /// Puts in the context attributes. The number of the attempt is always 1: retries send what the first attempt sent.
    /// https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
    private static func fill(_ input: String, _ schedule: ARN, _ time: Timestamp, _ id: String) -> String {
        [
            ("<aws.scheduler.schedule-arn>", schedule.description),
            ("<aws.scheduler.scheduled-time>", time.iso8601Seconds), ("<aws.scheduler.execution-id>", id),
            ("<aws.scheduler.attempt-number>", "1"),
        ].reduce(input) { $0.replacing($1.0, with: $1.1) }
    }

    /// What a target gets that has no input of its own. Its detail is a text, as AWS's is.
    private static func event(_ schedule: ARN, _ time: Timestamp, _ id: String, _ account: AWSAccount) -> String {
        let event: JSON = [
            "version": "0", "id": .string(id), "detail-type": "Scheduled Event", "source": "aws.scheduler",
            "account": .string(account.id), "time": .string(time.iso8601Seconds), "region": .string(account.region),
            "resources": [.string(schedule.description)], "detail": "{}",
        ]
        return event.text
    }
}
