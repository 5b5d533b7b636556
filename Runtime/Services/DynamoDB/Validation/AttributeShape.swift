import JSON
import ServiceKit
import Wire

extension Shape {
    static let attributeValue = Shape.custom(checkAttributeTypes)

    static let attributeMap = Shape.map(
        .attributeValue,
        java: "com.amazonaws.dynamodb.v20120810.AttributeValue"
    )

    /// Whether `{"S": "…"}` and all inside it have JSON of the right kinds.
    @Sendable static func checkAttributeTypes(_ json: JSON, _ place: Place) throws(AWSError) {
        guard case .object(let object) = json else {
            switch json {
            case .array:
                throw .serialization(
                    "Unrecognized collection type class com.amazonaws.dynamodb.v20120810.AttributeValue"
                )
            default:
                throw .serialization(place == .field ? "Unexpected field type" : "Unexpected value type in payload")
            }
        }
        for member in object.members where member.value != .null {
            guard let type = AttributeType(wireName: member.key) else { continue }
            try checkContent(member.value, type)
        }
    }

    private static func checkContent(_ json: JSON, _ type: AttributeType) throws(AWSError) {
        switch type {
        case .string, .number: guard json.stringValue != nil else { throw .serialization(json, java: "String") }
        case .binary: try checkBlob(json)
        case .bool, .null:
            if case .bool = json { return }
            guard let text = json.stringValue else { throw .serialization(json, java: "Boolean") }
            guard ["true", "false", "1", "0", "yes", "no"].contains(text.lowercased()) else {
                throw .serialization("Unexpected token received from parser")
            }
        case .stringSet, .numberSet:
            for element in try elements(json) where element.stringValue == nil {
                throw .serialization(element, java: "String")
            }
        case .binarySet: for element in try elements(json) { try checkBlob(element) }
        case .list: for element in try elements(json) { try checkAttributeTypes(element, .element) }
        case .map:
            guard let object = json.objectValue else {
                guard json.arrayValue != nil else { throw .serialization("Unexpected field type") }
                throw .serialization(
                    "Unrecognized collection type java.util.Map<java.lang.String, "
                        + "com.amazonaws.dynamodb.v20120810.AttributeValue>"
                )
            }
            for member in object.members where member.value != .null { try checkAttributeTypes(member.value, .element) }
        }
    }

    private static func elements(_ json: JSON) throws(AWSError) -> [JSON] {
        guard let elements = json.arrayValue else {
            throw json.objectValue == nil
                ? .serialization("Unexpected field type")
                : .serialization("Start of structure or map found where not expected")
        }
        return elements
    }

    private static func checkBlob(_ json: JSON) throws(AWSError) {
        guard let text = json.stringValue else {
            switch json {
            case .array: throw .serialization("Unrecognized collection type class java.nio.ByteBuffer")
            case .object: throw .serialization("Start of structure or map found where not expected")
            default: throw .serialization("only base-64-encoded strings are convertible to bytes")
            }
        }
        let bytes = Array(text.utf8)
        guard bytes.count % 4 == 0 else {
            throw .serialization("Base64 encoded length is expected a multiple of 4 bytes but found: \(bytes.count)")
        }
        let padding = bytes.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let digits = bytes.dropLast(padding)
        // The bits behind the last byte must be 0.
        if let last = digits.last.flatMap(digit), last & [0, 0b11, 0b1111][padding] != 0 {
            throw .serialization("Invalid last non-pad Base64 character dectected")
        }
        guard digits.allSatisfy({ digit($0) != nil }) else {
            throw .serialization("Invalid Base64 character detected")
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
        case UInt8(ascii: "+"): 62
        case UInt8(ascii: "/"): 63
        default: nil
        }
    }
}
