import JSON
import ServiceKit
import Time
import Wire

/// Something that has happened to an object.
struct ObjectEvent: Sendable, Hashable {
    enum Kind: String, Sendable, Hashable, CaseIterable {
        case put = "ObjectCreated:Put"
        case post = "ObjectCreated:Post"
        case copy = "ObjectCreated:Copy"
        case completeMultipartUpload = "ObjectCreated:CompleteMultipartUpload"
        case delete = "ObjectRemoved:Delete"
        case deleteMarkerCreated = "ObjectRemoved:DeleteMarkerCreated"
        case tagsPut = "ObjectTagging:Put"
        case tagsDeleted = "ObjectTagging:Delete"
        case aclPut = "ObjectAcl:Put"

        var isCreation: Bool { rawValue.hasPrefix("ObjectCreated") }
    }

    let kind: Kind
    let bucket: String
    let key: String
    var version: String?
    var size: Int?
    var etag: String?

    init(
        _ kind: Kind,
        bucket: String,
        key: String,
        version: String? = nil,
        size: Int? = nil,
        etag: String? = nil
    ) {
        self.kind = kind
        self.bucket = bucket
        self.key = key
        self.version = version
        self.size = size
        self.etag = etag
    }
}

/// An event as receivers get it.
struct EventMessage {
    let event: ObjectEvent
    let bucket: Bucket
    let call: Call
    /// Sixteen hexadecimal digits that grow from event to event.
    let sequencer: String

    private func object(_ members: [(String, JSON?)]) -> JSON {
        .object(JSON.Object(members.compactMap { name, value in value.map { (name, $0) } }))
    }

    private var callerID: String { "AWS:\(CredentialScope(call.request)?.accessKeyID ?? "Anonymous")" }

    /// What functions, queues and topics get.
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
    func records(configurationID: String) -> JSON {
        let record = object([
            ("eventVersion", "2.1"), ("eventSource", "aws:s3"), ("awsRegion", .string(bucket.region)),
            ("eventTime", .string(call.now.iso8601Milliseconds)), ("eventName", .string(event.kind.rawValue)),
            ("userIdentity", ["principalId": .string(callerID)]),
            ("requestParameters", ["sourceIPAddress": .string(call.request.remoteAddress)]),
            (
                "responseElements",
                ["x-amz-request-id": .string(call.requestID), "x-amz-id-2": .string(call.hostID)]
            ),
            ("s3", entity(configurationID)),
        ])
        return ["Records": [record]]
    }

    private func entity(_ configurationID: String) -> JSON {
        let bucketJSON: JSON = [
            "name": .string(bucket.name), "ownerIdentity": ["principalId": .string(call.ownerID)],
            "arn": .string(bucket.arn().description),
        ]
        let objectJSON = object([
            ("key", .string(KeyEncoding.encode(event.key))), ("size", event.size.map { JSON($0) }),
            ("eTag", event.etag.map { .string($0) }), ("versionId", event.version.map { .string($0) }),
            ("sequencer", .string(sequencer)),
        ])
        return [
            "s3SchemaVersion": "1.0", "configurationId": .string(configurationID), "bucket": bucketJSON,
            "object": objectJSON,
        ]
    }

    /// What buses get; `nil` for what is told to none.
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
    var detail: (type: String, detail: JSON)? {
        guard let type = detailType else { return nil }
        let objectJSON = object([
            ("key", .string(event.key)), ("size", event.size.map { JSON($0) }),
            ("etag", event.etag.map { .string($0) }),
            ("version-id", event.version.map { .string($0) }), ("sequencer", .string(sequencer)),
        ])
        let detail = object([
            ("version", "0"), ("bucket", ["name": .string(bucket.name)]), ("object", objectJSON),
            ("request-id", .string(call.requestID)), ("requester", .string(call.account.id)),
            ("source-ip-address", .string(call.request.remoteAddress)), ("reason", reason.map { .string($0) }),
            ("deletion-type", deletionType.map { .string($0) }),
        ])
        return (type, detail)
    }

    private var detailType: String? {
        switch event.kind {
        case .put, .post, .copy, .completeMultipartUpload: "Object Created"
        case .delete, .deleteMarkerCreated: "Object Deleted"
        case .tagsPut: "Object Tags Added"
        case .tagsDeleted: "Object Tags Deleted"
        case .aclPut: "Object ACL Updated"
        }
    }

    private var reason: String? {
        switch event.kind {
        case .put: "PutObject"
        case .post: "POST Object"
        case .copy: "CopyObject"
        case .completeMultipartUpload: "CompleteMultipartUpload"
        case .delete, .deleteMarkerCreated: "DeleteObject"
        case .tagsPut, .tagsDeleted, .aclPut: nil
        }
    }

    private var deletionType: String? {
        switch event.kind {
        case .delete: "Permanently Deleted"
        case .deleteMarkerCreated: "Delete Marker Created"
        default: nil
        }
    }
}
