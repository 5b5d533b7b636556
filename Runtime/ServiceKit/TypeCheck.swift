import JSON
import Wire

/// Whether the values of a request have the types of its shape. AWS answers the first that has not with a
/// `SerializationException`, before any constraint is looked at. A `null` counts as absent.
struct TypeCheck {
    /// Whether a number that should be whole has been met in another form.
    private(set) var hasFractions = false

    mutating func check(_ value: JSON, _ shape: Shape, _ place: Shape.Place = .field) throws(AWSError) {
        if case .null = value { return }
        switch shape {
        case .string: try Self.string(value)
        case .boolean: try Self.boolean(value)
        case .number(let java, _): try number(value, java)
        case .timestamp: try number(value, "Date")
        case .list(let element, _):
            guard case .array(let values) = value else {
                throw Self.mismatch(value, list: nil, scalar: place == .field ? "Unexpected field type" : Self.nested)
            }
            for value in values { try check(value, element, .element) }
        case .map(let element, let java, _, _, _):
            guard case .object(let object) = value else {
                throw Self.mismatch(
                    value,
                    list: "Unrecognized collection type java.util.Map<java.lang.String, \(java)>",
                    scalar: place == .field ? "Unexpected field type" : Self.nested
                )
            }
            for member in object.members { try check(member.value, element, .element) }
        case .structure(let members, let java): try structure(value, members, java, place)
        case .custom(let check): try check(value, place)
        }
    }

    /// Where a list or map should stand in a list or map, AWS shows its inside.
    private static let nested =
        "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class java.lang.Class "
        + "(sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and java.lang.Class are in module java.base "
        + "of loader 'bootstrap')"

    private mutating func structure(
        _ value: JSON,
        _ members: [Shape.Member],
        _ java: String,
        _ place: Shape.Place
    ) throws(AWSError) {
        guard case .object(let object) = value else {
            throw Self.mismatch(
                value,
                list: "Unrecognized collection type class \(java)",
                scalar: place == .field ? "Unexpected field type" : "Unexpected value type in payload"
            )
        }
        for index in members.indices {
            if let value = object[members[index].name] { try check(value, members[index].shape) }
        }
    }

    private static func string(_ value: JSON) throws(AWSError) {
        if case .string = value { return }
        throw .serialization(value, java: "String")
    }

    private static func boolean(_ value: JSON) throws(AWSError) {
        switch value {
        case .bool: return
        case .string(let text) where ["true", "false", "1", "0", "yes", "no"].contains(text.lowercased()): return
        case .string: throw .serialization("Unexpected token received from parser")
        default: throw .serialization(value, java: "Boolean")
        }
    }

    private mutating func number(_ value: JSON, _ java: String) throws(AWSError) {
        if case .number(let text) = value {
            if Shape.isWhole(java), Int(text) == nil { hasFractions = true }
            return
        }
        // What JSON has no numbers for: the awsJson protocols write it so.
        if java == "Double", case .string(let text) = value, ["NaN", "Infinity", "-Infinity"].contains(text) { return }
        throw .serialization(value, java: java)
    }

    private static func mismatch(_ value: JSON, list: String?, scalar: String) -> AWSError {
        switch value {
        case .array: .serialization(list ?? "Unexpected field type")
        case .object: .serialization("Start of structure or map found where not expected")
        default: .serialization(scalar)
        }
    }
}

extension AWSError {
    package static func serialization(_ message: String) -> AWSError {
        AWSError("SerializationException", message: message)
    }

    /// A value that is not the scalar it should be.
    package static func serialization(_ value: JSON, java: String) -> AWSError {
        switch value {
        case .bool(let flag): .serialization("\(flag ? "TRUE" : "FALSE")_VALUE cannot be converted to \(java)")
        case .number(let text):
            .serialization(
                "\(text.contains { ".eE".contains($0) } ? "DECIMAL" : "NUMBER")_VALUE cannot be converted to \(java)"
            )
        case .string: .serialization("STRING_VALUE cannot be converted to \(java)")
        case .array: .serialization("Unrecognized collection type class java.lang.\(java)")
        case .object, .null: .serialization("Start of structure or map found where not expected")
        }
    }
}
