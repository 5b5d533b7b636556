import ServiceKit
import Storage
import Time
import Wire

/// The local CloudWatch: metrics and alarms of API version 2010-08-01 over AWS's RPC protocol, awsJson 1.0 and the query
/// protocol.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/Welcome.html
package final class Metrics: AWSService, DocumentService {
    package let context: ServiceContext
    /// Dashboards, Contributor Insights rules and anomaly detectors.
    package let documents: DocumentStore
    private let aggregator = MetricAggregator()
    private let json: JSONDispatcher<Metrics>
    private let cbor: CBORDispatcher<Metrics>
    private let query: QueryDispatcher<Metrics>
    /// Goes when the alarms are to be looked at again.
    let watch: Alarm
    /// Goes when a composite alarm may act again.
    let suppression: Alarm
    private let sweep: Alarm

    private static let name = "GraniteServiceVersion20100801"
    /// How long measurements are gathered before they are stored.
    private static let moment = Duration.seconds(1)
    /// How long points are kept: AWS keeps minutes for so long, and hours for more than a year.
    static let retention = Duration.seconds(15 * 86_400)

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<Metrics>.Type] = [
        PutMetricData.self, GetMetricData.self, GetMetricStatistics.self, ListMetrics.self,
        PutMetricAlarm.self, PutCompositeAlarm.self, DescribeAlarms.self, DescribeAlarmsForMetric.self,
        DescribeAlarmHistory.self,
        SetAlarmState.self, DeleteAlarms.self, EnableAlarmActions.self, DisableAlarmActions.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
        PutDashboard.self, GetDashboard.self, ListDashboards.self, DeleteDashboards.self,
        PutInsightRule.self, DescribeInsightRules.self, EnableInsightRules.self, DisableInsightRules.self,
        DeleteInsightRules.self, PutAnomalyDetector.self, DescribeAnomalyDetectors.self, DeleteAnomalyDetector.self,
    ]

    /// The schema of `context`'s store must include `Metrics.migrations`.
    package init(_ context: ServiceContext) throws {
        self.context = context
        documents = try DocumentStore(table: Self.documentTable, context.database)
        json = JSONDispatcher(
            version: "1.0",
            targetPrefixes: [Self.name + "."],
            operations: Self.operations
        )
        cbor = CBORDispatcher(name: Self.name, operations: Self.operations)
        query = QueryDispatcher(
            namespace: "http://monitoring.amazonaws.com/doc/2010-08-01/",
            operations: Self.operations
        )
        watch = Alarm(context.time)
        suppression = Alarm(context.time)
        sweep = Alarm(context.time)
        watchAlarms()
        watchSuppressions()
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.name + ".") }
        return request.path.hasPrefix("/service/\(Self.name)/") || CredentialScope(request)?.service == "monitoring"
    }

    /// AWS takes requests of a megabyte, compressed or not.
    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        if CBORDispatcher<Metrics>.isCBOR(request) {
            cbor.handle(request, self, respond: respond)
        } else if QueryDispatcher<Metrics>.isQuery(request) {
            query.handle(request, self, respond: respond)
        } else {
            json.handle(request, self, respond: respond)
        }
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServiceFault", status: 500, message: "The store failed: \(failure)")
    }

    package func documentsChanged() {}

    /// Removes every metric and alarm, and all else.
    package func reset() throws {
        _ = aggregator.take()
        try context.database.writeAndWait(.alone) { [documents] in
            try $0.execute(script: Self.tables.map { "DELETE FROM \($0)" }.joined(separator: ";"))
            try documents.removeAll($0)
        }
        documents.commit()
    }
}

extension Metrics: MetricSink {
    /// Measurements of another time than `PutMetricData` takes are left out.
    package func record(_ values: [MetricValue], of subject: MetricSubject, at instant: Timestamp) {
        let window = MetricDatumReader.window(around: context.time.now.wholeSeconds)
        guard window.contains(instant.wholeSeconds) else { return }
        guard aggregator.add(values, of: subject, at: instant) else { return }
        context.time.schedule(after: Self.moment) { [self] in
            let points = aggregator.take()
            if !points.isEmpty {
                context.database.write {
                    try MetricStore($0).merge(points)
                } completion: { _ in
                }
            }
        }
        sweep.set(at: context.time.now + .seconds(86_400)) { [self] in
            let horizon = (context.time.now - Self.retention).wholeSeconds
            context.database.write {
                try MetricStore($0).forget(before: horizon)
            } completion: { _ in
            }
        }
    }

    /// Stores what has been gathered. For the end, and for those who want to see it at once.
    package func flush() throws {
        let points = aggregator.take()
        try context.database.writeAndWait { try MetricStore($0).merge(points) }
    }

    /// Stores what has been gathered, within a write.
    func flush(_ connection: Connection) throws { try MetricStore(connection).merge(aggregator.take()) }
}
