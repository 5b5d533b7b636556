import ArgumentParser
import JSON

/// An attribute of a message as the command line has it: `NAME=VALUE`, a text, or `NAME:TYPE=VALUE`.
struct SendingAttribute: ExpressibleByArgument, Equatable {
    let name: String
    /// `String`, `Number`, `Binary` or `String.Array`, maybe with a label of its own behind a dot.
    let type: String
    /// In base64 where it is `Binary`.
    let value: String

    init?(argument: String) {
        guard let equals = argument.firstIndex(of: "=") else { return nil }
        let parts = argument[..<equals].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        name = String(parts[0])
        type = parts.count == 2 ? String(parts[1]) : "String"
        value = String(argument[argument.index(after: equals)...])
        if name.isEmpty || type.isEmpty { return nil }
    }

    private var member: String { type.hasPrefix("Binary") ? "BinaryValue" : "StringValue" }

    /// As a queue takes it.
    var json: JSON { .object(JSON.Object([("DataType", .string(type)), (member, .string(value))])) }

    /// The `number`th of a form, as a topic takes it; from 1.
    func form(_ number: Int) -> [(String, String)] {
        let entry = "MessageAttributes.entry.\(number)"
        return [
            ("\(entry).Name", name), ("\(entry).Value.DataType", type), ("\(entry).Value.\(member)", value),
        ]
    }
}
