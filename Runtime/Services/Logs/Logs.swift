import ServiceKit
import Storage
import Wire

/// The local CloudWatch Logs: API version 2014-03-28 over awsJson 1.1.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/WhatIsCloudWatchLogs.html
package final class Logs: AWSService, DocumentService {
    package let context: ServiceContext
    /// Who is told of what is logged.
    let listeners: LogListeners
    let retention: RetentionSweep
    /// Destinations, and what describes deliveries.
    package let documents: DocumentStore
    let queries = QueryLog()
    let tails: LiveTails
    /// Where logs are exported to; `nil` where there are no buckets.
    let objects: (any ObjectStore)?
    /// Asks whether a function may be called for a group.
    let functions: FunctionCalls
    private let dispatcher: JSONDispatcher<Logs>
    private static let targetPrefix = "Logs_20140328."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<Logs>.Type] = [
        CreateLogGroup.self, DeleteLogGroup.self, DescribeLogGroups.self, ListLogGroups.self,
        PutLogGroupDeletionProtection.self, AssociateKmsKey.self, DisassociateKmsKey.self,
        CreateLogStream.self, DeleteLogStream.self, DescribeLogStreams.self,
        PutLogEvents.self, GetLogEvents.self, FilterLogEvents.self,
        PutRetentionPolicy.self, DeleteRetentionPolicy.self,
        TagLogGroup.self, UntagLogGroup.self, ListTagsLogGroup.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
        PutSubscriptionFilter.self, DescribeSubscriptionFilters.self, DeleteSubscriptionFilter.self,
        PutMetricFilter.self, DescribeMetricFilters.self, DeleteMetricFilter.self, TestMetricFilter.self,
        PutResourcePolicy.self, DescribeResourcePolicies.self, DeleteResourcePolicy.self,
        PutDestination.self, PutDestinationPolicy.self, DescribeDestinations.self, DeleteDestination.self,
        PutDeliverySource.self, GetVended<DeliverySource>.self, DescribeVended<DeliverySource>.self,
        DeleteVended<DeliverySource>.self, PutDeliveryDestination.self, GetVended<DeliveryDestination>.self,
        DescribeVended<DeliveryDestination>.self, DeleteVended<DeliveryDestination>.self,
        PutDeliveryDestinationPolicy.self, GetDeliveryDestinationPolicy.self, DeleteDeliveryDestinationPolicy.self,
        CreateDelivery.self, UpdateDeliveryConfiguration.self, GetVended<VendedDelivery>.self,
        DescribeVended<VendedDelivery>.self, DeleteVended<VendedDelivery>.self,
        CreateExportTask.self, DescribeExportTasks.self, CancelExportTask.self,
        StartLiveTail.self, StartQuery.self, GetQueryResults.self, StopQuery.self, DescribeQueries.self,
    ]

    /// The schema of `context`'s store must include `Logs.migrations`. `objects` are the buckets that logs are exported to.
    /// `resume` follows when all services are there.
    package init(
        _ context: ServiceContext,
        objects: (any ObjectStore)? = nil,
        functions: FunctionCalls = FunctionCalls()
    ) throws {
        self.context = context
        self.objects = objects
        self.functions = functions
        tails = LiveTails(context.time)
        listeners = LogListeners(tails)
        documents = try DocumentStore(table: Self.documentTable, context.database)
        dispatcher = JSONDispatcher(
            version: "1.1",
            targetPrefixes: [Self.targetPrefix],
            operations: Self.operations
        )
        retention = RetentionSweep(context)
        try listeners.load(context.database)
        retention.begin()
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        return CredentialScope(request)?.service == "logs"
    }

    /// Ten thousand events of the shortest kind are a megabyte, and as JSON some more.
    package func bodyLimit(of request: HTTPRequest) -> Int { 8 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        guard request.headers["X-Amz-Target"] == Self.targetPrefix + StartLiveTail.name else {
            return dispatcher.handle(request, self, respond: respond)
        }
        var plain = request
        plain.headers["Accept-Encoding"] = nil
        dispatcher.handle(plain, self, respond: tails.streaming(respond))
    }

    package static var violationCode: String { "InvalidParameterException" }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("ServiceUnavailableException", status: 500, message: "The store failed: \(failure)")
    }

    package func documentsChanged() {}

    /// Removes every group, and all else.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents] in
            try $0.execute(script: Self.tables.map { "DELETE FROM \($0)" }.joined(separator: ";"))
            try documents.removeAll($0)
        }
        documents.commit()
        queries.clear()
        tails.clear()
        try listeners.load(context.database)
    }
}
