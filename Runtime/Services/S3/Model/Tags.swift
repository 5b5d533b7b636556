import JSON
import Wire

/// The tags of an object or a bucket, in the order they were given.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-tagging.html
struct Tags: Sendable, Hashable {
    struct Tag: Sendable, Hashable {
        var key: String
        var value: String
    }

    private(set) var all: [Tag] = []

    var isEmpty: Bool { all.isEmpty }
    var count: Int { all.count }

    init() {}

    init(_ pairs: [(String, String)], limit: Int) throws(AWSError) {
        all = pairs.map { Tag(key: $0.0, value: $0.1) }
        guard all.count <= limit else {
            throw AWSError(
                "BadRequest",
                400,
                limit == 10
                    ? "Object tags cannot be greater than 10" : "Bucket tag count cannot be greater than \(limit)"
            )
        }
        var keys: Set<String> = []
        for tag in all {
            guard keys.insert(tag.key).inserted else {
                throw AWSError("InvalidTag", 400, "Cannot provide multiple Tags with the same key", ("TagKey", tag.key))
            }
            try Self.check(tag)
        }
    }

    private static func check(_ tag: Tag) throws(AWSError) {
        guard !tag.key.isEmpty, tag.key.unicodeScalars.count <= 128 else {
            throw AWSError("InvalidTag", 400, "The TagKey you have provided is invalid", ("TagKey", tag.key))
        }
        guard tag.value.unicodeScalars.count <= 256 else {
            throw AWSError("InvalidTag", 400, "The TagValue you have provided is invalid", ("TagKey", tag.key))
        }
        guard !tag.key.lowercased().hasPrefix("aws:") else {
            throw AWSError("InvalidTag", 400, "System tags cannot be added/updated by requester", ("TagKey", tag.key))
        }
    }

    /// `a=b&c=d`, as the header `x-amz-tagging` has them.
    init(query: String) throws(AWSError) {
        try self.init(PercentEncoding.pairs(query).map { ($0.name, $0.value) }, limit: 10)
    }

    /// A `Tagging` element.
    init(_ xml: XMLElement, limit: Int) throws(AWSError) {
        guard let set = xml["TagSet"] else { throw .malformedXML }
        var pairs: [(String, String)] = []
        for tag in set.all("Tag") {
            guard let key = tag.text("Key"), let value = tag.text("Value") else { throw .malformedXML }
            pairs.append((key, value))
        }
        try self.init(pairs, limit: limit)
    }

    init(json: JSON?) {
        all = (json?.arrayValue ?? []).map {
            Tag(key: $0.arrayValue?.first?.stringValue ?? "", value: $0.arrayValue?.last?.stringValue ?? "")
        }
    }

    var json: JSON { .array(all.map { [.string($0.key), .string($0.value)] }) }

    var xml: XMLText {
        XMLText("Tagging") { root in
            root.element("TagSet") { set in
                for tag in all {
                    set.element("Tag") {
                        $0.element("Key", tag.key)
                        $0.element("Value", tag.value)
                    }
                }
            }
        }
    }
}
