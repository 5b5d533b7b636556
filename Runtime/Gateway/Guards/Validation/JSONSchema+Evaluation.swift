import JSON
import RegularExpressions
import Template

extension JSONSchema {
    /// How deep references may lead within one value.
    private static let referenceLimit = 64

    /// Whether the value is what the model wants.
    func accepts(_ value: JSON) -> Bool { accepts(value, ReferredModels(definitions), 0) }

    private func accepts(_ value: JSON, _ models: ReferredModels, _ depth: Int) -> Bool {
        if let reference {
            // Nothing but the reference counts, as draft 4 has it.
            if let known = models.verdicts[reference] { return known }
            guard depth < Self.referenceLimit, let target = models.definitions[reference] else { return false }
            let verdict = target.accepts(value, models, depth + 1)
            models.verdicts[reference] = verdict
            return verdict
        }
        func accepts(_ schema: JSONSchema) -> Bool { schema.accepts(value, models, depth) }
        guard types?.contains(where: { Self.isType($0, value) }) ?? true, hasValue(value),
            allOf.allSatisfy(accepts), anyOf.isEmpty || anyOf.contains(where: accepts),
            oneOf.isEmpty || oneOf.count(where: accepts) == 1, !not.contains(where: accepts)
        else { return false }
        switch value {
        case .object(let object):
            return acceptsObject(object, models) && acceptsDependencies(object, models, depth)
        case .array(let elements): return acceptsArray(elements, models)
        case .string(let text): return acceptsText(text)
        case .number(let text): return DecimalNumber(text).map(acceptsNumber) ?? false
        case .bool, .null: return true
        }
    }

    private static func isType(_ type: String, _ value: JSON) -> Bool {
        switch (type, value) {
        case ("array", .array), ("boolean", .bool), ("null", .null), ("number", .number), ("object", .object),
            ("string", .string):
            true
        case ("integer", .number(let text)): DecimalNumber(text)?.isWhole ?? false
        default: false
        }
    }

    private func hasValue(_ value: JSON) -> Bool {
        guard let values else { return true }
        let value = value.byValue
        return values.contains { $0.byValue == value }
    }

    private func acceptsObject(_ object: JSON.Object, _ models: ReferredModels) -> Bool {
        guard required.allSatisfy({ object[$0] != nil }), object.count >= minimumProperties ?? 0,
            object.count <= maximumProperties ?? .max
        else { return false }
        return object.members.enumerated().allSatisfy { index, member in
            let patterned = patternProperties.filter { $0.pattern.matches(in: member.key) }.map(\.schema)
            let named = (properties[member.key].map { [$0] } ?? []) + patterned
            if named.isEmpty, !allowsAdditionalProperties { return false }
            let inner = models.inside(index)
            return (named.isEmpty ? additionalProperties : named).allSatisfy { $0.accepts(member.value, inner, 0) }
        }
    }

    private func acceptsDependencies(
        _ object: JSON.Object,
        _ models: ReferredModels,
        _ depth: Int
    ) -> Bool {
        requiredBeside.allSatisfy { name, others in
            object[name] == nil || others.allSatisfy { object[$0] != nil }
        }
            && dependentSchemas.allSatisfy { name, schema in
                object[name] == nil || schema.accepts(.object(object), models, depth)
            }
    }

    private func acceptsArray(_ elements: [JSON], _ models: ReferredModels) -> Bool {
        guard elements.count >= minimumItems ?? 0, elements.count <= maximumItems ?? .max,
            !hasUniqueItems || Set(elements.map(\.byValue)).count == elements.count
        else { return false }
        if let itemList, !allowsAdditionalItems, elements.count > itemList.count { return false }
        return elements.enumerated().allSatisfy { index, element in
            let inner = models.inside(index)
            guard let itemList else { return items.allSatisfy { $0.accepts(element, inner, 0) } }
            if index < itemList.count { return itemList[index].accepts(element, inner, 0) }
            return additionalItems.allSatisfy { $0.accepts(element, inner, 0) }
        }
    }

    private func acceptsText(_ text: String) -> Bool {
        let length = text.unicodeScalars.count
        guard length >= minimumLength ?? 0, length <= maximumLength ?? .max else { return false }
        return pattern?.matches(in: text) ?? true
    }

    private func acceptsNumber(_ number: DecimalNumber) -> Bool {
        if let minimum, number < minimum || excludesMinimum && number == minimum { return false }
        if let maximum, number > maximum || excludesMaximum && number == maximum { return false }
        return multipleOf.map(number.isMultiple) ?? true
    }
}

/// What references lead to, and whether one value of a body is what they want, as far as that is known: models that refer
/// to themselves in several places would ask it again and again, and of what is inside the value more often still.
private final class ReferredModels {
    let definitions: [String: JSONSchema]
    var verdicts: [String: Bool] = [:]
    private var inner: [Int: ReferredModels] = [:]

    init(_ definitions: [String: JSONSchema]) { self.definitions = definitions }

    /// Of a member or an element of the value.
    func inside(_ index: Int) -> ReferredModels {
        // Without references there is nothing to know.
        if definitions.isEmpty { return self }
        if let known = inner[index] { return known }
        let models = ReferredModels(definitions)
        inner[index] = models
        return models
    }
}

extension JSON {
    /// The same with one spelling for all spellings of a number, as which draft 4 compares values.
    fileprivate var byValue: JSON {
        switch self {
        case .number(let text): .number(DecimalNumber(text)?.text ?? text)
        case .array(let elements): .array(elements.map(\.byValue))
        case .object(let object): .object(Object(object.members.map { ($0.key, $0.value.byValue) }))
        case .null, .bool, .string: self
        }
    }
}
