/// What AWS allows by default.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html
enum Limits {
    static let busesPerRegion = 100
    static let rulesPerBus = 300
    static let targetsPerRule = 5
    static let connectionsPerRegion = 3_000
    static let archivesPerRegion = 100
    /// Of the entries of one `PutEvents` together.
    static let entryBytes = 262_144
}
