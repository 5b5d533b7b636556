import JSON
import Time
import Wire

/// An event as a query sees it.
struct InsightsRow: Sendable {
    let stored: StoredEvent
    let stream: String
    /// As `ACCOUNT:GROUP`.
    let log: String
    /// What fields are discovered in.
    private let document: JSON?

    init(_ stored: StoredEvent, stream: String, log: String) {
        (self.stored, self.stream, self.log) = (stored, stream, log)
        let message = stored.event.message
        document = message.first == UInt8(ascii: "{") ? try? JSON(parsing: message) : nil
    }

    func value(_ field: String) -> String? {
        switch field {
        case "@message": stored.event.text
        case "@timestamp": Self.text(stored.position.timestamp)
        case "@ingestionTime": Self.text(stored.ingested)
        case "@logStream": stream
        case "@log": log
        case "@ptr": stored.position.id
        default: discovered(field)
        }
    }

    /// A field of a message in JSON; dots lead into objects.
    private func discovered(_ path: String) -> String? {
        var json = document
        for name in path.split(separator: ".") { json = json?[String(name)] }
        return switch json?.nonNull {
        case .string(let text)?, .number(let text)?: text
        case .bool(let flag)?: flag ? "1" : "0"
        case let other?: other.text
        case nil: nil
        }
    }

    /// As `2026-11-21 15:36:08.924`.
    private static func text(_ milliseconds: Int64) -> String {
        let time = Timestamp(millisecondsSinceEpoch: milliseconds)
        return time.iso8601Milliseconds.replacing("T", with: " ").replacing("Z", with: "")
    }

    func json(_ fields: [String]) -> JSON {
        .array(
            (fields + ["@ptr"]).compactMap { field in
                value(field).map { ["field": .string(field), "value": .string($0)] }
            }
        )
    }

    /// Numbers come in their order, all else in that of its characters.
    static func isBefore(_ left: String, _ right: String) -> Bool {
        if let left = Double(left), let right = Double(right) { return left < right }
        return left < right
    }
}
