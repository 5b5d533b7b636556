import JSON
import Wire

/// Collects what a request's values violate of their shape's constraints, and tells up to ten of it in one error, as
/// AWS does: `2 validation errors detected: Value '…' at 'limit' failed to satisfy constraint: …; …`.
struct ConstraintCheck {
    /// Where a value stands in the request. Asked for only when something is wrong there.
    private typealias Path = () -> String

    /// What services call it that do not say otherwise.
    static let code = "ValidationException"

    private static let limit = 10

    private var failures: [String] = []

    static func check(_ value: JSON, _ shape: Shape) throws(AWSError) {
        var check = ConstraintCheck()
        check.inside(value, shape) { "" }
        guard !check.failures.isEmpty else { return }
        let count = check.failures.count
        throw AWSError(
            code,
            message: "\(count) validation error\(count > 1 ? "s" : "") detected: "
                + check.failures.joined(separator: "; ")
        )
    }

    private mutating func verify(_ value: JSON, _ shape: Shape, _ path: Path) {
        switch shape {
        case .string(let length, let pattern, let values):
            guard case .string(let text) = value else { return }
            if let pattern, !pattern.matches(text) {
                fail(value, path, "Member must satisfy regular expression pattern: \(pattern.text)")
            }
            if let length, !text.surelyHas(length) { self.length(text.unicodeScalars.count, length, value, path) }
            if let values, !values.contains(text) {
                fail(value, path, "Member must satisfy enum value set: [\(values.joined(separator: ", "))]")
            }
        case .number(_, let range):
            guard let range, let number = value.doubleValue else { return }
            if number < Double(range.lowerBound) {
                fail(value, path, "Member must have value greater than or equal to \(range.lowerBound)")
            } else if number > Double(range.upperBound) {
                fail(value, path, "Member must have value less than or equal to \(range.upperBound)")
            }
        case .list(_, let length):
            if let length { self.length(value.arrayValue?.count ?? 0, length, value, path) }
            inside(value, shape, path)
        case .map(_, _, let length, _, _):
            if let length { self.length(value.objectValue?.count ?? 0, length, value, path) }
            mapKeys(value, shape, path)
            inside(value, shape, path)
        case .structure: inside(value, shape, path)
        case .boolean, .timestamp, .custom: return
        }
    }

    private mutating func inside(_ value: JSON, _ shape: Shape, _ path: Path) {
        switch (shape, value) {
        case (.structure(let members, _), .object(let object)):
            // By index: most members are not there, and need not be copied to see that.
            for index in members.indices {
                let name = { members[index].path(in: path()) }
                if let value = object[members[index].name], !value.isNull {
                    verify(value, members[index].shape, name)
                } else if members[index].isRequired {
                    fail(.null, name, "Member must not be null")
                }
            }
        case (.list(let element, _), .array(let values)):
            guard element.hasConstraints else { return }
            if let texts = element.constraintTexts { return self.elements(values, element, texts, of: value, path) }
            for (index, value) in values.enumerated() { verify(value, element) { "\(path()).\(index + 1).member" } }
        case (.map(let element, _, _, _, _), .object(let object)):
            guard element.hasConstraints else { return }
            for member in object.members { verify(member.value, element) { "\(path()).\(member.key).member" } }
        default: return
        }
    }

    /// Of elements that are texts or numbers AWS tells with the whole list what they must be.
    private mutating func elements(
        _ values: [JSON],
        _ element: Shape,
        _ texts: [String],
        of list: JSON,
        _ path: Path
    ) {
        var check = ConstraintCheck()
        for value in values { check.verify(value, element) { "" } }
        guard !check.failures.isEmpty else { return }
        fail(list, path, "Member must satisfy constraint: [\(texts.joined(separator: ", "))]")
    }

    private mutating func mapKeys(_ value: JSON, _ shape: Shape, _ path: Path) {
        guard case .map(_, _, _, let keys, let valueLength) = shape, case .object(let object) = value else { return }
        guard keys != nil || valueLength != nil else { return }
        for member in object.members {
            if let keys, !keys.admits(member.key) {
                fail(value, path, "Map keys must satisfy constraint: [\(keys.texts.joined(separator: ", "))]")
            }
            let count = member.value.arrayValue?.count ?? member.value.stringValue?.count
            if let valueLength, let count, !valueLength.contains(count) {
                let texts = ConstraintCheck.lengthTexts(valueLength)
                fail(value, path, "Map value must satisfy constraint: [\(texts.joined(separator: ", "))]")
            }
        }
    }

    private mutating func length(_ count: Int, _ range: ClosedRange<Int>, _ value: JSON, _ path: Path) {
        if count < range.lowerBound {
            fail(value, path, "Member must have length greater than or equal to \(range.lowerBound)")
        } else if count > range.upperBound {
            fail(value, path, "Member must have length less than or equal to \(range.upperBound)")
        }
    }

    static func lengthTexts(_ range: ClosedRange<Int>) -> [String] {
        let least = "Member must have length greater than or equal to \(range.lowerBound)"
        if range.upperBound == .max { return [least] }
        return ["Member must have length less than or equal to \(range.upperBound)", least]
    }

    private mutating func fail(_ value: JSON, _ path: Path, _ constraint: String) {
        guard failures.count < Self.limit else { return }
        let shown = value.isNull ? "null" : "'\(value.javaText)'"
        failures.append("Value \(shown) at '\(path())' failed to satisfy constraint: \(constraint)")
    }
}

extension Shape.Member {
    /// The member's name, its first letter small, behind the path of what it is a member of.
    fileprivate func path(in parent: String) -> String {
        (parent.isEmpty ? "" : parent + ".") + name.prefix(1).lowercased() + name.dropFirst()
    }
}

extension String {
    /// Whether so many bytes, of which a scalar takes one to four, must be of scalars within `length`. Most texts pass
    /// by this, and need not be counted.
    fileprivate func surelyHas(_ length: ClosedRange<Int>) -> Bool {
        (utf8.count + 3) / 4 >= length.lowerBound && utf8.count <= length.upperBound
    }
}

extension Shape.KeyConstraint {
    func admits(_ key: String) -> Bool {
        (length?.contains(key.unicodeScalars.count) ?? true) && (pattern?.matches(key) ?? true)
    }

    var texts: [String] {
        (length.map(ConstraintCheck.lengthTexts) ?? [])
            + (pattern.map { ["Member must satisfy regular expression pattern: \($0.text)"] } ?? [])
    }
}

extension Shape {
    /// What AWS says all together of texts and numbers in lists; `nil` of other shapes.
    fileprivate var constraintTexts: [String]? {
        switch self {
        case .string(let length, let pattern, let values):
            (length.map(ConstraintCheck.lengthTexts) ?? [])
                + (pattern.map { ["Member must satisfy regular expression pattern: \($0.text)"] } ?? [])
                + (values.map { ["Member must satisfy enum value set: [\($0.joined(separator: ", "))]"] } ?? [])
        case .number(_, let range?):
            [
                "Member must have value less than or equal to \(range.upperBound)",
                "Member must have value greater than or equal to \(range.lowerBound)",
            ]
        case .number, .boolean, .timestamp, .list, .map, .structure, .custom: nil
        }
    }

    /// Whether a value of this shape can violate anything: an item's attributes need not be walked for that.
    fileprivate var hasConstraints: Bool {
        switch self {
        case .boolean, .timestamp, .custom: false
        case .string(let length, let pattern, let values): length != nil || pattern != nil || values != nil
        case .number(_, let range): range != nil
        case .list(let element, let length): length != nil || element.hasConstraints
        case .map(let element, _, let length, let keys, let valueLength):
            length != nil || keys != nil || valueLength != nil || element.hasConstraints
        case .structure: true
        }
    }
}

extension JSON {
    /// The value as Java prints it, which is how AWS quotes it.
    fileprivate var javaText: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .number(let text), .string(let text): text
        case .array(let values): "[\(values.map(\.javaText).joined(separator: ", "))]"
        case .object(let object):
            "{\(object.members.map { "\($0.key)=\($0.value.javaText)" }.joined(separator: ", "))}"
        }
    }
}
