import Dispatch
import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// What templates ask for. For callers that can wait.
extension S3 {
    /// Makes a bucket, or brings one that is there to what the template says of it; its objects stay.
    package func setUp(_ action: String, _ request: JSON) throws {
        let name = request["Bucket"]?.stringValue ?? ""
        switch action {
        case "CreateBucket": try setUpBucket(name, request)
        case "PutBucketPolicy":
            let policy = try PutBucketPolicy.checked(request["Policy"]?.stringValue ?? "")
            try change(name) { $0["policy"] = policy }
        default: try setUpNotifications(name, request)
        }
    }

    /// Takes back what a template does not say any more of a bucket that stays.
    package func takeBack(_ action: String, _ request: JSON) throws {
        let name = request["Bucket"]?.stringValue ?? ""
        guard documents.current[Bucket.shelf, name] != nil else { return }
        try change(name) { $0[action == "DeleteBucketPolicy" ? "policy" : "notification"] = nil }
    }

    private func setUpBucket(_ name: String, _ request: JSON) throws {
        try BucketName.check(name)
        let tags = request["Tags"].map { Self.tagging($0) }
        if let tags { _ = try Tags(tags, limit: 50) }
        let cors = request["CORSRules"].map { Self.cors($0) }
        if let cors { _ = try CORSRule.rules(cors) }
        let versioning = Bucket.Versioning(rawValue: request["Versioning"]?.stringValue ?? "")
        guard let versioning else { throw AWSError.malformedXML }
        let new = Bucket(name: name, region: context.account.region, created: context.time.now)
        try change(name, orMake: new) { bucket in
            bucket["tagging"] = tags?.xml
            bucket["cors"] = cors?.xml
            // What has versions keeps them.
            if versioning != .never || bucket.versioning == .enabled {
                bucket.versioning = versioning == .never ? .suspended : versioning
            }
        }
    }

    private static func tagging(_ tags: JSON) -> XMLElement {
        let elements = (tags.arrayValue ?? []).map { tag in
            XMLElement(
                "Tag",
                "",
                ["Key", "Value"].map { XMLElement($0, tag[$0]?.stringValue ?? "") }
            )
        }
        return XMLElement("Tagging", "", [XMLElement("TagSet", "", elements)])
    }

    private static func cors(_ rules: JSON) -> XMLElement {
        let elements = (rules.arrayValue ?? []).map { rule in
            let members = rule.objectValue?.members ?? []
            return XMLElement(
                "CORSRule",
                "",
                members.flatMap { member in
                    (member.value.arrayValue ?? [member.value]).map { XMLElement(member.key, $0.stringValue ?? "") }
                }
            )
        }
        return XMLElement("CORSConfiguration", "", elements)
    }

    private func change(_ name: String, orMake new: Bucket? = nil, _ body: @escaping @Sendable (inout Bucket) -> Void)
        throws
    {
        _ = try context.database.writeAndWait(.alone) { [documents] connection in
            var all = documents.current
            var bucket = try new.flatMap { all[Bucket.shelf, name] == nil ? $0 : nil } ?? all.bucket(name)
            body(&bucket)
            all[Bucket.shelf, name] = bucket.document
            try documents.write(all, connection)
        } committed: { [self] _ in
            documents.commit()
            compileNotifications()
        }
    }

    // MARK: Notifications

    /// The lists of a request, and how their elements are called.
    private static let kinds = [
        ("TopicConfigurations", "TopicConfiguration", "Topic"), ("QueueConfigurations", "QueueConfiguration", "Queue"),
        ("LambdaConfigurations", "CloudFunctionConfiguration", "CloudFunction"),
    ]

    /// As a client would put it, unless the bucket has it already: receivers are sent test events.
    private func setUpNotifications(_ name: String, _ request: JSON) throws {
        let document = Self.notifications(name, request)
        let wanted = try NotificationConfiguration(document) { "" }
        let present = try documents.current.bucket(name).xml("notification")
        if (present ?? XMLElement("NotificationConfiguration")) == wanted.xml { return }
        let http = HTTPRequest(method: "PUT", target: "/\(name)?notification", body: Array(document.xml.utf8))
        let call = Call(http, Address(bucket: name), context)
        let done = DispatchSemaphore(value: 0)
        let outcome = Mutex<Result<Reply, any Error>?>(nil)
        try PutBucketNotificationConfiguration(call).run(self) { result in
            outcome.withLock { $0 = result }
            done.signal()
        }
        done.wait()
        do {
            _ = try outcome.withLock { $0 }?.get()
        } catch let error as AWSError {
            throw error.withReason
        }
    }

    private static func notifications(_ name: String, _ request: JSON) -> XMLElement {
        var root = XMLElement("NotificationConfiguration")
        for (list, element, member) in kinds {
            for (place, rule) in (request[list]?.arrayValue ?? []).enumerated() {
                var xml = XMLElement(element)
                xml.children = [
                    XMLElement("Id", "\(name)-\(member.lowercased())-\(place + 1)"),
                    XMLElement(member, rule["Destination"]?.stringValue ?? ""),
                ]
                xml.children += (rule["Events"]?.arrayValue ?? []).map { XMLElement("Event", $0.stringValue ?? "") }
                let filters = (rule["Rules"]?.arrayValue ?? []).map { filter in
                    XMLElement(
                        "FilterRule",
                        "",
                        ["Name", "Value"].map { XMLElement($0, filter[$0]?.stringValue ?? "") }
                    )
                }
                if !filters.isEmpty {
                    xml.children.append(XMLElement("Filter", "", [XMLElement("S3Key", "", filters)]))
                }
                root.children.append(xml)
            }
        }
        if request["EventBridge"] == true { root.children.append(XMLElement("EventBridgeConfiguration")) }
        return root
    }
}

extension AWSError {
    /// The message with what stands in the error's members: the only thing that whoever starts Hearth gets to see.
    fileprivate var withReason: AWSError {
        var error = self
        let reasons = members.members.compactMap(\.value.stringValue)
        if !reasons.isEmpty { error.message += ": \(reasons.joined(separator: ": "))" }
        return error
    }
}
