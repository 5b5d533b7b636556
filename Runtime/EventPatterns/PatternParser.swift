import JSON

/// Reads patterns and says what is wrong with one.
struct PatternParser {
    let dialect: EventPattern.Dialect

    func root(_ node: PatternNode) throws(EventPatternError) -> ObjectPattern {
        guard node.kind == .object else { throw EventPatternError("Filter is not an object", at: node.opened) }
        return try object(node)
    }

    private func object(_ node: PatternNode) throws(EventPatternError) -> ObjectPattern {
        let members = node.members ?? []
        guard !members.isEmpty else { throw EventPatternError("Empty objects are not allowed", at: node.end) }
        var pattern = ObjectPattern()
        for (key, value) in members {
            if key == "$or", let alternatives = Self.alternatives(value) {
                var group: [ObjectPattern] = []
                for alternative in alternatives { group.append(try object(alternative)) }
                pattern.alternatives.append(group)
            } else {
                pattern.fields.append(Self.nested(key, try field(key, value)))
            }
        }
        return pattern
    }

    /// `a.b` is the field `b` of the object `a`.
    private static func nested(_ name: String, _ field: ObjectPattern.Field) -> (
        name: String, field: ObjectPattern.Field
    ) {
        let names = name.split(separator: ".", omittingEmptySubsequences: false)
        guard names.count > 1, let first = names.first else { return (name, field) }
        let inner = names.dropFirst().reversed().reduce(field) { field, name in
            .object(ObjectPattern(fields: [(String(name), field)]))
        }
        return (String(first), inner)
    }

    private func field(_ name: String, _ value: PatternNode) throws(EventPatternError) -> ObjectPattern.Field {
        if value.kind == .object { return .object(try object(value)) }
        guard let values = value.elements else {
            throw EventPatternError("\"\(name)\" must be an object or an array", at: value.opened)
        }
        guard !values.isEmpty else { throw EventPatternError("Empty arrays are not allowed", at: value.end) }
        var matchers: [Matcher] = []
        for value in values { matchers += try self.matchers(value) }
        return .values(matchers)
    }

    /// The patterns of `$or`; `nil` where it is the name of a field: AWS takes it for that unless it has two patterns at
    /// least, none of which looks like an operator.
    private static func alternatives(_ value: PatternNode) -> [PatternNode]? {
        guard let values = value.elements, values.count >= 2 else { return nil }
        let arePatterns = values.allSatisfy { value in
            guard let members = value.members else { return false }
            return !members.isEmpty && !members.contains { isOperator($0.key) }
        }
        return arePatterns ? values : nil
    }

    private static func isOperator(_ name: String) -> Bool {
        [
            "exact", "equals-ignore-case", "prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "wildcard",
        ].contains(name)
    }

    /// A number stands for its spelling and for its value.
    private func matchers(_ value: PatternNode) throws(EventPatternError) -> [Matcher] {
        guard dialect == .eventBridge, value.isNumber, let number = NumericRange(equalTo: value.json) else {
            return [try matcher(value)]
        }
        return [.equal(value.json), .numeric(number)]
    }

    private func matcher(_ value: PatternNode) throws(EventPatternError) -> Matcher {
        switch value.kind {
        case .number: return equal(value)
        case .string, .escapedString, .true, .false, .null: return .equal(value.json)
        case .array:
            throw EventPatternError("Match value must be String, number, true, false, or null", at: value.opened)
        case .object:
            let members = value.members ?? []
            guard let member = members.first else {
                throw EventPatternError("Empty objects are not allowed", at: value.end)
            }
            let matcher = try operation(member.key, member.value)
            if members.count > 1 { throw Self.isNotAlone(member.key, members[1].value) }
            return matcher
        }
    }

    /// What is said of a second member of an object that may have one.
    private static func isNotAlone(_ name: String, _ second: PatternNode) -> EventPatternError {
        let isCounted = name == "numeric" || name == "anything-but"
        return EventPatternError(
            isCounted ? "Too many elements in numeric expression" : "Only one key allowed in match expression",
            at: second.opened
        )
    }

    private func equal(_ value: PatternNode) -> Matcher {
        guard dialect == .sns, let number = value.json.doubleValue else { return .equal(value.json) }
        return .numeric(NumericRange(around: number))
    }

    /// What `anything-but` excludes: numbers of the same value, however they are spelt.
    private func same(_ value: PatternNode) -> Matcher {
        guard value.isNumber, let range = NumericRange(equalTo: value.json) else { return equal(value) }
        return .numeric(range)
    }

    private func operation(_ name: String, _ value: PatternNode) throws(EventPatternError) -> Matcher {
        switch name {
        case "exact": return .equal(.string(try text(value, name)))
        case "prefix", "suffix", "equals-ignore-case", "wildcard": return try textual(name, value)
        case "cidr":  // The compiler of patterns calls it a prefix.
            return .address(try AddressRange(try text(value, "prefix")))
        case "exists":
            guard let flag = value.json.boolValue else {
                throw EventPatternError("exists match pattern must be either true or false.", at: value.opened)
            }
            return .exists(flag)
        case "numeric":
            guard let terms = value.elements else {
                throw EventPatternError("Value of numeric must be an array.", at: value.opened)
            }
            return .numeric(try NumericRange(terms, end: value.end))
        case "anything-but": return try anythingBut(value)
        default: throw EventPatternError("Unrecognized match type \(name)", at: value.opened)
        }
    }

    private func text(_ value: PatternNode, _ name: String) throws(EventPatternError) -> String {
        guard let text = value.string else {
            throw EventPatternError("\(name) match pattern must be a string", at: value.opened)
        }
        return text
    }

    private func textual(_ name: String, _ value: PatternNode) throws(EventPatternError) -> Matcher {
        if name == "prefix" || name == "suffix", let members = value.members {
            guard let (key, other) = members.first, members.count == 1, key == "equals-ignore-case" else {
                let name = "Unsupported \(name) pattern: \(members.first?.key ?? "")"
                throw EventPatternError(name, at: members.first?.value.opened ?? value.end)
            }
            let text = try text(other, key)
            return name == "prefix" ? .prefixIgnoringCase(text) : .suffixIgnoringCase(text)
        }
        let text = try text(value, name)
        switch name {
        case "prefix": return .prefix(text)
        case "suffix": return .suffix(text)
        case "wildcard": return .wildcard(try wildcard(text, end: value.end))
        default: return .equalIgnoringCase(text)
        }
    }

    private func wildcard(_ text: String, end: Int) throws(EventPatternError) -> Wildcard {
        let wildcard: Wildcard
        do throws(EventPatternError) {
            wildcard = try Wildcard(text)
        } catch {
            throw error.at(end)
        }
        guard !wildcard.isTooComplex else {
            throw EventPatternError(
                "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences "
                    + "after a wildcard character"
            )
        }
        return wildcard
    }

    private func anythingBut(_ value: PatternNode) throws(EventPatternError) -> Matcher {
        switch value.kind {
        case .string, .escapedString, .number: return .anythingBut([same(value)])
        case .array: return try anythingBut(any: value)
        case .object:
            let members = value.members ?? []
            guard let member = members.first else {
                throw EventPatternError("Anything-But expression name not found", at: value.end)
            }
            let matcher = try anythingBut(member.key, member.value)
            if members.count > 1 { throw Self.isNotAlone("anything-but", members[1].value) }
            return matcher
        case .true, .false, .null: throw Self.noneOrMany(value)
        }
    }

    private static func noneOrMany(_ value: PatternNode) -> EventPatternError {
        EventPatternError("Value of anything-but must be an array or single string/number value.", at: value.opened)
    }

    private func anythingBut(any list: PatternNode) throws(EventPatternError) -> Matcher {
        let values = list.elements ?? []
        guard let first = values.first else { throw EventPatternError("Empty arrays are not allowed", at: list.end) }
        if let other = values.first(where: { $0.string == nil && !$0.isNumber }) {
            throw EventPatternError(
                "Inside anything but list, start|null|boolean is not supported.",
                at: other.opened,
                isInList: true
            )
        }
        guard values.allSatisfy({ $0.isNumber == first.isNumber }) else {
            throw EventPatternError(
                "Inside anything but list, either all values are number or string, mixed type is not supported",
                at: list.end
            )
        }
        return .anythingBut(values.map { same($0) })
    }

    private func anythingBut(_ name: String, _ value: PatternNode) throws(EventPatternError) -> Matcher {
        let known = dialect == .sns ? ["prefix"] : ["prefix", "suffix", "equals-ignore-case", "wildcard"]
        guard known.contains(name) else {
            throw EventPatternError("Unsupported anything-but pattern: \(name)", at: value.opened)
        }
        let list = value.elements
        if dialect == .eventBridge || value.kind == .object, list == nil, value.string == nil, !value.isNumber {
            throw Self.noneOrMany(value)
        }
        let values = list ?? [value]
        guard !values.isEmpty else { throw EventPatternError("Empty arrays are not allowed", at: value.end) }
        var matchers: [Matcher] = []
        for value in values {
            guard let text = value.string else {
                throw EventPatternError(refusal(ofExcluded: name), at: value.opened, isInList: list != nil)
            }
            if name == "prefix" || name == "suffix", text.isEmpty {
                throw EventPatternError("Null prefix/suffix not allowed", at: value.end, isInList: list != nil)
            }
            matchers.append(try textual(name, value))
        }
        return .anythingBut(matchers)
    }

    /// What is said of an excluded prefix, suffix and the like that is no text.
    private func refusal(ofExcluded name: String) -> String {
        switch name {
        case "equals-ignore-case":
            "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
        case "prefix" where dialect == .eventBridge, "suffix": "prefix/suffix match pattern must be a string"
        default: "\(name) match pattern must be a string"
        }
    }
}
