import JSON
import Wire

extension Shape {
    /// A request that has this shape, which is a structure: types first, what `precheck` says, and then constraints.
    package func read(
        _ request: JSON,
        _ precheck: (JSON.Object) throws(AWSError) -> Void = { _ throws(AWSError) in }
    ) throws(AWSError) -> JSON.Object {
        guard case .object = request else { throw .serialization("Start of structure or map expected") }
        var types = TypeCheck()
        try types.check(request, self)
        let read = types.hasFractions ? truncating(request) : request
        let object = read.objectValue ?? JSON.Object()
        try precheck(object)
        try ConstraintCheck.check(read, self)
        return object
    }

    /// Whether a number of this name in AWS's texts has no fraction.
    static func isWhole(_ java: String) -> Bool { java != "Double" && java != "Float" && java != "Date" }

    /// What AWS reads where a number should be whole: it cuts the fraction off. What is too large for 64 bits becomes
    /// the largest that is not.
    private func truncating(_ value: JSON) -> JSON {
        switch (self, value) {
        case (.number(let java, _), .number(let text)) where Self.isWhole(java):
            guard Int(text) == nil, let number = Double(text), !number.isNaN else { return value }
            return JSON(Int(exactly: number.rounded(.towardZero)) ?? (number < 0 ? .min : .max))
        case (.list(let element, _), .array(let values)): return .array(values.map(element.truncating))
        case (.map(let element, _, _, _, _), .object(let object)):
            return .object(JSON.Object(object.members.map { ($0.key, element.truncating($0.value)) }))
        case (.structure(let members, _), .object(var object)):
            for member in members {
                if let value = object[member.name] { object[member.name] = member.shape.truncating(value) }
            }
            return .object(object)
        default: return value
        }
    }
}
