import JSON
import Time
import Wire

/// A secret with its versions. Moments are nanoseconds since 1970.
struct Secret: Codable, Sendable, Hashable {
    var name: String
    /// The six characters behind the name in the ARN.
    var suffix: String
    var description: String?
    var kmsKeyID: String?
    var type: String?
    var tags: [Tag] = []
    var policy: String?
    /// The oldest first.
    var versions: [SecretVersion] = []
    var created: Int64
    var changed: Int64
    /// When it goes, for one that has been deleted and can be restored.
    var deletion: Int64?
    var rotation: Rotation?

    struct Tag: Codable, Sendable, Hashable {
        var key: String
        var value: String

        var json: JSON { ["Key": .string(key), "Value": .string(value)] }
    }

    func isGone(at now: Timestamp) -> Bool { deletion.map { $0 <= now.nanosecondsSinceEpoch } ?? false }

    func arn(_ account: AWSAccount) -> String {
        account.arn("secretsmanager", "secret:\(name)-\(suffix)").description
    }

    func identity(_ account: AWSAccount) -> JSON.Object {
        JSON.Object([("ARN", .string(arn(account))), ("Name", .string(name))])
    }
}

/// One value of a secret, and the labels it bears.
struct SecretVersion: Codable, Sendable, Hashable {
    static let current = "AWSCURRENT"
    static let previous = "AWSPREVIOUS"
    static let pending = "AWSPENDING"

    var id: String
    var stages: [String]
    /// `nil` while a rotation has not given it one.
    var value: SecretValue?
    var created: Int64
}

// MARK: - Versions

extension Secret {
    /// Those without a label go beyond so many versions, the oldest first.
    private static let versionLimit = 100

    func version(_ id: String) -> SecretVersion? { versions.first { $0.id == id } }
    func version(at stage: String) -> SecretVersion? { versions.first { $0.stages.contains(stage) } }

    /// The version that a request asks for: by its id, its label, both, or else the current one.
    func version(id: String?, stage: String?) throws(AWSError) -> SecretVersion {
        guard let id else {
            let stage = stage ?? SecretVersion.current
            guard let version = version(at: stage) else { throw .noSuchValue("staging label: \(stage)") }
            return version
        }
        guard let version = version(id) else { throw .noSuchValue("VersionId: \(id)") }
        if let stage, !version.stages.contains(stage) {
            throw .invalidRequest("You provided a VersionStage that is not associated to the provided VersionId.")
        }
        return version
    }

    /// Adds a version and moves the labels to it that it bears. The first one is the current one in any case.
    mutating func add(_ version: SecretVersion) {
        var version = version
        if versions.isEmpty && !version.stages.contains(SecretVersion.current) {
            version.stages.append(SecretVersion.current)
        }
        let stages = version.stages
        version.stages = []
        versions.append(version)
        for stage in stages { move(stage, to: version.id) }
        while versions.count > Self.versionLimit, let oldest = versions.firstIndex(where: \.stages.isEmpty) {
            versions.remove(at: oldest)
        }
    }

    /// Takes a label off the version that bears it, and puts it on another one or on none. The version that was the
    /// current one becomes the previous one.
    mutating func move(_ stage: String, to id: String?) {
        let former = version(at: stage)?.id
        guard former != id else { return }
        for index in versions.indices { versions[index].stages.removeAll { $0 == stage } }
        if let index = versions.firstIndex(where: { $0.id == id }) { versions[index].stages.append(stage) }
        if stage == SecretVersion.current, let former { move(SecretVersion.previous, to: former) }
    }
}

// MARK: - Tags

extension Secret {
    private static let tagLimit = 50

    mutating func set(_ tags: [Tag]) throws(AWSError) {
        for tag in tags {
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw .invalidParameter("Tag keys that begin with aws: are reserved for AWS use.")
            }
            if let index = self.tags.firstIndex(where: { $0.key == tag.key }) {
                self.tags[index].value = tag.value
            } else {
                self.tags.append(tag)
            }
        }
        guard self.tags.count <= Self.tagLimit else {
            throw .invalidParameter("You can't have more than \(Self.tagLimit) tags on a secret.")
        }
    }

    static func tags(_ json: JSON?) -> [Tag] {
        (json?.arrayValue ?? []).map {
            Tag(key: $0["Key"]?.stringValue ?? "", value: $0["Value"]?.stringValue ?? "")
        }
    }
}

// MARK: - What descriptions tell

extension Secret {
    /// A member for all that is known of the secret but its values. `versions` is what the map of versions and their
    /// labels is called.
    func details(_ account: AWSAccount, versions member: String) -> JSON.Object {
        var object = identity(account)
        if let type { object["Type"] = .string(type) }
        if let description { object["Description"] = .string(description) }
        if let kmsKeyID { object["KmsKeyId"] = .string(kmsKeyID) }
        if let rotation {
            object["RotationEnabled"] = .bool(rotation.isEnabled)
            object["RotationLambdaARN"] = rotation.lambdaARN.map { .string($0) }
            object["RotationRules"] = rotation.rules
            object["LastRotatedDate"] = rotation.last.map { Self.seconds($0) }
            object["NextRotationDate"] = rotation.next.map { Self.seconds($0) }
        }
        object["LastChangedDate"] = Self.seconds(changed)
        if let deletion { object["DeletedDate"] = Self.seconds(deletion) }
        if !tags.isEmpty { object["Tags"] = .array(tags.map(\.json)) }
        let labelled = versions.filter { !$0.stages.isEmpty }
        if !labelled.isEmpty {
            object[member] = .object(
                JSON.Object(labelled.map { ($0.id, .array($0.stages.map { .string($0) })) })
            )
        }
        object["CreatedDate"] = Self.seconds(created)
        return object
    }

    static func seconds(_ nanoseconds: Int64) -> JSON {
        JSON(Double(Timestamp(nanosecondsSinceEpoch: nanoseconds).millisecondsSinceEpoch) / 1000)
    }
}
