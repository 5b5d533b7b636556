import JSON
import ServiceKit
import Storage
import Wire

/// Tells of the alarms that watch one metric.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmsForMetric.html
struct DescribeAlarmsForMetric: AlarmOperation {
    static let input = Shape.request(
        name,
        [
            .required("MetricName", .metricName), .required("Namespace", .namespace),
            .optional("Statistic", .statistic), .optional("ExtendedStatistic", .string()),
            .optional("Dimensions", .dimensions), .optional("Period", .period), .optional("Unit", .unit),
        ]
    )
    static let output = Shape.reply([.optional("MetricAlarms", .metricAlarms)])
    static let access = OperationAccess.read

    private let region: String?
    private let metric: Metric
    /// What an alarm has to have, where it is said.
    private let members: JSON.Object

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        self.region = region
        metric = Metric(.object(input))
        members = JSON.Object(
            ["Statistic", "ExtendedStatistic", "Period", "Unit"].compactMap { name in
                input[name]?.nonNull.map { (name, $0) }
            }
        )
    }

    func perform(_ service: Metrics, _ connection: Connection) throws -> [UInt8] {
        let store = AlarmStore(connection, region: region, home: service.context.account)
        let alarms = try store.metricAlarms().filter { alarm in
            alarm.request["MetricName"] != nil && Metric(.object(alarm.request)) == metric
                && members.members.allSatisfy { alarm.request[$0.key] == $0.value }
        }
        return Reply.bytes([("MetricAlarms", .array(alarms.map { $0.json(store.account) }))])
    }
}
