/// How a member of a shape is written in parameters of the query protocol and in XML, where its name alone does not
/// tell: botocore's `locationName` and `flattened`.
/// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
package struct QueryForm: Sendable, Hashable {
    /// `nil` for the member's own name.
    var name: String?
    /// The elements of a list stand under the member's name, without `member` between; those of a map without `entry`.
    var isFlattened = false
    /// What each element of a list is called that is not flattened.
    var element = "member"
    var key = "key"
    var value = "value"

    package init() {}
}

extension Shape.Member {
    /// The member under another name.
    package func named(_ name: String) -> Self {
        var member = self
        member.query.name = name
        return member
    }

    /// A list as `Name.1`, or a map as `Name.1.key` and `Name.1.value`.
    package func flattened(_ name: String? = nil, key: String = "key", value: String = "value") -> Self {
        var member = self
        member.query.name = name
        member.query.isFlattened = true
        member.query.key = key
        member.query.value = value
        return member
    }

    /// A map as `Name.entry.1.key` and `Name.entry.1.value` with other names for key and value.
    package func keyed(_ key: String, _ value: String) -> Self {
        var member = self
        member.query.key = key
        member.query.value = value
        return member
    }

    /// A list as `Name.element.1`.
    package func listed(as element: String) -> Self {
        var member = self
        member.query.element = element
        return member
    }

    var queryName: String { query.name ?? name }
}
