import JSON
import Wire

/// Where the members of a request to a REST service stand that are not in its body, and the status of the reply.
package struct RESTBinding: Sendable {
    package var method: String
    /// Each segment is a text or the name of a member in braces: `/schedules/{Name}`.
    package var path: String
    /// What the query must have for the request to be this one: `List=ALL` behind a question mark in the path.
    private let condition: String?
    package var query: [QueryMember]
    package var status: Int

    package init(_ method: String, _ path: String, query: [QueryMember] = [], status: Int = 200) {
        let parts = path.split(separator: "?", maxSplits: 1)
        self.method = method
        self.path = parts.first.map(String.init) ?? path
        condition = parts.count > 1 ? String(parts[1]) : nil
        self.query = query
        self.status = status
    }

    /// A member that stands in the query.
    package struct QueryMember: Sendable {
        package enum Kind: Sendable { case string, number, boolean, strings }

        package var name: String
        package var member: String
        package var kind: Kind

        /// `member` where it is called otherwise than in the query.
        package init(_ name: String, member: String? = nil, _ kind: Kind = .string) {
            self.name = name
            self.member = member ?? name
            self.kind = kind
        }
    }
}

extension RESTBinding {
    /// The path's segments, one slash at its end or none.
    static func segments(_ path: Substring) -> [Substring] {
        let path = path.utf8.last == UInt8(ascii: "/") ? path.dropLast() : path
        return path.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// Whether a request has the method and the query for this.
    func accepts(_ request: HTTPRequest) -> Bool {
        guard method == request.method else { return false }
        guard let condition else { return true }
        return request.query.split(separator: "&").contains { $0 == condition }
    }

    /// What stands for the members in a path; `nil` for the path of something else.
    func members(in segments: [Substring]) -> [(String, JSON)]? {
        let pattern = Self.segments(path[...])
        guard pattern.count == segments.count else { return nil }
        var members: [(String, JSON)] = []
        for (expected, segment) in zip(pattern, segments) {
            if expected.utf8.first == UInt8(ascii: "{") {
                guard !segment.isEmpty else { return nil }
                members.append((String(expected.dropFirst().dropLast()), .string(PercentEncoding.decode(segment))))
            } else if expected != segment {
                return nil
            }
        }
        return members
    }

    /// The members that stand in a query; others there are passed over.
    func members(inQuery query: Substring) throws(AWSError) -> [(String, JSON)] {
        let pairs = query.isEmpty ? [] : PercentEncoding.pairs(query)
        var members: [(String, JSON)] = []
        for member in self.query {
            let values = pairs.filter { $0.name == member.name }.map(\.value)
            guard let first = values.first else { continue }
            members.append((member.member, try Self.value(first, values, member.kind)))
        }
        return members
    }

    private static func value(
        _ first: String,
        _ values: [String],
        _ kind: QueryMember.Kind
    ) throws(AWSError) -> JSON {
        switch kind {
        case .string: return .string(first)
        case .strings: return .array(values.map { .string($0) })
        case .number:
            guard Int(first) != nil else { throw .serialization(.string(first), java: "Integer") }
            return .number(first)
        case .boolean:
            guard first == "true" || first == "false" else { throw .serialization(.string(first), java: "Boolean") }
            return .bool(first == "true")
        }
    }
}
