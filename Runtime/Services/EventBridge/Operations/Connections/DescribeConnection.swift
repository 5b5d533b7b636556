import JSON
import ServiceKit
import Wire

/// Tells of one connection, without its secrets.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DescribeConnection.html
struct DescribeConnection: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.required("Name", .string(length: 1...64, pattern: .resourceName))],
        java: "DescribeConnectionRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let name = call.text("Name") ?? ""
        let connection: JSON.Object
        do throws(AWSError) {
            connection = try documents.connection(name, call)
        } catch {
            throw .notFound("Failed to describe the connection(s). \(error.message)")
        }
        var description = connection.picking(
            "ConnectionArn",
            "Description",
            "AuthorizationType",
            "SecretArn",
            "KmsKeyIdentifier",
            "CreationTime",
            "LastModifiedTime",
            "LastAuthorizedTime",
            "InvocationConnectivityParameters"
        )
        description["Name"] = .string(name)
        description["ConnectionState"] = .string(connection.connectionState(at: call.now))
        description["AuthParameters"] = connection["AuthParameters"].map(Self.withoutSecrets)
        return .object(description)
    }

    private static func withoutSecrets(_ json: JSON) -> JSON {
        switch json {
        case .array(let values): return .array(values.map(withoutSecrets))
        case .object(var object):
            for name in ["ApiKeyValue", "Password", "ClientSecret"] { object[name] = nil }
            if object["IsValueSecret"] == true { object["Value"] = nil }
            for member in object.members { object[member.key] = withoutSecrets(member.value) }
            return .object(object)
        default: return json
        }
    }
}
