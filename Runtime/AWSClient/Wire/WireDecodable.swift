import JSON

/// What the service sent is not what its API promises.
struct WireError: Error, Hashable {
    var reason: String
}

/// A value that can be read from JSON.
protocol WireReadable {
    init(wire value: JSON) throws(WireError)
}

/// A value that is a JSON object on the wire.
protocol WireDecodable: WireReadable {
    init(_ object: WireMembers) throws(WireError)
}

extension WireDecodable {
    init(wire value: JSON) throws(WireError) {
        guard case .object(let object) = value else { throw WireError(expected: "an object", found: value) }
        try self.init(WireMembers(object: object))
    }
}

extension WireError {
    init(expected: String, found: JSON) { reason = "expected \(expected), found \(found.kind)" }
}

/// The members of a JSON object being read. `null` counts as absent.
struct WireMembers {
    let object: JSON.Object

    func get<Value: WireReadable>(_ name: String) throws(WireError) -> Value? {
        guard let value = object[name], !value.isNull else { return nil }
        do {
            return try Value(wire: value)
        } catch {
            throw WireError(reason: "\(name): \(error.reason)")
        }
    }

    func required<Value: WireReadable>(_ name: String) throws(WireError) -> Value {
        guard let value: Value = try get(name) else { throw WireError(reason: "\(name) is missing") }
        return value
    }
}

extension String: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let text = value.stringValue else { throw WireError(expected: "a string", found: value) }
        self = text
    }
}

extension Bool: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let flag = value.boolValue else { throw WireError(expected: "a boolean", found: value) }
        self = flag
    }
}

extension Int: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let number = value.intValue else { throw WireError(expected: "a whole number", found: value) }
        self = number
    }
}

extension Double: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let number = value.doubleValue else { throw WireError(expected: "a number", found: value) }
        self = number
    }
}

extension Array: WireReadable where Element: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let values = value.arrayValue else { throw WireError(expected: "an array", found: value) }
        self = []
        reserveCapacity(values.count)
        for value in values { append(try Element(wire: value)) }
    }
}

extension Dictionary: WireReadable where Key == String, Value: WireReadable {
    init(wire value: JSON) throws(WireError) {
        guard let object = value.objectValue else { throw WireError(expected: "an object", found: value) }
        self = [:]
        reserveCapacity(object.count)
        for member in object.members { self[member.key] = try Value(wire: member.value) }
    }
}

extension WireReadable where Self: RawRepresentable<String> {
    init(wire value: JSON) throws(WireError) {
        let text = try String(wire: value)
        guard let known = Self(rawValue: text) else { throw WireError(reason: "unknown value \(text)") }
        self = known
    }
}
