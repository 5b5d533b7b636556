import JSON
import ServiceKit
import Wire

/// `AttributeUpdates`, which update expressions have replaced.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/LegacyConditionalParameters.AttributeUpdates.html
enum LegacyUpdates {
    static let shape = Shape.map(
        of: "AttributeValueUpdate",
        [
            .optional("Action", .string(values: ["ADD", "PUT", "DELETE"])),
            .optional("Value", .attributeValue),
        ]
    )

    /// `nil` without the parameter.
    static func update(_ input: JSON.Object) throws(AWSError) -> Update? {
        guard let updates = input["AttributeUpdates"]?.objectValue else { return nil }
        var actions: [Update.Action] = []
        for member in updates.members { actions.append(try action(member)) }
        return Update(actions: actions, mismatch: .validation("Type mismatch for attribute to update"))
    }

    private static func action(_ member: JSON.Object.Member) throws(AWSError) -> Update.Action {
        try Limits.checkAttributeName(member.key)
        let path = DocumentPath(name: member.key)
        let name = member.value["Action"]?.stringValue ?? "PUT"
        guard let json = member.value["Value"], json != .null else {
            guard name == "DELETE" else {
                throw .invalid("Only DELETE action is allowed when no attribute value is specified")
            }
            return .remove(path)
        }
        let value = try AttributeValue(json)
        switch name {
        case "DELETE":
            guard value.type.isSet else {
                throw .invalid("DELETE action with value is not supported for the type \(value.type.rawValue)")
            }
            return .delete(path, value)
        case "ADD":
            guard value.type.isSet || value.type == .number || value.type == .list else {
                throw .invalid("ADD action is not supported for the type \(value.type.rawValue)")
            }
            return .add(path, value)
        default: return .set(path, .value(value))
        }
    }
}
