import JSON
import ServiceKit

extension AttributeValue {
    /// A value straight from a request's text; `nil` for what may have to be refused.
    init?(plain request: JSONTape, at index: Int, depth: Int = 1) {
        guard request.kind(index) == .object, request.count(index) == 1 else { return nil }
        let content = index + 2
        switch AttributeType(wireName: request.string(index + 1)) {
        case .string where request.isString(content): self = .string(request.string(content))
        case .number where request.isString(content):
            guard let number = try? Number(parsing: request.string(content)) else { return nil }
            self = .number(number)
        case .bool where request.kind(content) == .true: self = .bool(true)
        case .bool where request.kind(content) == .false: self = .bool(false)
        case .null where request.kind(content) == .true: self = .null
        case .list where request.kind(content) == .array && depth < Self.maximumDepth:
            var values: [AttributeValue] = []
            values.reserveCapacity(request.count(content))
            for element in request.elements(of: content) {
                guard let value = AttributeValue(plain: request, at: element, depth: depth + 1) else { return nil }
                values.append(value)
            }
            self = .list(values)
        case .map where depth < Self.maximumDepth:
            guard let map = AttributeMap(plain: request, at: content, depth: depth + 1) else { return nil }
            self = .map(map)
        default:
            // What is not met as often.
            let json = JSON(request, at: index)
            guard (try? Shape.checkAttributeTypes(json, .element)) != nil,
                let value = try? AttributeValue(json, depth: depth)
            else { return nil }
            self = value
        }
    }
}

extension AttributeMap {
    /// More members than these are not compared with each other, to find names that stand twice.
    private static let comparedNames = 24

    init?(plain request: JSONTape, at index: Int, depth: Int) {
        guard request.kind(index) == .object, request.count(index) <= Self.comparedNames else { return nil }
        members.reserveCapacity(request.count(index))
        var position = index + 1
        let end = request.next(index)
        while position < end {
            let name = request.string(position)
            guard (try? Limits.checkAttributeName(name)) != nil, self[name] == nil,
                let value = AttributeValue(plain: request, at: position + 1, depth: depth)
            else { return nil }
            members.append(Member(name: name, value: value))
            position = request.next(position + 1)
        }
    }
}
