import JSON
import Storage
import Time

/// A message as it stands in the store.
struct StoredMessage {
    var id: Int64
    var due: Timestamp?
    /// How often it has been received.
    var received: Int
    var firstReceived: Timestamp?
    var groupID: String?
    var deduplicationID: String?
    var messageID: String
    var sent: Timestamp
    var source: String?
    /// JSON.
    var attributes: String?
    /// JSON.
    var systemAttributes: String?
    var md5: String
    /// `nil` for one that is so long that it stands elsewhere.
    var body: String?

    static let columns = """
        id, due, received, first_received, group_id, deduplication_id, message_id, sent, source, attributes, \
        system_attributes, md5, body
        """

    init(_ row: Row) {
        id = Int64(row.integer(0))
        due = row.timestamp(1)
        received = row.integer(2)
        firstReceived = row.timestamp(3)
        groupID = row.optionalText(4)
        deduplicationID = row.optionalText(5)
        messageID = row.text(6)
        sent = row.timestamp(7) ?? Timestamp(nanosecondsSinceEpoch: 0)
        source = row.optionalText(8)
        attributes = row.optionalText(9)
        systemAttributes = row.optionalText(10)
        md5 = row.text(11)
        body = row.optionalText(12)
    }
}

extension Row {
    func timestamp(_ column: Int32) -> Timestamp? {
        isNull(column) ? nil : Timestamp(nanosecondsSinceEpoch: Int64(integer(column)))
    }

    func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
}

extension SQLValue {
    static func timestamp(_ timestamp: Timestamp?) -> SQLValue {
        timestamp.map { .integer($0.nanosecondsSinceEpoch) } ?? .null
    }

    static func optionalText(_ text: String?) -> SQLValue { text.map { .text($0) } ?? .null }
}
