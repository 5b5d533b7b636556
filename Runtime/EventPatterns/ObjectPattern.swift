import JSON

/// The part of a pattern that stands for one object of the event.
struct ObjectPattern: Sendable {
    enum Field: Sendable {
        case object(ObjectPattern)
        case values([Matcher])
    }

    var fields: [(name: String, field: Field)] = []
    /// Of each group, one at least must match.
    var alternatives: [[ObjectPattern]] = []

    /// What is no object has no fields.
    func matches(_ value: JSON) -> Bool {
        if case .array(let elements) = value { return elements.contains { matches($0) } }
        let object = value.objectValue
        return fields.allSatisfy { $0.field.matches(object?.member($0.name)) }
            && alternatives.allSatisfy { group in group.contains { $0.matches(value) } }
    }

    /// How many patterns without `$or` say the same.
    var alternativesCount: Int {
        var count = 1
        for case (_, .object(let object)) in fields { count = count.saturatingProduct(object.alternativesCount) }
        for group in alternatives {
            count = count.saturatingProduct(group.reduce(0) { $0.saturatingSum($1.alternativesCount) })
        }
        return count
    }
}

extension ObjectPattern.Field {
    func matches(_ value: JSON?) -> Bool {
        switch self {
        case .object(let object): object.matches(value ?? .null)
        case .values(let matchers): Self.matches(value, matchers)
        }
    }

    private static func matches(_ value: JSON?, _ matchers: [Matcher]) -> Bool {
        switch value {
        case nil, .object: matchers.contains(.exists(false))
        case .array(let elements):
            elements.isEmpty
                ? matchers.contains(.exists(false))
                : elements.contains { element in
                    if case .object = element { return false }
                    return matches(element, matchers)
                }
        case let scalar?: matchers.contains { $0.matches(scalar) }
        }
    }
}

extension JSON.Object {
    /// A member; where there is none, the object that the members `name.…` make.
    fileprivate func member(_ name: String) -> JSON? {
        if let value = self[name] { return value }
        let prefix = "\(name)."
        var object = JSON.Object()
        for member in members where member.key.hasPrefix(prefix) {
            object[String(member.key.dropFirst(prefix.count))] = member.value
        }
        return object.isEmpty ? nil : .object(object)
    }
}

extension Int {
    fileprivate func saturatingProduct(_ other: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: other)
        return overflow ? .max : product
    }

    fileprivate func saturatingSum(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }
}
