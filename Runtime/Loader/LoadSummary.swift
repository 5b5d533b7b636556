/// What a load did.
package struct LoadSummary: Hashable, Sendable {
    /// Rows of the file, or made by the generator.
    package var rows = 0
    /// Rows that an earlier, unfinished load of the same file had written already.
    package var resumed = 0
    /// Items written: books or ratings.
    package var written = 0
    /// Rows that are not meant for this load, such as editions among works.
    package var passedOver = 0
    package var rejected = Rejections()
    /// Items of the search index written.
    package var indexTerms = 0
    /// Books whose counters were set anew.
    package var recounted = 0

    /// Profiles of readers and lists of books' readers that were set anew.
    package var compared = 0

    package init() {}
}

/// Rows that could not be taken, by reason.
package struct Rejections: Hashable, Sendable {
    /// Where a reason was met first.
    package struct Example: Hashable, Sendable {
        /// Counted from 1.
        package var line: Int
        package var text: String
    }

    package struct Reason: Hashable, Sendable {
        package var count = 0
        /// The first three.
        package var examples: [Example] = []
    }

    package private(set) var reasons: [String: Reason] = [:]

    package var count: Int { reasons.values.reduce(0) { $0 + $1.count } }

    package init() {}

    mutating func add(_ reason: String, line: Int, bytes: [UInt8]) {
        var entry = reasons[reason, default: Reason()]
        entry.count += 1
        if entry.examples.count < 3 {
            let text = String(decoding: bytes.prefix(120), as: UTF8.self) + (bytes.count > 120 ? "…" : "")
            entry.examples.append(Example(line: line, text: text))
        }
        reasons[reason] = entry
    }
}
