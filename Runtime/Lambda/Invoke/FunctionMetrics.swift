import ServiceKit
import Time

/// What Lambda tells CloudWatch of one function, in the namespace `AWS/Lambda`.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
package struct FunctionMetrics {
    private let sink: any MetricSink
    private let subject: MetricSubject
    private let function: String

    package init(_ function: String, _ sink: any MetricSink) {
        self.sink = sink
        self.function = function
        subject = MetricSubject("AWS/Lambda", [.init("FunctionName", function)])
    }

    /// An invocation has ended; `running` are those that were under way, it among them.
    func ended(_ report: InvocationReport, running: Int, at instant: Timestamp) {
        sink.record(
            [
                MetricValue("Invocations", 1, unit: "Count"),
                MetricValue("Errors", report.failure == nil ? 0 : 1, unit: "Count"),
                MetricValue("Throttles", 0, unit: "Count"),
                MetricValue("Duration", report.duration.inMilliseconds, unit: "Milliseconds"),
                MetricValue("ConcurrentExecutions", Double(running), unit: "Count"),
            ],
            of: subject,
            at: instant
        )
    }

    /// An event has been taken into the queue.
    func accepted(at instant: Timestamp) {
        sink.record([MetricValue("AsyncEventsReceived", 1, unit: "Count")], of: subject, at: instant)
    }

    /// An event of this age is about to be tried.
    func tried(age: Duration, at instant: Timestamp) {
        sink.record([MetricValue("AsyncEventAge", age.inMilliseconds, unit: "Milliseconds")], of: subject, at: instant)
    }

    /// An event is given up, whoever is told of it.
    func dropped(at instant: Timestamp) {
        sink.record([MetricValue("AsyncEventsDropped", 1, unit: "Count")], of: subject, at: instant)
    }

    /// What is told of an event, by what counts it where it cannot be told.
    package enum Letter: String {
        case destination = "DestinationDeliveryFailures"
        case deadLetterQueue = "DeadLetterErrors"
    }

    /// A letter is given up: whom it was for cannot be reached, or refuses it.
    package func lost(_ letter: Letter, at instant: Timestamp) {
        sink.record([MetricValue(letter.rawValue, 1, unit: "Count")], of: subject, at: instant)
    }

    /// An invocation has been stopped because it goes round in a circle.
    func recursionStopped(at instant: Timestamp) {
        sink.record([MetricValue("RecursiveInvocationsDropped", 1, unit: "Count")], of: subject, at: instant)
    }

    /// An invocation of a version with provisioned concurrency has ended, on an environment of it or beside it. `inUse` are
    /// the environments of it that were at work, that one among them, of `allocated`. Tells of each version or alias that has it.
    func ended(
        onProvisioned isProvisioned: Bool,
        inUse: Int,
        allocated: Int,
        of qualifiers: [String],
        at instant: Timestamp
    ) {
        let kind = isProvisioned ? "ProvisionedConcurrencyInvocations" : "ProvisionedConcurrencySpilloverInvocations"
        let share = Double(inUse) / Double(max(1, allocated))
        for qualifier in qualifiers {
            sink.record(
                [
                    MetricValue(kind, 1, unit: "Count"),
                    MetricValue("ProvisionedConcurrentExecutions", Double(inUse), unit: "Count"),
                    MetricValue("ProvisionedConcurrencyUtilization", share, unit: "Count"),
                ],
                of: MetricSubject(
                    "AWS/Lambda",
                    subject.dimensions + [.init("Resource", "\(function):\(qualifier)")]
                ),
                at: instant
            )
        }
    }

    func throttled(at instant: Timestamp) {
        sink.record([MetricValue("Throttles", 1, unit: "Count")], of: subject, at: instant)
    }
}
