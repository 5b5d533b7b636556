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
    /// `nil` for a secret that never had any.
    var tags: [Tag]?
    var policy: String?
    /// The oldest first.
    var versions: [SecretVersion] = []
    var created: Int64
    var changed: Int64
    /// When it goes, for one that has been deleted and can be restored.
    var deletion: Int64?
    var rotation: Rotation?
    /// The day on which a value has been asked for last, in this region.
    var accessed: Int64?
    /// Of a primary secret that is replicated or has been.
    var replicas: [Replica]?
    /// Of a replica: where its primary secret is.
    var primaryRegion: String?

    struct Tag: Codable, Sendable, Hashable {
        var key: String
        var value: String

        var json: JSON { ["Key": .string(key), "Value": .string(value)] }
    }

    /// Tells which service keeps a secret for itself.
    private static let ownerTag = "aws:secretsmanager:owningService"

    var owningService: String? {
        get { tags?.first { $0.key == Self.ownerTag }?.value }
        set {
            let others = (tags ?? []).filter { $0.key != Self.ownerTag }
            tags = others + (newValue.map { [Tag(key: Self.ownerTag, value: $0)] } ?? [])
        }
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
    /// The day on which it has been asked for last.
    var accessed: Int64?
}

// MARK: - Names

extension Secret {
    static func checkName(_ name: String) throws(AWSError) {
        guard name.utf8.allSatisfy(isAllowed) else {
            throw AWSError(
                "ValidationException",
                message: "Invalid name. Must be a valid name containing alphanumeric characters, or any of the "
                    + "following: -/_+=.@!"
            )
        }
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "-/_+=.@!".utf8.contains(character)
        }
    }
}

// MARK: - Versions

extension Secret {
    /// Those without a label go beyond so many versions, the oldest first, when they are older than a
    /// day.
    /// https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
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
        let eldest = version.created - Self.dayLength
        while versions.count > Self.versionLimit,
            let oldest = versions.firstIndex(where: { $0.stages.isEmpty && $0.created < eldest })
        {
            versions.remove(at: oldest)
        }
    }

    /// Takes a label off the version that bears it, and puts it on another one or on none. The version that was the
    /// current one becomes the previous one, and is pending no more.
    mutating func move(_ stage: String, to id: String?) {
        let former = version(at: stage)?.id
        guard former != id else { return }
        for index in versions.indices { versions[index].stages.removeAll { $0 == stage } }
        if let index = versions.firstIndex(where: { $0.id == id }) { versions[index].stages.append(stage) }
        if stage == SecretVersion.current, let former {
            if version(at: SecretVersion.pending)?.id == former { move(SecretVersion.pending, to: nil) }
            move(SecretVersion.previous, to: former)
        }
    }

    /// Takes down the day on which a version is asked for. Whether that is news.
    mutating func access(_ id: String, at now: Timestamp) -> Bool {
        let day = now.nanosecondsSinceEpoch / Self.dayLength * Self.dayLength
        guard let index = versions.firstIndex(where: { $0.id == id }) else { return false }
        guard accessed != day || versions[index].accessed != day else { return false }
        (accessed, versions[index].accessed) = (day, day)
        return true
    }

    private static let dayLength: Int64 = 86_400_000_000_000
}

// MARK: - Tags

extension Secret {
    private static let tagLimit = 50

    mutating func set(_ tags: [Tag]) throws(AWSError) {
        var all = self.tags ?? []
        for tag in tags {
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw .invalidParameter("Tag keys that begin with aws: are reserved for AWS use.")
            }
            if let index = all.firstIndex(where: { $0.key == tag.key }) {
                all[index].value = tag.value
            } else {
                all.append(tag)
            }
        }
        guard all.count <= Self.tagLimit else {
            throw .invalidParameter("You can't have more than \(Self.tagLimit) tags on a secret.")
        }
        if self.tags != nil || !all.isEmpty { self.tags = all }
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
        if let description, !description.isEmpty { object["Description"] = .string(description) }
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
        object["Tags"] = tags.map { .array($0.map(\.json)) }
        object["OwningService"] = owningService.map { .string($0) }
        object["LastAccessedDate"] = accessed.map { Self.seconds($0) }
        for member in replication(account).members { object[member.key] = member.value }
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
