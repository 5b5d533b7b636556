import JSON
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

    /// Refuses the same in an `UpdateTable` request.
    static func checkForUpdate(_ json: JSON?) throws(AWSError) {
        guard let json = json?.nonNull else { return }
        switch (json["StreamEnabled"]?.boolValue == true, json["StreamViewType"]?.nonNull != nil) {
        case (true, false): throw .invalid("If stream is being enabled then UpdateViewType is required")
        case (false, true): throw .invalid("If stream is being disabled, then UpdateViewType must not be specified")
        default: return
        }
    }
}
