import FoundationEssentials

/// Instants as AWS writes them into events: `2020-03-10T05:16:23Z`, with or without a fraction.
enum ISO8601 {
    private static let whole = Date.ISO8601FormatStyle()
    private static let fractional = Date.ISO8601FormatStyle(includingFractionalSeconds: true)

    static func date<Key: CodingKey>(_ event: KeyedDecodingContainer<Key>, _ key: Key) throws -> Date {
        let text = try event.decode(String.self, forKey: key)
        if let date = (try? whole.parse(text)) ?? (try? fractional.parse(text)) { return date }
        throw DecodingError.dataCorruptedError(
            forKey: key,
            in: event,
            debugDescription: "\"\(text)\" is not an instant in ISO 8601"
        )
    }
}
