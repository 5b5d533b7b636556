import JSON
import Time
import Wire

/// The log of changes of one table, from when it was enabled until it was disabled or the table deleted.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
struct Stream: Sendable {
    /// How long records can be read, and a stream that has ended.
    static let retention = Duration.seconds(24 * 3600)

    /// Which images of an item its records carry besides the key.
    enum ViewType: String, Sendable, CaseIterable {
        case keysOnly = "KEYS_ONLY"
        case newImage = "NEW_IMAGE"
        case oldImage = "OLD_IMAGE"
        case newAndOldImages = "NEW_AND_OLD_IMAGES"

        var hasNewImage: Bool { self == .newImage || self == .newAndOldImages }
        var hasOldImage: Bool { self == .oldImage || self == .newAndOldImages }
    }

    /// Names the stream in the store, and is never used again after it.
    let number: Int
    let tableName: String
    /// The table's number in the store.
    let table: Int
    let arn: ARN
    let viewType: ViewType
    /// `KeySchema` on the wire.
    let keySchema: JSON
    /// Whole milliseconds, and another one for each stream of a table.
    let created: Timestamp
    var ended: Timestamp?
    /// The last record that has been removed for its age; 0 for none.
    var trimmed = 0

    var isEnabled: Bool { ended == nil }

    /// `2026-11-21T03:04:05.678`: when it was made.
    var label: String { Self.label(created) }

    static func label(_ created: Timestamp) -> String { String(created.iso8601Milliseconds.dropLast()) }

    /// Whether it can still be read.
    func isRetained(at now: Timestamp) -> Bool { ended.map { now - $0 < Self.retention } ?? true }

    /// The name and label in `arn:aws:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL`.
    static func parts(of arn: String) -> (tableName: String, label: String)? {
        guard let arn = ARN(arn), arn.service == "dynamodb" else { return nil }
        let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "table", parts[2] == "stream" else { return nil }
        return (String(parts[1]), String(parts[3]))
    }
}
