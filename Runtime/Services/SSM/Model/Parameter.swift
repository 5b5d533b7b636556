import JSON
import Wire

/// A parameter with one of its versions.
struct Parameter: Sendable, Hashable {
    /// In the store.
    var number: Int
    var name: String
    var tags: [String: String]
    var version: ParameterVersion

    /// A parameter `/a/b` has the resource `parameter/a/b`, and so has `a/b`, which is no name.
    func arn(_ account: AWSAccount) -> String {
        account.arn("ssm", "parameter" + (name.hasPrefix("/") ? "" : "/") + name).description
    }
}

extension Parameter {
    /// What `GetParameter` and its kin answer. A value that is to stay secret is hidden behind a text that tells
    /// nothing, where AWS shows what KMS has made of it.
    func json(_ account: AWSAccount, _ reference: ParameterReference? = nil, isDecrypted: Bool) -> JSON {
        var object = JSON.Object([
            ("Name", .string(shownName(reference))), ("Type", .string(version.type.rawValue)),
            ("Value", .string(shownValue(isDecrypted: isDecrypted))), ("Version", JSON(version.version)),
            ("LastModifiedDate", version.modifiedSeconds), ("ARN", .string(arn(account))),
            ("DataType", .string(version.dataType)),
        ])
        if let selector = reference?.selector { object["Selector"] = .string(":\(selector)") }
        return .object(object)
    }

    /// With or without the slash, as the request has it.
    private func shownName(_ reference: ParameterReference?) -> String {
        guard let reference, !reference.isARN else { return name }
        return reference.name
    }

    func shownValue(isDecrypted: Bool) -> String {
        guard version.type == .secureString, !isDecrypted else { return version.value }
        return "kms:\(version.keyID ?? ParameterVersion.defaultKeyID):encrypted"
    }

    /// What `DescribeParameters` and `GetParameterHistory` tell beside the value.
    func metadata(_ account: AWSAccount) -> JSON.Object {
        var object = JSON.Object([("Name", .string(name)), ("Type", .string(version.type.rawValue))])
        if let keyID = version.keyID { object["KeyId"] = .string(keyID) }
        object["LastModifiedDate"] = version.modifiedSeconds
        object["LastModifiedUser"] = .string("arn:aws:iam::\(account.id):root")
        if let description = version.description { object["Description"] = .string(description) }
        if let pattern = version.allowedPattern { object["AllowedPattern"] = .string(pattern) }
        object["Version"] = JSON(version.version)
        object["Tier"] = .string(version.tier.rawValue)
        object["Policies"] = []
        object["DataType"] = .string(version.dataType)
        return object
    }
}
