import ServiceKit
import Storage
import Time
import Wire

/// Lists the buckets, by name, prefix and region.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html
struct ListBuckets: ReadAction {
    static let route = Route("GET", .service)

    let call: Call
    private let limit: Int

    init(_ call: Call) throws(AWSError) {
        self.call = call
        limit = try call.number("max-buckets") ?? 10_000
        guard (1...10_000).contains(limit) else {
            throw .invalidArgument(
                "Argument max-buckets must be an integer between 1 and 10000",
                "max-buckets",
                String(limit)
            )
        }
    }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let prefix = call.query["prefix"] ?? ""
        let after = call.query["continuation-token"].flatMap(ListToken.decode) ?? ""
        let buckets = service.documents.current.buckets.filter { bucket in
            bucket.name.hasPrefix(prefix) && bucket.name > after
                && (call.query["bucket-region"].map { $0 == bucket.region } ?? true)
        }
        let page = buckets.prefix(limit)
        return Reply(
            XMLText("ListAllMyBucketsResult") { root in
                root.owner(call)
                root.element("Buckets") { list in
                    for bucket in page {
                        list.element("Bucket") {
                            $0.element("Name", bucket.name)
                            $0.element("CreationDate", bucket.created.wholeSeconds.iso8601Milliseconds)
                            $0.element("BucketRegion", bucket.region)
                            $0.element("BucketArn", bucket.arn().description)
                        }
                    }
                }
                if call.query["prefix"] != nil { root.element("Prefix", prefix) }
                if page.count < buckets.count, let last = page.last {
                    root.element("ContinuationToken", ListToken.encode(last.name))
                }
            }
        )
    }
}

/// Where a list goes on, in a form that nobody takes for a name.
enum ListToken {
    static func encode(_ text: String) -> String {
        text.utf8.map { String(hex: UInt64($0), digits: 2) }.joined()
    }

    /// `nil` for a text that is no token.
    static func decode(_ token: String) -> String? {
        let digits = token.compactMap(\.hexDigitValue)
        guard digits.count == token.count, digits.count.isMultiple(of: 2) else { return nil }
        let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
        return String(validating: bytes, as: UTF8.self)
    }
}
