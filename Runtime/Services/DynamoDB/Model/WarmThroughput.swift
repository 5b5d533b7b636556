import JSON
import Wire

/// The units per second that a table or index can take at once. Here all can take any: the figures are only described.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/warm-throughput.html
struct WarmThroughput: Sendable {
    /// What AWS gives a new table on demand.
    static let onDemand = Throughput(read: 12_000, write: 4_000)

    var read: Int
    var write: Int
    /// Whether it was asked for.
    private let isRequested: Bool

    /// What a table or index asks for, and where it asks for nothing what it has anyway.
    init(_ json: JSON?, provisioned: Throughput, isOnDemand: Bool) {
        let initial = isOnDemand ? Self.onDemand : provisioned
        read = json?["ReadUnitsPerSecond"]?.intValue ?? initial.read
        write = json?["WriteUnitsPerSecond"]?.intValue ?? initial.write
        isRequested = json != nil
    }

    /// Refuses less than what a table on demand has from the start. `subject` is `table` or `index NAME`.
    func check(_ subject: String, isOnDemand: Bool) throws(AWSError) {
        guard isOnDemand else { return }
        for (name, value, initial) in [
            ("ReadUnitsPerSecond", read, Self.onDemand.read), ("WriteUnitsPerSecond", write, Self.onDemand.write),
        ] where value < initial {
            throw .invalid(
                "Requested \(name) for WarmThroughput for \(subject) is lower than initial throughput for OnDemand"
            )
        }
    }

    /// As the description of a table shows it: a new table tells only what was asked for, one that goes nothing.
    func json(_ table: TableDescription.Status) -> JSON? {
        guard table != .deleting, table != .creating || isRequested else { return nil }
        return [
            "ReadUnitsPerSecond": JSON(read), "WriteUnitsPerSecond": JSON(write),
            "Status": table == .creating ? "UPDATING" : "ACTIVE",
        ]
    }
}
