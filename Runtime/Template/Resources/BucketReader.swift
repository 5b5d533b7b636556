import JSON
import Wire

/// Reads an `AWS::S3::Bucket` or an `AWS::S3::BucketPolicy`. Values are checked when the bucket is made, as those of a
/// request are.
struct BucketReader: ResourceReader {
    static let types: Set = ["AWS::S3::Bucket", "AWS::S3::BucketPolicy"]

    let resource: Resource
    let resolver: Resolver
    let fields: Fields

    func requests() -> [Application.EventRequest] {
        resource.type == "AWS::S3::Bucket" ? [bucket(), notifications()] : policy()
    }

    private func request(_ action: String, _ members: [(String, JSON?)]) -> Application.EventRequest {
        .init(.s3, action, members, path: resource.path)
    }

    private var name: JSON { .string(resolver.physicalName(of: resource)) }

    private func bucket() -> Application.EventRequest {
        PropertyTable.bucket.check(fields)
        let tags = fields.tagList("Tags").sorted { $0.key < $1.key }
        let rules = fields.object("CorsConfiguration")?.objects("CorsRules").map(rule)
        return request(
            "CreateBucket",
            [
                ("Bucket", name),
                ("Versioning", fields.object("VersioningConfiguration")?.string("Status").map { .string($0) }),
                (
                    "Tags",
                    tags.isEmpty
                        ? nil : .array(tags.map { ["Key": .string($0.key), "Value": .string($0.value)] })
                ),
                ("CORSRules", rules.map { .array($0) }),
            ]
        )
    }

    /// As the API's elements are called.
    private func rule(_ fields: Fields) -> JSON {
        fields.allow(["AllowedHeaders", "AllowedMethods", "AllowedOrigins", "ExposedHeaders", "Id", "MaxAge"])
        let list = { (name: String) in (fields.strings(name) ?? []).map { JSON.string($0) } }
        var rule = JSON.Object([
            ("AllowedOrigin", .array(list("AllowedOrigins"))), ("AllowedMethod", .array(list("AllowedMethods"))),
            ("AllowedHeader", .array(list("AllowedHeaders"))), ("ExposeHeader", .array(list("ExposedHeaders"))),
        ])
        rule["ID"] = fields.string("Id").map { .string($0) }
        rule["MaxAgeSeconds"] = fields.int("MaxAge").map { .string(String($0)) }
        return .object(rule)
    }

    // MARK: Notifications

    /// The lists of a configuration, and what names a destination in each.
    private static let kinds = [
        ("LambdaConfigurations", "Function"), ("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"),
    ]

    /// Also where there are none: what was there before must go.
    private func notifications() -> Application.EventRequest {
        var members: [(String, JSON?)] = [("Bucket", name)]
        if let configuration = fields.object("NotificationConfiguration") {
            configuration.allow(Self.kinds.map(\.0) + ["EventBridgeConfiguration"])
            for (list, destination) in Self.kinds {
                let rules = configuration.objects(list).map { Self.rule($0, destination) }
                if !rules.isEmpty { members.append((list, .array(rules))) }
            }
            if let bus = configuration.object("EventBridgeConfiguration"), bus.bool("EventBridgeEnabled") != false {
                members.append(("EventBridge", true))
            }
        }
        return request("PutBucketNotificationConfiguration", members)
    }

    private static func rule(_ fields: Fields, _ destination: String) -> JSON {
        fields.allow(["Event", "Filter", destination])
        return Self.rule(
            events: fields.requiredString("Event").map { [$0] } ?? [],
            destination: fields.requiredString(destination) ?? "",
            filter: fields.object("Filter")
        )
    }

    /// One rule, of a bucket or of a function's event.
    static func rule(events: [String], destination: String, filter: Fields?) -> JSON {
        filter?.allow(["S3Key"])
        let rules = filter?.object("S3Key")?.objects("Rules") ?? []
        return [
            "Events": .array(events.map { .string($0) }), "Destination": .string(destination),
            "Rules": .array(
                rules.map { rule in
                    rule.allow(["Name", "Value"])
                    return [
                        "Name": .string(rule.requiredString("Name") ?? ""),
                        "Value": .string(rule.requiredString("Value") ?? ""),
                    ]
                }
            ),
        ]
    }

    // MARK: Policies

    private func policy() -> [Application.EventRequest] {
        PropertyTable.bucketPolicy.check(fields)
        if fields["PolicyDocument"] == nil { fields.missing("PolicyDocument") }
        guard let bucket = fields.requiredString("Bucket"), let document = fields.object("PolicyDocument") else {
            return []
        }
        return [
            request(
                "PutBucketPolicy",
                [("Bucket", .string(bucket)), ("Policy", .string(document.value.json.text))]
            )
        ]
    }
}

extension [Application.EventRequest] {
    /// With one request for all that a bucket tells: its own rules, and those that functions' events add.
    var withNotificationsTogether: Self {
        let action = "PutBucketNotificationConfiguration"
        let isOfBucket = { (request: Element, bucket: JSON?) in
            request.action == action && request.request["Bucket"] == bucket
        }
        var together: Self = []
        for request in self {
            let bucket = request.request["Bucket"]
            guard request.action == action, let place = together.firstIndex(where: { isOfBucket($0, bucket) }) else {
                together.append(request)
                continue
            }
            var members = together[place].request.objectValue ?? JSON.Object()
            for member in request.request.objectValue?.members ?? [] where member.key != "Bucket" {
                let former = members[member.key]?.arrayValue ?? []
                members[member.key] = member.value.arrayValue.map { .array(former + $0) } ?? member.value
            }
            together[place].request = .object(members)
        }
        return together
    }
}

extension PropertyTable {
    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html
    static let bucket = PropertyTable(
        acted: ["BucketName", "CorsConfiguration", "NotificationConfiguration", "Tags", "VersioningConfiguration"],
        kept: [
            "AbacStatus": notEnforced, "AccelerateConfiguration": "all buckets are on this machine",
            "AccessControl": notEnforced, "AnalyticsConfigurations": "nobody analyzes how buckets are used",
            "BucketEncryption": "nothing is encrypted at rest",
            "IntelligentTieringConfigurations": "storage classes make no difference",
            "InventoryConfigurations": "nobody makes inventories",
            "LifecycleConfiguration": "nothing expires", "LoggingConfiguration": "nobody writes access logs",
            "MetricsConfigurations": "buckets are not measured", "OwnershipControls": notEnforced,
            "PublicAccessBlockConfiguration": notEnforced,
        ],
        ignored: [
            "BucketNamePrefix", "BucketNamespace", "MetadataConfiguration", "MetadataTableConfiguration",
            "ObjectLockConfiguration", "ObjectLockEnabled", "ReplicationConfiguration", "WebsiteConfiguration",
        ]
    )

    /// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html
    static let bucketPolicy = PropertyTable(acted: ["Bucket"], kept: ["PolicyDocument": notEnforced])

    /// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-s3.html
    static let bucketEvent = PropertyTable(acted: ["Bucket", "Events", "Filter"])
}
