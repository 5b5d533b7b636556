import Time
import Wire

/// Under which conditions a client wants an object, or wants it copied.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-requests.html
struct Conditions: Sendable, Hashable {
    var match: String?
    var noneMatch: String?
    var modifiedSince: Timestamp?
    var unmodifiedSince: Timestamp?

    /// `prefix` is `x-amz-copy-source-` for the source of a copy.
    init(_ headers: HTTPHeaders, prefix: String = "") {
        match = headers["\(prefix)If-Match"]
        noneMatch = headers["\(prefix)If-None-Match"]
        modifiedSince = headers["\(prefix)If-Modified-Since"].flatMap { Timestamp(httpDate: $0) }
        unmodifiedSince = headers["\(prefix)If-Unmodified-Since"].flatMap { Timestamp(httpDate: $0) }
    }

    enum Outcome: Sendable, Hashable {
        case met
        case notModified
        case failed(String)
    }

    /// RFC 9110: a condition on the ETag goes before one of its kind on the time.
    func outcome(etag: String, modified: Timestamp) -> Outcome {
        let modified = modified.wholeSeconds
        if let match {
            guard Self.names(match, etag) else { return .failed("If-Match") }
        } else if let unmodifiedSince, modified > unmodifiedSince {
            return .failed("If-Unmodified-Since")
        }
        if let noneMatch {
            if Self.names(noneMatch, etag) { return .notModified }
        } else if let modifiedSince, modified <= modifiedSince {
            return .notModified
        }
        return .met
    }

    private static func names(_ list: String, _ etag: String) -> Bool {
        list.split(separator: ",").contains { part in
            let tag = part.trimming { $0 == " " }
            let plain = (tag.hasPrefix("W/") ? tag.dropFirst(2) : tag).trimming { $0 == "\"" }
            return tag == "*" || plain == etag
        }
    }

    /// Whether an object may be written where `etag` is, or nothing. Throws why not.
    func checkWrite(_ etag: String?, _ key: String) throws(AWSError) {
        if let noneMatch {
            guard noneMatch == "*" else {
                throw .notEmulated("writing with If-None-Match other than *")
            }
            if etag != nil { throw .preconditionFailed("If-None-Match") }
        }
        if let match {
            guard let etag else { throw .noSuchKey(key) }
            guard Self.names(match, etag) else { throw .preconditionFailed("If-Match") }
        }
    }
}

extension Timestamp {
    var wholeSeconds: Timestamp {
        Timestamp(nanosecondsSinceEpoch: nanosecondsSinceEpoch / 1_000_000_000 * 1_000_000_000)
    }

    /// `Sat, 21 Nov 2026 03:04:05 GMT`, or a date and time of ISO 8601.
    init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let words = text.split(separator: " ")
        guard words.count >= 5, let month = months.firstIndex(of: String(words[2])), let day = Int(words[1]) else {
            self.init(iso8601: text)
            return
        }
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        self.init(iso8601: "\(words[3])-\(two(month + 1))-\(two(day))T\(words[4])Z")
    }
}
