import JSON
import Wire

/// Replies of the query protocol to clients that accept JSON. AWS documents nothing of it.
enum QueryJSON {
    /// Members that a reply lacks are null. `body` is the reply as JSON has it.
    static func reply(_ body: [UInt8], _ action: String, _ output: Shape, _ id: String) -> [UInt8] {
        var response = JSON.Object()
        if case .structure(let members, let java) = output, !members.isEmpty || !java.isEmpty {
            let reply = (try? JSON(parsing: body))?.objectValue ?? JSON.Object()
            response["\(action)Result"] = .object(
                JSON.Object(members.map { (name($0), value(reply[$0.name] ?? .null, $0.query)) })
            )
        }
        response["ResponseMetadata"] = ["RequestId": .string(id)]
        return JSON.object(JSON.Object([("\(action)Response", .object(response))])).bytes
    }

    static func error(_ error: AWSError, _ id: String) -> [UInt8] {
        var members = JSON.Object([
            ("Code", .string(error.code)), ("Message", .string(error.message)),
            ("Type", .string(error.fault.queryType)),
        ])
        for member in error.members.members { members[member.key] = member.value }
        return (["Error": .object(members), "RequestId": .string(id)] as JSON).bytes
    }

    /// Lists that XML has without an element round them are called as in the service's model: `messages`.
    private static func name(_ member: Shape.Member) -> String {
        guard case .list = member.shape, member.query.isFlattened else { return member.name }
        return member.name.prefix(1).lowercased() + member.name.dropFirst()
    }

    /// Maps that XML has without an element round them are lists of names and values.
    private static func value(_ value: JSON, _ form: QueryForm) -> JSON {
        guard form.isFlattened, let object = value.objectValue else { return value }
        return .array(object.members.map { [form.key: .string($0.key), form.value: $0.value] })
    }
}
