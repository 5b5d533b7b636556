/// What AWS allows by default.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
enum Limits {
    static let busesPerRegion = 100
    static let rulesPerBus = 300
    static let targetsPerRule = 5
    static let connectionsPerRegion = 3_000
    static let archivesPerRegion = 100
    /// Of the entries of one `PutEvents` together, since 29 January 2026; a quarter of it before.
    /// https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb
    static let entryBytes = 1_048_576
}
