import JSON

/// An event as a query sees it, or what commands have made of several.
struct InsightsRow: Sendable {
    fileprivate struct Source {
        var stored: StoredEvent
        var stream: String
        /// As `ACCOUNT:GROUP`.
        var log: String
        /// What fields are discovered in.
        var document: JSON?
    }

    private let source: Source?
    /// What commands have added.
    private(set) var computed: [String: InsightsValue] = [:]

    init() { source = nil }

    init(_ stored: StoredEvent, stream: String, log: String) {
        let message = stored.event.message
        let document = message.first == UInt8(ascii: "{") ? try? JSON(parsing: message) : nil
        source = Source(stored: stored, stream: stream, log: log, document: document)
    }

    subscript(field: String) -> InsightsValue? {
        get { computed[field] ?? source?.value(field) }
        set { computed[field] = newValue }
    }

    /// What it shows of these columns, and where it stands in its log.
    func json(_ columns: [String]) -> JSON {
        .array(
            (columns + (source == nil ? [] : ["@ptr"])).compactMap { column in
                self[column].map { ["field": .string(column), "value": .string($0.shown)] }
            }
        )
    }
}

extension InsightsRow.Source {
    func value(_ field: String) -> InsightsValue? {
        switch field {
        case "@message": .text(stored.event.text)
        case "@timestamp": .time(stored.position.timestamp)
        case "@ingestionTime": .time(stored.ingested)
        case "@logStream": .text(stream)
        case "@log": .text(log)
        case "@ptr": .text(stored.position.id)
        default: discovered(field)
        }
    }

    /// A field of a message in JSON; dots lead into objects and lists.
    private func discovered(_ path: String) -> InsightsValue? {
        var json = document
        for name in path.split(separator: ".") { json = json?[String(name)] ?? Int(name).flatMap { json?[$0] } }
        return switch json?.nonNull {
        case .string(let text)?, .number(let text)?: .text(text)
        case .bool(let flag)?: .flag(flag)
        case let other?: .text(other.text)
        case nil: nil
        }
    }
}
