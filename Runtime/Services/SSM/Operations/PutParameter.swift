import RegularExpressions
import JSON
import ServiceKit
import Storage
import Time
import Wire

/// Adds a parameter, or a version to one that is there.
/// https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
struct PutParameter: Operation {
    static let input = Shape.request(
        "PutParameter",
        [
            .required("Name", .parameterName),
            .optional("Description", .string(length: 0...1024)),
            .required("Value", .string(length: 1...Int.max)),
            .optional("Type", .string(values: ["SecureString", "StringList", "String"])),
            .optional("KeyId", .string(length: 1...256)),
            .optional("Overwrite", .boolean),
            .optional("AllowedPattern", .string(length: 0...1024)),
            .optional("Tags", .tags),
            .optional("Tier", .string(values: ["Standard", "Advanced", "Intelligent-Tiering"])),
            .optional("Policies", .string(length: 1...4096)),
            .optional("DataType", .string(length: 0...128)),
        ]
    )
    static let access = OperationAccess.write(.savepoint)

    private static let versionLimit = 100

    private let name: String
    private let overwrites: Bool
    private let tags: [String: String]
    private let type: ParameterType?
    private let keyID: String?
    /// `nil` for the smallest that holds the value, and where nothing is said.
    private let tier: ParameterTier?
    private let isIntelligent: Bool
    /// All but what the version before may have to tell.
    private let draft: ParameterVersion
    private let changes = ParameterChanges()

    /// AWS quotes no values of parameters.
    static func precheck(_ input: JSON.Object) throws(AWSError) {
        guard input["Value"]?.stringValue?.isEmpty == true else { return }
        throw .validation(
            "1 validation error detected: Value at 'value' failed to satisfy constraint: Member must have length greater "
                + "than or equal to 1"
        )
    }

    init(_ input: JSON.Object, _ service: SSM) throws(AWSError) {
        let text = { (member: String) in input[member]?.nonNull?.stringValue }
        name = text("Name") ?? ""
        try ParameterName.check(name, service.context.account)
        overwrites = input["Overwrite"]?.boolValue ?? false
        tags = try ParameterTags.read(input["Tags"])
        guard tags.isEmpty || !overwrites else {
            throw .validation(
                "Invalid request: tags and overwrite can't be used together. To create a parameter with tags, please "
                    + "remove overwrite flag. To update tags for an existing parameter, please use AddTagsToResource "
                    + "or RemoveTagsFromResource."
            )
        }
        if text("Policies") != nil { throw .validation("Hearth does not act on parameter policies.") }
        type = text("Type").flatMap(ParameterType.init)
        keyID = text("KeyId")
        tier = text("Tier").flatMap(ParameterTier.init)
        isIntelligent = text("Tier") == "Intelligent-Tiering"
        draft = ParameterVersion(
            version: 1,
            value: text("Value") ?? "",
            type: type ?? .string,
            description: text("Description"),
            allowedPattern: text("AllowedPattern").flatMap { $0.isEmpty ? nil : $0 },
            tier: .standard,
            dataType: text("DataType") ?? "text",
            modified: service.context.time.now.nanosecondsSinceEpoch
        )
        guard ["text", "aws:ec2:image", "aws:ssm:integration"].contains(draft.dataType) else {
            throw .validation(
                "The following data type is not supported: \(draft.dataType) (Data type names are all lowercase.)"
            )
        }
        if let pattern = draft.allowedPattern { try AllowedPattern(pattern).check(draft.value) }
    }

    func perform(_ service: SSM, _ connection: Connection) throws -> [UInt8] {
        let store = ParameterStore(connection)
        var version = draft
        let former = try store.parameter(name)
        if former != nil && !overwrites {
            throw AWSError(
                "ParameterAlreadyExists",
                message: "The parameter already exists. To overwrite this value, set the overwrite option in the "
                    + "request to true."
            )
        }
        guard let kind = type ?? former?.version.type else {
            throw AWSError.validation("A parameter type is required when you create a parameter.")
        }
        version.type = kind
        version.tier = try chosenTier(former?.version.tier)
        version.keyID = try chosenKey(kind, former?.version.keyID)
        if let former {
            version.version = former.version.version + 1
            version.description = version.description ?? former.version.description
            version.allowedPattern = version.allowedPattern ?? former.version.allowedPattern
            try trim(former, store)
            try store.add(version, to: former.number)
        } else {
            try store.insert(name, tags: tags, version)
        }
        let changed = Parameter(number: 0, name: former?.name ?? name, tags: tags, version: version)
        changes.set(former == nil ? .create : .update, [changed])
        return JSON.object(
            JSON.Object([("Version", JSON(version.version)), ("Tier", .string(version.tier.rawValue))])
        ).bytes
    }

    func committed(_ service: SSM) { changes.tell(service.context) }

    /// An advanced parameter stays one.
    private func chosenTier(_ former: ParameterTier?) throws(AWSError) -> ParameterTier {
        let size = draft.value.utf8.count
        if former == .advanced && tier == .standard {
            throw .validation(
                "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
                    + "advanced-parameter tier to the standard-parameter tier. If necessary, you can delete the "
                    + "advanced parameter and recreate it as a standard parameter."
            )
        }
        let fitting: ParameterTier = isIntelligent && size > ParameterTier.standard.valueLimit ? .advanced : .standard
        let chosen = former == .advanced ? .advanced : tier ?? fitting
        guard size <= chosen.valueLimit else {
            throw .validation(
                chosen == .standard
                    ? "Standard tier parameters support a maximum parameter value of 4096 characters. To create a "
                        + "larger parameter value, upgrade the parameter to use the advanced-parameter tier. For more "
                        + "information, see https://docs.aws.amazon.com/systems-manager/latest/userguide/"
                        + "parameter-store-advanced-parameters.html"
                    : "Advanced tier parameters support a maximum parameter value of 8192 characters."
            )
        }
        return chosen
    }

    private func chosenKey(_ type: ParameterType, _ former: String?) throws(AWSError) -> String? {
        guard type == .secureString else {
            if keyID != nil { throw .validation("KeyId is required for SecureString type parameter only.") }
            return nil
        }
        return keyID ?? former ?? ParameterVersion.defaultKeyID
    }

    /// Makes room for one more version: the oldest goes, unless a label holds it.
    private func trim(_ parameter: Parameter, _ store: ParameterStore) throws {
        let versions = try store.versions(of: parameter)
        guard versions.count >= Self.versionLimit, let oldest = versions.first?.version else { return }
        guard oldest.labels.isEmpty else {
            throw AWSError(
                "ParameterMaxVersionLimitExceeded",
                message: "You attempted to create a new version of \(name) by calling the PutParameter API with the "
                    + "overwrite flag. Version \(oldest.version), the oldest version, can't be deleted because it has "
                    + "a label associated with it. Move the label to another version of the parameter, and try again."
            )
        }
        try store.remove(version: oldest.version, of: parameter.number)
    }
}

/// The regular expression that a parameter's values have to match from end to end.
struct AllowedPattern {
    private let text: String

    init(_ text: String) { self.text = text }

    func check(_ value: String) throws(AWSError) {
        let expression: RegularExpression
        do throws(RegularExpressionError) {
            expression = try RegularExpression(text)
        } catch {
            throw AWSError(
                "InvalidAllowedPatternException",
                message: "The following regular expression is not valid: \(text) (\(error))"
            )
        }
        guard expression.matchesWhole(value) else {
            throw AWSError(
                "ParameterPatternMismatchException",
                message: "Parameter value, cannot be validated against allowedPattern: \(text)"
            )
        }
    }
}
