import JSON
import ServiceKit
import Time
import Wire

/// What a primary secret knows of its copy in another region.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_ReplicationStatusType.html
struct Replica: Codable, Sendable, Hashable {
    var region: String
    var kmsKeyID: String?
    /// Why there is no copy; `nil` when there is one.
    var failure: String?

    var isInSync: Bool { failure == nil }

    static let shape = Shape.list(
        .structure(
            [.optional("Region", .string(length: 1...128)), .optional("KmsKeyId", .kmsKeyID)],
            java: "com.amazonaws.secretsmanager.ReplicaRegionType"
        ),
        length: 1...Int.max
    )

    static func read(_ json: JSON?) -> [Replica] {
        (json?.arrayValue ?? []).map { entry in
            Replica(
                region: entry["Region"]?.stringValue ?? "",
                kmsKeyID: entry["KmsKeyId"]?.nonNull?.stringValue
            )
        }
    }

    var json: JSON {
        var object = JSON.Object([("Region", .string(region))])
        object["KmsKeyId"] = .string(kmsKeyID ?? "alias/aws/secretsmanager")
        object["Status"] = .string(isInSync ? "InSync" : "Failed")
        object["StatusMessage"] = failure.map { .string($0) }
        return .object(object)
    }
}

extension Secret {
    /// What stands in the region of a replica. `former` is what stood there.
    func copy(_ replica: Replica, from region: String, over former: Secret?) -> Secret {
        var copy = self
        copy.primaryRegion = region
        copy.kmsKeyID = replica.kmsKeyID
        (copy.replicas, copy.rotation, copy.deletion) = (nil, nil, nil)
        copy.accessed = former?.accessed
        for index in copy.versions.indices {
            copy.versions[index].accessed = former?.version(copy.versions[index].id)?.accessed
        }
        return copy
    }

    /// Where the primary secret is, for one that is replicated or a replica; `region` is this one's.
    func primaryRegion(_ region: String) -> String? {
        primaryRegion ?? (replicas?.isEmpty ?? true ? nil : region)
    }

    /// What answers tell of it.
    func replication(_ account: AWSAccount) -> JSON.Object {
        var object = JSON.Object()
        object["PrimaryRegion"] = primaryRegion(account.region).map { .string($0) }
        object["ReplicationStatus"] = replicas.map { .array($0.map(\.json)) }
        return object
    }

    func checkIsPrimary() throws(AWSError) {
        guard primaryRegion == nil else {
            throw .invalidParameter(
                "Operation not permitted on a replica secret. Call must be made in primary secret's region."
            )
        }
    }

    func checkHasNoReplicas(_ account: AWSAccount) throws(AWSError) {
        guard let replicas, !replicas.isEmpty else { return }
        throw .invalidParameter(
            "You can't delete secret \(arn(account)) that still has replica regions "
                + "[\(replicas.map(\.region).joined(separator: ", "))]"
        )
    }
}

extension SecretStore {
    /// Makes a secret have these replicas too. Another secret of the name in a region goes only when it is to be
    /// overwritten. What comes of it stands in the secret, which is to be saved.
    func replicate(_ secret: inout Secret, to replicas: [Replica], overwriting: Bool) throws {
        var all = secret.replicas ?? []
        for var replica in replicas {
            guard replica.region != region, !replica.region.isEmpty else {
                throw AWSError.invalidParameter("Invalid replica region.")
            }
            let former = try sibling(replica.region).secret(named: secret.name)
            if let former, former.primaryRegion != region, !overwriting {
                replica.failure =
                    "Replication failed: Secret name \(secret.name) already exists in region \(replica.region)."
            }
            all.removeAll { $0.region == replica.region }
            all.append(replica)
        }
        secret.replicas = all
    }
}
