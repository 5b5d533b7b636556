import ServiceKit
import Wire

/// The actions of S3, and which of them a request is for.
enum Actions {
    static let all: [any Action.Type] =
        [
            ListBuckets.self, CreateBucket.self, HeadBucket.self, DeleteBucket.self, GetBucketLocation.self,
            PutObject.self, GetObject.self, HeadObject.self, DeleteObject.self, DeleteObjects.self, CopyObject.self,
            PostObject.self, GetObjectAttributes.self,
            ListObjects.self, ListObjectsV2.self, ListObjectVersions.self,
            PutObjectTagging.self, GetObjectTagging.self, DeleteObjectTagging.self, PutObjectAcl.self,
            GetObjectAcl.self,
            CreateMultipartUpload.self, UploadPart.self, UploadPartCopy.self, CompleteMultipartUpload.self,
            AbortMultipartUpload.self, ListParts.self, ListMultipartUploads.self,
            PutBucketVersioning.self, GetBucketVersioning.self, PutBucketAcl.self, GetBucketAcl.self,
            PutBucketPolicy.self, GetBucketPolicy.self, DeleteBucketPolicy.self, GetBucketPolicyStatus.self,
            PutBucketNotificationConfiguration.self, GetBucketNotificationConfiguration.self,
        ]
        + of(CORSConfiguration.self) + of(BucketTagging.self) + of(BucketEncryption.self) + of(BucketLifecycle.self)
        + of(BucketWebsite.self) + of(PublicAccessBlock.self) + of(OwnershipControls.self)
        + of(BucketLogging.self).dropLast() + of(AccelerateConfiguration.self).dropLast()
        + of(RequestPayment.self).dropLast()

    /// What puts, tells and deletes a configuration.
    private static func of<Kind: BucketConfigurationKind>(_ kind: Kind.Type) -> [any Action.Type] {
        [PutBucketConfiguration<Kind>.self, GetBucketConfiguration<Kind>.self, DeleteBucketConfiguration<Kind>.self]
    }

    private static let bySpecificity = all.map { (type: $0, route: $0.route) }
        .sorted { $0.route.specificity > $1.route.specificity }

    /// Marks of actions that are not here, and what they stand for.
    private static let notEmulated = [
        "abac": "attribute-based access control", "analytics": "analytics configurations",
        "annotation": "annotations", "intelligent-tiering": "intelligent tiering configurations",
        "inventory": "inventory configurations", "legal-hold": "legal holds",
        "metadataAnnotationTable": "metadata tables",
        "metadataConfiguration": "metadata tables", "metadataInventoryTable": "metadata tables",
        "metadataJournalTable": "metadata tables", "metadataTable": "metadata tables",
        "metrics": "metrics configurations", "object-lock": "object lock", "renameObject": "RenameObject",
        "replication": "replication", "restore": "RestoreObject", "retention": "retention",
        "select": "SelectObjectContent",
        "session": "directory buckets (CreateSession)", "torrent": "torrents",
        "x-amz-write-offset-bytes": "appending to objects",
    ]

    /// Marks that belong to actions here: with another method they are for none.
    private static let marks = Set(all.compactMap { $0.route.mark })

    static func action(for call: Call) throws(AWSError) -> any Action.Type {
        if let missing = try missing(call) { throw missing }
        for (type, route) in bySpecificity where route.accepts(call) {
            // A request that is marked for something else is not for the object or bucket as such.
            guard route.mark != nil || !call.query.keys.contains(where: { marks.contains($0) && isOwn($0, call) })
            else {
                break
            }
            return type
        }
        throw .methodNotAllowed(
            call.request.method,
            call.level == .object ? "OBJECT" : call.level == .bucket ? "BUCKET" : "SERVICE"
        )
    }

    /// Whether a mark says what a request of this kind is for.
    private static func isOwn(_ mark: String, _ call: Call) -> Bool {
        bySpecificity.contains { $0.route.mark == mark && $0.route.level == call.level }
    }

    private static func missing(_ call: Call) throws(AWSError) -> AWSError? {
        for name in call.query.keys {
            guard let what = notEmulated[name] else { continue }
            if call.request.method == "GET", let error = nothingOf(name, call) { return error }
            return .notEmulated("\(what) (\(call.request.method) ?\(name))")
        }
        return nil
    }

    /// What who asks for something hears that nobody can have put.
    private static func nothingOf(_ mark: String, _ call: Call) -> AWSError? {
        switch mark {
        case "replication":
            AWSError("ReplicationConfigurationNotFoundError", 404, "The replication configuration was not found")
        case "object-lock":
            AWSError(
                "ObjectLockConfigurationNotFoundError",
                404,
                "Object Lock configuration does not exist for this bucket"
            )
        default: nil
        }
    }
}
