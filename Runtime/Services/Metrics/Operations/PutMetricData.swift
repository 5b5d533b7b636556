import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds values to metrics, which come into being with their first one.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html
struct PutMetricData: Operation {
    static let input = Shape.request(
        name,
        [
            .required("Namespace", .namespace), .optional("MetricData", .list(datum, length: 0...1_000)),
            .optional("EntityMetricData", .list(.structure([], java: "com.amazonaws.cloudwatch.EntityMetricData"))),
            .optional("StrictEntityValidation", .boolean),
        ]
    )
    static let access = OperationAccess.write(.shared)

    private static let datum = Shape.structure(
        [
            .required("MetricName", .metricName), .optional("Dimensions", .dimensions),
            .optional("Timestamp", .timestamp), .optional("Value", .double),
            .optional(
                "StatisticValues",
                .structure(
                    [
                        .required("SampleCount", .double), .required("Sum", .double), .required("Minimum", .double),
                        .required("Maximum", .double),
                    ],
                    java: "com.amazonaws.cloudwatch.StatisticSet"
                )
            ),
            .optional("Values", .list(.double)), .optional("Counts", .list(.double)), .optional("Unit", .unit),
            .optional("StorageResolution", .number(java: "Integer", range: 1...1_000_000)),
        ],
        java: "com.amazonaws.cloudwatch.MetricDatum"
    )

    private let points: [MetricPoint]

    init(_ input: JSON.Object, _ service: Metrics) throws(AWSError) {
        if let entities = input["EntityMetricData"]?.arrayValue, !entities.isEmpty {
            throw .invalidValue("Hearth does not emulate EntityMetricData: use MetricData")
        }
        let namespace = input["Namespace"]?.stringValue ?? ""
        if namespace.hasPrefix("AWS/") { throw .invalidValue("The value AWS/ for parameter Namespace is invalid.") }
        var points: [MetricPoint] = []
        for (index, datum) in (input["MetricData"]?.arrayValue ?? []).enumerated() {
            let reader = MetricDatumReader(datum, name: "MetricData.member.\(index + 1)", service.context.time.now)
            points.append(try reader.point(namespace))
        }
        self.points = points
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        try MetricStore(connection).merge(points)
        return Reply.nothing
    }
}
