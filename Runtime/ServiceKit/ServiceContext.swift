import Storage
import Time
import Wire

/// What every service is given: whose resources it holds, the time, identifiers, where it keeps its state, the way to the
/// resources of other services, and where it tells what it measures.
package struct ServiceContext: Sendable {
    package var account: AWSAccount
    package var time: any TimeSource
    package var ids: IDSource
    package var database: Database
    package var deliveries: DeliveryRouter
    package var metrics: any MetricSink

    package init(
        account: AWSAccount,
        time: any TimeSource,
        ids: IDSource,
        database: Database,
        deliveries: DeliveryRouter = DeliveryRouter(),
        metrics: any MetricSink = NoMetrics()
    ) {
        self.account = account
        self.time = time
        self.ids = ids
        self.database = database
        self.deliveries = deliveries
        self.metrics = metrics
    }
}
