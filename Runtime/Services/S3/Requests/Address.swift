import Wire

/// Which bucket and object a request is about: by the path, or the bucket by the host's name.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
struct Address: Sendable, Equatable {
    /// `nil` for requests about all buckets.
    var bucket: String?
    /// `nil` for requests about a bucket as a whole. Any UTF-8: slashes, dots and control characters have no meaning here.
    var key: String?

    /// `nil` for a path that is not UTF-8.
    init?(host: String?, path: Substring) {
        var rest = path.utf8.first == UInt8(ascii: "/") ? path.dropFirst() : path
        bucket = host.flatMap { Self.bucket(inHost: $0) }
        if bucket == nil {
            let name = Self.prefix(rest)
            guard let decoded = Self.decode(name) else { return nil }
            bucket = decoded.isEmpty ? nil : decoded
            rest = rest[name.endIndex...].dropFirst()
        }
        guard let key = Self.decode(rest) else { return nil }
        self.key = key.isEmpty ? nil : key
    }

    init(bucket: String?, key: String? = nil) {
        self.bucket = bucket
        self.key = key
    }

    /// Compares bytes: a slash may be followed by a combining character.
    private static func prefix(_ path: Substring) -> Substring {
        Substring(path.utf8.prefix { $0 != UInt8(ascii: "/") })
    }

    private static func decode(_ text: Substring) -> String? {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(Substring(rest.prefix(2))), radix: 16),
                rest.count > 1
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    // MARK: Hosts

    /// What stands behind a bucket's name in a host.
    private static let domains = [".amazonaws.com", ".amazonaws.com.cn", ".localhost", ".localhost.localstack.cloud"]

    /// The bucket that a host names: what stands before `.s3.`, or before `.localhost` alone.
    static func bucket(inHost host: String) -> String? {
        let name = hostName(host)
        for domain in domains where name.hasSuffix(domain) {
            let labels = name.dropLast(domain.count)
            if let bucket = bucket(beforeService: labels) { return bucket }
            if isService(labels) || domain.hasPrefix(".amazonaws") { return nil }
            return String(labels)
        }
        return nil
    }

    /// In lower case, without a port and a dot at the end.
    private static func hostName(_ host: String) -> String {
        let name = host.prefix { $0 != ":" }.lowercased()
        return name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    /// Whether these labels are the service's own: `s3`, `s3.us-west-2`, `s3-us-west-2`, `s3.dualstack.us-west-2`.
    private static func isService(_ labels: Substring) -> Bool {
        labels == "s3" || labels.hasPrefix("s3.") || labels.hasPrefix("s3-")
    }

    private static func bucket(beforeService labels: Substring) -> String? {
        let parts = labels.split(separator: ".", omittingEmptySubsequences: false)
        // The last that may be the service's: a bucket's name may hold another one.
        for place in parts.indices.reversed() where place > 0 && (parts[place] == "s3" || parts[place].hasPrefix("s3-"))
        {
            if parts.count - place <= 3 { return parts[..<place].joined(separator: ".") }
        }
        return nil
    }

    /// Whether a host is one of this service, whatever the request says of its signer.
    static func isOfS3(host: String) -> Bool {
        let name = hostName(host)
        return domains.contains { domain in
            guard name.hasSuffix(domain) else { return false }
            let labels = name.dropLast(domain.count)
            return isService(labels) || bucket(beforeService: labels) != nil
        }
    }
}
