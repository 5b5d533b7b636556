import JSON

/// A page of filters in the order in which they come.
struct FilterPage: Sendable {
    private let prefix: String
    private let limit: Int
    private let token: String?

    init(_ input: JSON.Object) {
        prefix = input["filterNamePrefix"]?.stringValue ?? ""
        limit = input["limit"]?.intValue ?? 50
        token = input["nextToken"]?.stringValue
    }

    func reply(_ member: String, _ filters: [(group: String, name: String, json: JSON)]) -> [UInt8] {
        let wanted = filters.filter { $0.name.hasPrefix(prefix) }
        let last = token.map { token in wanted.firstIndex { "\($0.group)@\($0.name)" == token } ?? wanted.count - 1 }
        let rest = wanted.dropFirst(last.map { $0 + 1 } ?? 0)
        let page = rest.prefix(limit)
        let next = rest.count > limit ? page.last.map { "\($0.group)@\($0.name)" } : nil
        return Reply.bytes([(member, .array(page.map(\.json))), ("nextToken", next.map { .string($0) })])
    }
}
