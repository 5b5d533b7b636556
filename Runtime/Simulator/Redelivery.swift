/// What becomes of the messages and records of a batch that failed.
package struct Redelivery: Sendable, Hashable {
    /// How long messages stay hidden after they were received, in seconds. A batch of a stream comes again after
    /// `StreamRetryPolicy`'s delay, before what is behind it.
    package var visibilityTimeout = 30.0
    /// So many attempts, then they go to the dead-letter queue or are lost; `nil` as many as it takes.
    package var maximumAttempts: Int?
    /// The share of messages that fail for themselves, where the function tells which of a batch did
    /// (`ReportBatchItemFailures`). Of a stream the batch comes again from the first of them on.
    package var itemErrorRate = 0.0

    package init(visibilityTimeout: Double = 30, maximumAttempts: Int? = nil, itemErrorRate: Double = 0) {
        self.visibilityTimeout = visibilityTimeout
        self.maximumAttempts = maximumAttempts
        self.itemErrorRate = itemErrorRate
    }
}

/// A message or record that waits in front of a function.
struct Message: Sendable {
    /// In nanoseconds.
    var arrived: Int64
    /// How often a function has got it.
    var attempts = 0
}
