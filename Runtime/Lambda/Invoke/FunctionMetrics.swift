import ServiceKit
import Time

/// What Lambda tells CloudWatch of one function, in the namespace `AWS/Lambda`.
/// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
struct FunctionMetrics {
    private let sink: any MetricSink
    private let subject: MetricSubject

    init(_ function: String, _ sink: any MetricSink) {
        self.sink = sink
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

    /// An invocation has been stopped because it goes round in a circle.
    func recursionStopped(at instant: Timestamp) {
        sink.record([MetricValue("RecursiveInvocationsDropped", 1, unit: "Count")], of: subject, at: instant)
    }

    func throttled(at instant: Timestamp) {
        sink.record([MetricValue("Throttles", 1, unit: "Count")], of: subject, at: instant)
    }
}
