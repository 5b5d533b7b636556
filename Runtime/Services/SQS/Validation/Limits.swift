import Wire

/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-quotas.html
enum Limits {
    static let messageBytes = 1_048_576
    static let messageAttributes = 10
    static let batchEntries = 10
    static let tags = 50
    static let receivedAtOnce = 10
    static let waitSeconds = 0...20
    static let visibilitySeconds = 0...43_200
    static let delaySeconds = 0...900
    /// Messages that have been received and neither deleted nor made visible again.
    static let standardInFlight = 120_000
    static let fifoInFlight = 20_000
    static let actionsOfPermission = 7
    static let queuesOfPage = 1...1_000
    static let tasksOfPage = 1...10
    static let movedPerSecond = 1...500
}
