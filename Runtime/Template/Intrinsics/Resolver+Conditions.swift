/// The functions that decide.
extension Resolver {
    /// Whether a condition of the template holds; `nil` where that cannot be said, which is reported.
    func isTrue(_ name: String, at path: JSONPath) -> Bool? {
        if let known = knownConditions[name] {
            if known == nil { findings.error(.root / "Conditions" / name, "the condition refers to itself") }
            return known
        }
        guard let definition = conditions?[name] else {
            let names = conditions?.members?.map(\.key) ?? []
            findings.error(path, "there is no condition \(name)", remedy: Spelling.remedy(for: name, among: names))
            return nil
        }
        knownConditions[name] = .some(nil)
        let outer = isInCondition
        isInCondition = true
        let result = truth(of: definition)
        isInCondition = outer
        if let result { knownConditions[name] = result } else { knownConditions[name] = nil }
        return result
    }

    /// Whether the resource's own condition holds, if it has any.
    func exists(_ resource: Resource) -> Bool {
        guard let condition = resource.condition else { return true }
        guard let name = condition.string else {
            findings.error(condition.path, "must be the name of a condition, not \(condition.kind)")
            return false
        }
        return isTrue(name, at: condition.path) ?? false
    }

    func choose(_ call: Intrinsic) -> TemplateValue? {
        guard let arguments = call.argument.elements, arguments.count == 3, let condition = arguments[0].string else {
            return fail(call.path, "Fn::If takes a condition's name and two values")
        }
        guard let holds = isTrue(condition, at: call.path) else { return unresolved(call.path) }
        return resolve(arguments[holds ? 1 : 2])
    }

    /// The truth of `Fn::Equals`, `Fn::And`, `Fn::Or`, `Fn::Not` or `Condition`.
    func truth(of value: TemplateValue) -> Bool? {
        guard let member = value.members?.first, value.members?.count == 1 else { return notACondition(value) }
        let arguments = member.value.elements ?? []
        switch member.key {
        case "Condition":
            return member.value.string.map { isTrue($0, at: value.path) } ?? notACondition(value)
        case "Fn::Equals" where arguments.count == 2:
            return equals(arguments[0], arguments[1])
        case "Fn::Not" where arguments.count == 1:
            return truth(of: arguments[0]).map { !$0 }
        case "Fn::And" where (2...10).contains(arguments.count):
            return truths(of: arguments).map { $0.allSatisfy { $0 } }
        case "Fn::Or" where (2...10).contains(arguments.count):
            return truths(of: arguments).map { $0.contains(true) }
        default:
            return notACondition(value)
        }
    }

    /// All of them are worked out, so that every mistake is found.
    private func truths(of values: [TemplateValue]) -> [Bool]? {
        let truths = values.map(truth)
        return truths.contains(nil) ? nil : truths.compactMap { $0 }
    }

    private func equals(_ first: TemplateValue, _ second: TemplateValue) -> Bool? {
        let (first, second) = (resolve(first), resolve(second))
        if first?.isUnresolved == true || second?.isUnresolved == true { return nil }
        if let first = first?.scalarText, let second = second?.scalarText { return first == second }
        return first?.json == second?.json
    }

    private func notACondition(_ value: TemplateValue) -> Bool? {
        findings.error(
            value.path,
            "a condition is Fn::Equals of two values, Fn::Not of one condition, Fn::And or Fn::Or of two to ten, "
                + "or Condition with a name"
        )
        return nil
    }
}
