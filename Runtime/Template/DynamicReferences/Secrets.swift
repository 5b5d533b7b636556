import JSON

/// The local file that stands in for Parameter Store and Secrets Manager:
/// `{"ssm": {"/name": "value"}, "secretsmanager": {"id": "text" or {"member": "value"}}}`.
///
/// An entry `name:version` holds one version, stage or version id of `name`, which else has its one value in all of
/// them. Descriptions and errors name entries, never values.
package struct Secrets: Sendable {
    /// The file's path, for complaints.
    package let file: String
    private let isThere: Bool
    /// Parameters by their names, and by names with a version behind a colon.
    private var parameters: [String: String] = [:]
    private var secrets: [String: JSON] = [:]

    /// What the file holds for all versions: the values of parameters and of secrets by their names.
    package var entries: (parameters: [String: String], secrets: [String: String]) {
        (
            parameters.filter { !$0.key.contains(":") },
            secrets.filter { !$0.key.contains(":") }.mapValues(Self.text)
        )
    }

    /// No file: every reference is an error that says where it should be.
    package init(missing file: String) {
        self.file = file
        isThere = false
    }

    /// Throws a sentence without any value in it.
    package init(parsing text: String, file: String) throws(SecretsError) {
        self.file = file
        isThere = true
        let json: JSON
        do {
            json = try JSON(parsing: text)
        } catch {
            throw SecretsError("\(file):\(error.line):\(error.column): not JSON")
        }
        guard let sections = json.objectValue else { throw SecretsError("\(file): must be a JSON object") }
        for section in sections.members {
            guard ["ssm", "secretsmanager"].contains(section.key), let entries = section.value.objectValue?.members
            else {
                throw SecretsError(
                    "\(file): /\(section.key): there are two objects in it, \"ssm\" and \"secretsmanager\""
                )
            }
            for entry in entries { try add(entry.value, entry.key, to: section.key) }
        }
    }

    private mutating func add(_ value: JSON, _ key: String, to section: String) throws(SecretsError) {
        let path = JSONPath([section, key])
        if section == "ssm" {
            guard let text = value.stringValue else { throw SecretsError("\(file): \(path) must be a string") }
            parameters[key] = text
        } else {
            guard value.stringValue != nil || value.objectValue != nil else {
                throw SecretsError("\(file): \(path) must be a string or an object")
            }
            secrets[key] = value
        }
    }
}

/// Why a secrets file cannot be used.
package struct SecretsError: Error, Hashable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}

// MARK: - Looking up

extension Secrets {
    func value(of reference: DynamicReference) throws(DynamicReference.Mistake) -> String {
        switch reference.target {
        case .parameter(let name, let version, _):
            if let value = version.flatMap({ parameters["\(name):\($0)"] }) ?? parameters[name] { return value }
            throw missing(reference, name, "ssm", among: parameters.keys)
        case .secret(let id, let member, let version):
            let names = Self.names(of: id)
            let versions = version.map { version in names.map { "\($0):\(version)" } } ?? []
            guard let secret = (versions + names).lazy.compactMap({ secrets[$0] }).first else {
                throw missing(reference, names.last ?? id, "secretsmanager", among: secrets.keys)
            }
            return try member.map { member throws(DynamicReference.Mistake) in
                try self.member(member, of: secret, reference)
            } ?? Self.text(secret)
        }
    }

    /// What a secret may be called in the file: its id as it is referred to, and the name in an ARN with and without
    /// the six letters that Secrets Manager adds.
    private static func names(of id: String) -> [String] {
        let parts = id.split(separator: ":" as Character, maxSplits: 6)
        guard id.hasPrefix("arn:"), parts.count == 7 else { return [id] }
        let name = String(parts[6])
        let hasSuffix = name.count > 7 && name.dropLast(6).last == "-"
        return [id, name] + (hasSuffix ? [String(name.dropLast(7))] : [])
    }

    private func member(
        _ name: String,
        of secret: JSON,
        _ reference: DynamicReference
    ) throws(DynamicReference.Mistake) -> String {
        let object = secret.objectValue ?? secret.stringValue.flatMap { try? JSON(parsing: $0) }?.objectValue
        guard let object else {
            throw .init(message: "\(reference.text): the secret in \(file) has no members: it is no JSON object")
        }
        guard let value = object[name] else {
            let names = object.members.map(\.key)
            throw .init(
                message: "\(reference.text): the secret in \(file) has no member \(name)",
                remedy: Spelling.remedy(for: name, among: names) ?? "add it there"
            )
        }
        return Self.text(value)
    }

    private static func text(_ value: JSON) -> String { value.stringValue ?? value.text }

    private func missing(
        _ reference: DynamicReference,
        _ name: String,
        _ section: String,
        among names: some Sequence<String>
    ) -> DynamicReference.Mistake {
        guard isThere else {
            var entry = "\"…\""
            if case .secret(_, let member?, _) = reference.target { entry = "{\"\(member)\": \"…\"}" }
            return .init(
                message: "\(reference.text) has no value: there is no secrets file \(file)",
                remedy: "copy secrets.example.json to it where there is one, or write "
                    + "{\"\(section)\": {\"\(name)\": \(entry)}}; --secrets names another file"
            )
        }
        return .init(
            message: "\(reference.text) has no value: \"\(section)\" in \(file) has no \"\(name)\"",
            remedy: Spelling.remedy(for: name, among: names) ?? "add it there; --secrets names another file"
        )
    }
}
