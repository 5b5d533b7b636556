import JSON
import Synchronization

/// The queries that have been run since Hearth started, with what they have found: the last hundred.
final class QueryLog: Sendable {
    struct Query: Sendable {
        var id: String
        var group: String
        /// With its source and times in front, as AWS shows it.
        var text: String
        /// Milliseconds since 1970.
        var created: Int64
        var rows: [JSON]
        var statistics: JSON

        var json: JSON {
            [
                "queryId": .string(id), "queryString": .string(text), "status": "Complete", "createTime": JSON(created),
                "logGroupName": .string(group), "queryLanguage": "CWLI",
            ]
        }
    }

    private static let limit = 100

    private let queries = Mutex<[Query]>([])

    /// The last one first.
    var all: [Query] { queries.withLock { $0.reversed() } }

    func add(_ query: Query) {
        queries.withLock { queries in
            queries.append(query)
            queries.removeFirst(max(0, queries.count - Self.limit))
        }
    }

    func query(_ id: String) -> Query? { queries.withLock { $0.first { $0.id == id } } }

    func clear() { queries.withLock { $0 = [] } }
}
