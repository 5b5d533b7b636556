import JSON
import Wire

/// The `ExpressionAttributeNames` and `ExpressionAttributeValues` of a request, and which of them its expressions use.
struct Placeholders: Sendable {
    private var names: [String: String] = [:]
    private var values: [String: AttributeValue] = [:]
    private var unusedNames: [String] = []
    private var unusedValues: [String] = []

    init() {}

    init(names: JSON?, values: JSON?, _ wording: Wording) throws(AWSError) {
        if let object = names?.objectValue {
            guard !object.isEmpty else { throw .validation("ExpressionAttributeNames must not be empty") }
            for member in object.members {
                try Self.check(member.key, "#", "ExpressionAttributeNames")
                try Limits.checkAttributeName(member.value.stringValue ?? "")
                self.names[member.key] = member.value.stringValue
                unusedNames.append(member.key)
            }
        }
        if let object = values?.objectValue {
            guard !object.isEmpty else { throw .validation("ExpressionAttributeValues must not be empty") }
            for member in object.members {
                try Self.check(member.key, ":", "ExpressionAttributeValues")
                self.values[member.key] = try Self.value(member, wording)
                unusedValues.append(member.key)
            }
        }
    }

    private static func check(_ key: String, _ mark: Character, _ parameter: String) throws(AWSError) {
        let isValid =
            key.first == mark && key.utf8.count > 1
            && key.utf8.dropFirst().allSatisfy { byte in
                byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
            }
        guard isValid else {
            throw .validation("\(parameter) contains invalid key: Syntax error; key: \"\(key)\"")
        }
    }

    private static func value(_ member: JSON.Object.Member, _ wording: Wording) throws(AWSError) -> AttributeValue {
        do throws(AWSError) {
            return try AttributeValue(member.value, wording)
        } catch {
            guard wording == .older else { throw error }
            throw .validation(
                "ExpressionAttributeValues contains invalid value: \(error.message) for key \(member.key)"
            )
        }
    }

    mutating func name(_ placeholder: String) -> String? {
        unusedNames.removeAll { $0 == placeholder }
        return names[placeholder]
    }

    mutating func value(_ placeholder: String) -> AttributeValue? {
        unusedValues.removeAll { $0 == placeholder }
        return values[placeholder]
    }

    /// Refuses what no expression used.
    func checkAllUsed() throws(AWSError) {
        if !unusedNames.isEmpty {
            throw .validation(
                "Value provided in ExpressionAttributeNames unused in expressions: "
                    + "keys: {\(unusedNames.joined(separator: ", "))}"
            )
        }
        if !unusedValues.isEmpty {
            throw .validation(
                "Value provided in ExpressionAttributeValues unused in expressions: "
                    + "keys: {\(unusedValues.joined(separator: ", "))}"
            )
        }
    }
}
