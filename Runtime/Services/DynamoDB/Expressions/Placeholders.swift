import JSON
import Wire

/// The `ExpressionAttributeNames` and `ExpressionAttributeValues` of a request, and which of them its expressions use.
struct Placeholders: Sendable {
    private var names = Substitutes<String>()
    private var values = Substitutes<AttributeValue>()

    init() {}

    init(names: JSON?, values: JSON?, _ wording: Wording) throws(AWSError) {
        if let object = names?.objectValue {
            guard !object.isEmpty else { throw .validation("ExpressionAttributeNames must not be empty") }
            for member in object.members {
                try Self.check(member.key, Self.nameMark, "ExpressionAttributeNames")
                let name = member.value.stringValue ?? ""
                try Limits.checkAttributeName(name)
                self.names.append(member.key, name)
            }
        }
        if let object = values?.objectValue {
            guard !object.isEmpty else { throw .validation("ExpressionAttributeValues must not be empty") }
            for member in object.members {
                try Self.check(member.key, Self.valueMark, "ExpressionAttributeValues")
                self.values.append(member.key, try Self.value(member, wording))
            }
        }
    }

    private static let nameMark = UInt8(ascii: "#")
    private static let valueMark = UInt8(ascii: ":")

    private static func check(_ key: String, _ mark: UInt8, _ parameter: String) throws(AWSError) {
        guard isValid(key, mark) else {
            throw .validation("\(parameter) contains invalid key: Syntax error; key: \"\(key)\"")
        }
    }

    private static func isValid(_ key: String, _ mark: UInt8) -> Bool {
        key.utf8.first == mark && key.utf8.count > 1
            && key.utf8.dropFirst().allSatisfy { byte in
                byte == UInt8(ascii: "_") || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
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

    mutating func name(_ placeholder: String) -> String? { names.use(placeholder) }

    mutating func value(_ placeholder: String) -> AttributeValue? { values.use(placeholder) }

    func hasValue(_ placeholder: String) -> Bool { values.index(of: placeholder) != nil }

    /// Refuses what no expression used.
    func checkAllUsed() throws(AWSError) {
        for (unused, parameter) in [(names.unused, "Names"), (values.unused, "Values")] where !unused.isEmpty {
            throw .validation(
                "Value provided in ExpressionAttribute\(parameter) unused in expressions: "
                    + "keys: {\(unused.joined(separator: ", "))}"
            )
        }
    }
}

extension Placeholders {
    /// Straight from a request's text: the objects at these indices of it. `nil` for any that may have to be refused.
    init?(plain request: JSONTape, names: Int?, values: Int?) {
        if let names {
            let isPlain = Self.forEach(request, names, Self.nameMark) { key, index in
                guard request.isString(index) else { return false }
                let name = request.string(index)
                guard (try? Limits.checkAttributeName(name)) != nil else { return false }
                return self.names.appendNew(key, name)
            }
            guard isPlain else { return nil }
        }
        if let values {
            let isPlain = Self.forEach(request, values, Self.valueMark) { key, index in
                guard let value = AttributeValue(plain: request, at: index) else { return false }
                return self.values.appendNew(key, value)
            }
            guard isPlain else { return nil }
        }
    }

    /// Whether the value at `index` is an object with members, all with valid keys, and `body` takes each of them.
    private static func forEach(
        _ request: JSONTape,
        _ index: Int,
        _ mark: UInt8,
        _ body: (String, Int) -> Bool
    ) -> Bool {
        guard request.kind(index) == .object, request.count(index) > 0 else { return false }
        var key = index + 1
        let end = request.next(index)
        while key < end {
            let text = request.string(key)
            guard isValid(text, mark), body(text, key + 1) else { return false }
            key = request.next(key + 1)
        }
        return true
    }
}

/// What placeholders stand for, in the order of the request, and whether it has been used.
private struct Substitutes<Content: Sendable>: Sendable {
    private struct Entry {
        var key: String
        var content: Content
        var isUsed = false
    }

    /// Past so many, keys are looked up.
    private static var compared: Int { 16 }

    private var entries: [Entry] = []
    private var indices: [String: Int] = [:]

    var unused: [String] { entries.filter { !$0.isUsed }.map(\.key) }

    func index(of key: String) -> Int? {
        if entries.count > Self.compared { return indices[key] }
        return entries.firstIndex { $0.key.hasSameBytes(as: key) }
    }

    mutating func use(_ key: String) -> Content? {
        guard let index = index(of: key) else { return nil }
        entries[index].isUsed = true
        return entries[index].content
    }

    /// Adds what has a key that is not there yet.
    mutating func append(_ key: String, _ content: Content) {
        entries.append(Entry(key: key, content: content))
        if entries.count == Self.compared + 1 {
            for (index, entry) in entries.enumerated() { indices[entry.key] = index }
        } else if entries.count > Self.compared {
            indices[key] = entries.count - 1
        }
    }

    /// Adds it unless its key is there.
    mutating func appendNew(_ key: String, _ content: Content) -> Bool {
        guard index(of: key) == nil else { return false }
        append(key, content)
        return true
    }
}
