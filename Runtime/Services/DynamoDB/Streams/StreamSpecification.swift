import JSON
import Storage
import Time
import Wire

/// What a request says of a table's stream.
/// https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_StreamSpecification.html
enum StreamSpecification: Sendable {
    case enabled(Stream.ViewType)
    case disabled

    /// Reads what has the right shape; `nil` for null and nothing.
    init?(_ json: JSON?) {
        guard let json = json?.nonNull else { return nil }
        let viewType = json["StreamViewType"]?.stringValue.flatMap(Stream.ViewType.init)
        self = json["StreamEnabled"]?.boolValue == true ? .enabled(viewType ?? .keysOnly) : .disabled
    }

    /// Refuses a view type that is missing or out of place in a `CreateTable` request.
    static func checkForCreation(_ json: JSON?) throws(AWSError) {
        guard let json = json?.nonNull else { return }
        switch (json["StreamEnabled"]?.boolValue == true, json["StreamViewType"]?.nonNull != nil) {
        case (true, false):
            throw .invalid("Table is being created with a stream enabled, UpdateViewType is required")
        case (false, true):
            throw .invalid("Table is being created with a stream disabled, UpdateViewType should not be specified")
        default: return
        }
    }

    /// Refuses the same in an `UpdateTable` request, and a change of capacity beside that of a stream.
    static func checkForUpdate(_ input: JSON.Object) throws(AWSError) {
        guard let json = input["StreamSpecification"]?.nonNull else { return }
        guard input["ProvisionedThroughput"]?.nonNull == nil else {
            throw .invalid("You cannot modify stream status while updating table IOPS")
        }
        switch (json["StreamEnabled"]?.boolValue == true, json["StreamViewType"]?.nonNull != nil) {
        case (true, false): throw .invalid("If stream is being enabled then UpdateViewType is required")
        case (false, true): throw .invalid("If stream is being disabled, then UpdateViewType must not be specified")
        default: return
        }
    }

    /// Refuses what is so already, and with it another view type for a stream that is enabled.
    func check(_ table: Table) throws(AWSError) {
        switch (self, table.stream?.isEnabled ?? false) {
        case (.enabled, true):
            throw .validation("Table already has an enabled stream: TableName: \(table.name)")
        case (.disabled, false):
            throw .validation("Table has no stream to disable: TableName: \(table.name)")
        default: return
        }
    }
}

extension Table {
    /// The table with its stream enabled or disabled, when `check` has found that right.
    func with(_ change: StreamSpecification, at now: Timestamp, _ connection: Connection) throws -> Table {
        switch change {
        case .enabled(let viewType):
            let owner = (number, name, key.json)
            return with(stream: try .create(viewType, for: owner, at: now, account, connection))
        case .disabled: return with(stream: try stream?.end(at: now, connection))
        }
    }
}
