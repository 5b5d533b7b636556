import JSON
import ServiceKit
import Wire

/// A model of what a metric's values are like. It is kept and shown, and never learns anything: it stays as AWS's is
/// before its training. Alarms and expressions that would ask it are refused.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
struct AnomalyDetector {
    static let kind = "anomaly-detector"

    /// How a metric and its statistic are told, in two places of a request.
    static let metric: [Shape.Member] = [
        .optional("Namespace", .namespace), .optional("MetricName", .metricName),
        .optional("Dimensions", .dimensions), .optional("Stat", .string()),
    ]
    static let members: [Shape.Member] =
        metric + [
            .optional(
                "SingleMetricAnomalyDetector",
                .structure(
                    [.optional("AccountId", .string())] + metric,
                    java: "com.amazonaws.cloudwatch.SingleMetricAnomalyDetector"
                )
            ),
            .optional("MetricMathAnomalyDetector", .structure([], java: "")),
        ]
    static let configuration: [Shape.Member] = [
        .optional(
            "Configuration",
            .structure(
                [
                    .optional(
                        "ExcludedTimeRanges",
                        .list(
                            .structure(
                                [.required("StartTime", .timestamp), .required("EndTime", .timestamp)],
                                java: "com.amazonaws.cloudwatch.Range"
                            )
                        )
                    ), .optional("MetricTimezone", .string(length: 0...50)),
                ],
                java: "com.amazonaws.cloudwatch.AnomalyDetectorConfiguration"
            )
        ),
        .optional(
            "MetricCharacteristics",
            .structure(
                [.optional("PeriodicSpikes", .boolean)],
                java: "com.amazonaws.cloudwatch.MetricCharacteristics"
            )
        ),
    ]

    /// Namespace, name, dimensions in their order, and statistic.
    let metric: JSON.Object

    init(_ call: RegionalCall) throws(AWSError) {
        guard call["MetricMathAnomalyDetector"] == nil else {
            throw .invalidValue("Hearth does not emulate MetricMathAnomalyDetector")
        }
        let single = call["SingleMetricAnomalyDetector"]?.objectValue ?? call.input
        guard let namespace = single["Namespace"]?.nonNull, let name = single["MetricName"]?.nonNull,
            let statistic = single["Stat"]?.nonNull
        else { throw .invalidValue("Namespace, MetricName and Stat must be specified.") }
        let dimensions = (single["Dimensions"]?.arrayValue ?? []).sorted {
            $0["Name"]?.stringValue ?? "" < $1["Name"]?.stringValue ?? ""
        }
        metric = JSON.Object([
            ("Namespace", namespace), ("MetricName", name), ("Dimensions", .array(dimensions)), ("Stat", statistic),
        ])
    }

    /// Under which it is kept.
    var name: String { JSON.object(metric).text }

    func json(_ call: RegionalCall) -> JSON.Object {
        var single = JSON.Object([("AccountId", .string(call.account.id))])
        for member in metric.members { single[member.key] = member.value }
        var detector = metric
        detector["SingleMetricAnomalyDetector"] = .object(single)
        var configuration = call["Configuration"]?.objectValue ?? JSON.Object()
        if configuration["ExcludedTimeRanges"] == nil { configuration["ExcludedTimeRanges"] = [] }
        detector["Configuration"] = .object(configuration)
        detector["MetricCharacteristics"] = call["MetricCharacteristics"]
        detector["StateValue"] = "PENDING_TRAINING"
        return detector
    }
}
