import JSON

/// Reads patterns and says what is wrong with one.
struct PatternParser {
    let dialect: EventPattern.Dialect

    func object(_ object: JSON.Object) throws(EventPatternError) -> ObjectPattern {
        guard !object.isEmpty else { throw EventPatternError("Empty objects are not allowed") }
        var pattern = ObjectPattern()
        for member in object.members {
            if member.key == "$or", let alternatives = Self.alternatives(member.value) {
                var group: [ObjectPattern] = []
                for alternative in alternatives { group.append(try self.object(alternative)) }
                pattern.alternatives.append(group)
            } else {
                pattern.fields.append(Self.nested(member.key, try field(member)))
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

    private func field(_ member: JSON.Object.Member) throws(EventPatternError) -> ObjectPattern.Field {
        switch member.value {
        case .object(let object): return .object(try self.object(object))
        case .array(let values):
            guard !values.isEmpty else { throw EventPatternError("Empty arrays are not allowed") }
            var matchers: [Matcher] = []
            for value in values { matchers += try self.matchers(value) }
            return .values(matchers)
        default: throw EventPatternError("\"\(member.key)\" must be an object or an array")
        }
    }

    /// The patterns of `$or`; `nil` where it is the name of a field: AWS takes it for that unless it has two patterns at
    /// least, none of which looks like an operator.
    private static func alternatives(_ value: JSON) -> [JSON.Object]? {
        guard case .array(let values) = value, values.count >= 2 else { return nil }
        let objects = values.compactMap(\.objectValue)
        guard objects.count == values.count, objects.allSatisfy({ !$0.isEmpty && !$0.keys.contains(where: isOperator) })
        else { return nil }
        return objects
    }

    private static func isOperator(_ name: String) -> Bool {
        [
            "exact", "equals-ignore-case", "prefix", "suffix", "anything-but", "numeric", "exists", "cidr", "wildcard",
        ].contains(name)
    }

    /// A number stands for its spelling and for its value.
    private func matchers(_ value: JSON) throws(EventPatternError) -> [Matcher] {
        guard dialect == .eventBridge, case .number = value, let number = NumericRange(equalTo: value) else {
            return [try matcher(value)]
        }
        return [.equal(value), .numeric(number)]
    }

    private func matcher(_ value: JSON) throws(EventPatternError) -> Matcher {
        switch value {
        case .number: return equal(value)
        case .string, .bool, .null: return .equal(value)
        case .array: throw EventPatternError("Match value must be String, number, true, false, or null")
        case .object(let object):
            guard let member = object.members.first, object.count == 1 else {
                throw EventPatternError(
                    object.isEmpty ? "Empty objects are not allowed" : "Only one key allowed in match expression"
                )
            }
            return try operation(member.key, member.value)
        }
    }

    private func equal(_ value: JSON) -> Matcher {
        guard dialect == .sns, let number = value.doubleValue else { return .equal(value) }
        return .numeric(NumericRange(around: number))
    }

    private func operation(_ name: String, _ value: JSON) throws(EventPatternError) -> Matcher {
        switch name {
        case "exact": return .equal(.string(try text(value, name)))
        case "prefix", "suffix", "equals-ignore-case", "wildcard": return try textual(name, value)
        case "cidr":  // The compiler of patterns calls it a prefix.
            return .address(try AddressRange(try text(value, "prefix")))
        case "exists":
            guard let flag = value.boolValue else {
                throw EventPatternError("exists match pattern must be either true or false.")
            }
            return .exists(flag)
        case "numeric":
            guard let terms = value.arrayValue else {
                throw EventPatternError("Value of numeric must be an array.")
            }
            return .numeric(try NumericRange(terms))
        case "anything-but": return try anythingBut(value)
        default: throw EventPatternError("Unrecognized match type \(name)")
        }
    }

    private func text(_ value: JSON, _ name: String) throws(EventPatternError) -> String {
        guard let text = value.stringValue else { throw EventPatternError("\(name) match pattern must be a string") }
        return text
    }

    private func textual(_ name: String, _ value: JSON) throws(EventPatternError) -> Matcher {
        if name == "prefix" || name == "suffix", let object = value.objectValue {
            guard object.count == 1, let other = object["equals-ignore-case"] else {
                throw EventPatternError("Unsupported \(name) match pattern: \(object.keys.first ?? "")")
            }
            let text = try text(other, "equals-ignore-case")
            return name == "prefix" ? .prefixIgnoringCase(text) : .suffixIgnoringCase(text)
        }
        let text = try text(value, name)
        switch name {
        case "prefix": return .prefix(text)
        case "suffix": return .suffix(text)
        case "wildcard": return .wildcard(try Wildcard(text))
        default: return .equalIgnoringCase(text)
        }
    }

    private func anythingBut(_ value: JSON) throws(EventPatternError) -> Matcher {
        switch value {
        case .string, .number: return .anythingBut([equal(value)])
        case .array(let values):
            guard let first = values.first else { throw EventPatternError("Empty arrays are not allowed") }
            guard values.allSatisfy({ $0.stringValue != nil || $0.numberText != nil }) else {
                throw EventPatternError("Inside anything but list, start|null|boolean is not supported.")
            }
            guard values.allSatisfy({ $0.kind == first.kind }) else {
                throw EventPatternError(
                    "Inside anything but list, either all values are number or string, mixed type is not supported"
                )
            }
            return .anythingBut(values.map { equal($0) })
        case .object(let object):
            guard let member = object.members.first, object.count == 1 else {
                throw EventPatternError(
                    object.isEmpty
                        ? "Anything-But expression name not found" : "Only one key allowed in match expression"
                )
            }
            return try anythingBut(member.key, member.value)
        case .bool, .null:
            throw EventPatternError("Value of anything-but must be an array or single string/number value.")
        }
    }

    private func anythingBut(_ name: String, _ value: JSON) throws(EventPatternError) -> Matcher {
        let known = dialect == .sns ? ["prefix"] : ["prefix", "suffix", "equals-ignore-case", "wildcard"]
        guard known.contains(name) else { throw EventPatternError("Unsupported anything-but pattern: \(name)") }
        let isAffix = name == "prefix" || name == "suffix"
        if isAffix, value.objectValue != nil {
            throw EventPatternError("Value of anything-but must be an array or single string/number value.")
        }
        let values = value.arrayValue ?? [value]
        guard !values.isEmpty else { throw EventPatternError("Empty arrays are not allowed") }
        var matchers: [Matcher] = []
        for value in values {
            guard let text = value.stringValue else { throw EventPatternError(refusal(ofExcluded: name)) }
            if isAffix, text.isEmpty { throw EventPatternError("Null prefix/suffix not allowed") }
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
