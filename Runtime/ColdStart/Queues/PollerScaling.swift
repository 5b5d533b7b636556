/// How many batches of a standard SQS queue an event source mapping processes at once
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
package struct PollerScaling: Sendable, Hashable {
    package var initial = 5
    /// For as long as messages wait.
    package var addedPerMinute = 300
    package var maximum = 1_250

    package init() {}

    package init(initial: Int, addedPerMinute: Int, maximum: Int) {
        self.initial = initial
        self.addedPerMinute = addedPerMinute
        self.maximum = maximum
    }

    /// Provisioned mode: each event poller invokes ten times at once; 1,000 invocations more a minute
    /// (https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html).
    package static func provisioned(minimumPollers: Int, maximumPollers: Int) -> PollerScaling {
        PollerScaling(initial: 10 * minimumPollers, addedPerMinute: 1_000, maximum: 10 * maximumPollers)
    }

    /// Concurrent batches, so many whole minutes after messages began to wait.
    package func concurrency(afterMinutes minutes: Int) -> Int {
        let (growth, overflow) = addedPerMinute.multipliedReportingOverflow(by: max(0, minutes))
        guard !overflow, growth < maximum, initial < maximum - growth else { return maximum }
        return initial + growth
    }
}

/// How many batches of a Kinesis or DynamoDB stream are processed at once: one for each shard and each of its
/// partitions, in which the order of records is kept
/// (https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html).
package struct StreamConcurrency: Sendable, Hashable {
    package var shards: Int
    /// 1 to 10.
    package var parallelizationFactor: Int

    package init(shards: Int, parallelizationFactor: Int = 1) {
        self.shards = max(1, shards)
        self.parallelizationFactor = min(10, max(1, parallelizationFactor))
    }

    package var lanes: Int { shards * parallelizationFactor }
}
