import JSON

/// Reads an `AWS::SecretsManager::Secret`.
struct SecretReader: ResourceReader {
    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func secret() -> Application.Secret? {
        PropertyTable.secret.check(fields)
        let name = resolver.physicalName(of: resource)
        var request = JSON.Object([("Name", .string(name))])
        for member in ["Description", "KmsKeyId", "SecretString", "Type"] {
            if let text = fields.string(member) { request[member] = .string(text) }
        }
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }
        if !tags.isEmpty { request["Tags"] = .array(tags.map(ParameterReader.tag)) }
        if request["SecretString"] != nil, fields["GenerateSecretString"] != nil {
            fields.findings.error(
                fields.path(of: "GenerateSecretString"),
                "a secret has either SecretString or GenerateSecretString"
            )
        }
        return Application.Secret(
            name: name,
            arnSuffix: resolver.emulator.secretSuffix(name),
            request: request,
            generated: generated(),
            path: resource.path
        )
    }

    private func generated() -> Application.Secret.Generated? {
        guard let options = fields.object("GenerateSecretString") else { return nil }
        PropertyTable.generateSecretString.check(options)
        var password = JSON.Object()
        if let length = options.int("PasswordLength", in: 1...4096) { password["PasswordLength"] = JSON(length) }
        if let excluded = options.string("ExcludeCharacters") { password["ExcludeCharacters"] = .string(excluded) }
        for member in PropertyTable.passwordFlags {
            if let flag = options.bool(member) { password[member] = .bool(flag) }
        }
        let key = options.string("GenerateStringKey")
        let text = options.string("SecretStringTemplate")
        let template = text.flatMap { try? JSON(parsing: Array($0.utf8)) }?.objectValue
        if text != nil, template == nil {
            options.findings.error(options.path(of: "SecretStringTemplate"), "must be a JSON object")
        }
        if (text == nil) != (key == nil) {
            options.findings.error(options.path, "SecretStringTemplate and GenerateStringKey need each other")
        }
        return Application.Secret.Generated(password: password, template: template, key: key)
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    static let secret = PropertyTable(
        acted: ["Name", "Description", "KmsKeyId", "SecretString", "GenerateSecretString", "Tags", "Type"],
        ignored: ["ReplicaRegions"]
    )

    static let passwordFlags = [
        "ExcludeLowercase", "ExcludeUppercase", "ExcludeNumbers", "ExcludePunctuation", "IncludeSpace",
        "RequireEachIncludedType",
    ]

    static let generateSecretString = PropertyTable(
        acted: ["PasswordLength", "ExcludeCharacters", "GenerateStringKey", "SecretStringTemplate"] + passwordFlags
    )
}
