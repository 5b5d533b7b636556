import EventPatterns
import JSON

/// `FilterCriteria`: a record goes to the function when one of the patterns matches it.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
struct EventFilter: Sendable {
    private let patterns: [EventPattern]

    /// Patterns that are none have been refused when the mapping was made.
    init(_ patterns: [String]) { self.patterns = patterns.compactMap { try? EventPattern($0) } }

    var isEmpty: Bool { patterns.isEmpty }

    func admits(_ record: JSON) -> Bool { patterns.isEmpty || patterns.contains { $0.matches(record) } }

    func admits(_ document: [UInt8]) -> Bool {
        patterns.isEmpty || (try? JSON(parsing: document)).map(admits) ?? false
    }
}
