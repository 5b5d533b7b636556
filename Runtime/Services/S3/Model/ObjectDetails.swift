import JSON
import ServiceKit
import Wire

/// What is kept of an object besides its bytes.
struct ObjectDetails: Sendable, Hashable {
    private(set) var json: JSON.Object

    init(_ json: JSON.Object = JSON.Object()) { self.json = json }

    /// Header fields that are kept as they come and sent as they are.
    static let contentHeaders = [
        "Cache-Control", "Content-Disposition", "Content-Encoding", "Content-Language", "Content-Type", "Expires",
        "x-amz-website-redirect-location",
    ]
    private static let encryptionHeaders = [
        "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
        "x-amz-server-side-encryption-bucket-key-enabled", "x-amz-server-side-encryption-customer-algorithm",
        "x-amz-server-side-encryption-customer-key-MD5",
    ]
    private static let storageClasses: Set = [
        "STANDARD", "REDUCED_REDUNDANCY", "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER", "DEEP_ARCHIVE",
        "GLACIER_IR",
    ]
    /// https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingMetadata.html
    private static let metadataLimit = 2_048

    /// What a request that makes an object says of it.
    init(_ headers: HTTPHeaders) throws(AWSError) {
        self.init()
        try ObjectDetails.refuseLocks(headers)
        try takeContent(headers)
        try takeProperties(headers)
        if let tags = headers["x-amz-tagging"] { self.tags = try Tags(query: tags) }
        if let acl = try AccessControl.canned(headers, isBucket: false) { self.acl = acl }
    }

    private static func refuseLocks(_ headers: HTTPHeaders) throws(AWSError) {
        for field in headers.fields where field.name.lowercased().hasPrefix("x-amz-object-lock-") {
            throw .notEmulated("object lock (\(field.name))")
        }
    }

    /// What is said of its content: header fields and the user's metadata.
    mutating func takeContent(_ headers: HTTPHeaders) throws(AWSError) {
        var kept = JSON.Object()
        for name in Self.contentHeaders {
            guard var value = headers[name] else { continue }
            if name == "Content-Encoding" { value = Self.withoutChunking(value) }
            if !value.isEmpty { kept[name] = .string(value) }
        }
        json["headers"] = .object(kept)
        var metadata = JSON.Object()
        for field in headers.fields where field.name.lowercased().hasPrefix("x-amz-meta-") {
            let name = String(field.name.dropFirst(11)).lowercased()
            metadata[name] = .string(metadata[name]?.stringValue.map { "\($0),\(field.value)" } ?? field.value)
        }
        let size = metadata.members.reduce(0) { $0 + $1.key.utf8.count + ($1.value.stringValue?.utf8.count ?? 0) }
        guard size <= Self.metadataLimit else {
            throw AWSError(
                "MetadataTooLarge",
                400,
                "Your metadata headers exceed the maximum allowed metadata size",
                ("Size", String(size)),
                ("MaxSizeAllowed", String(Self.metadataLimit))
            )
        }
        json["metadata"] = .object(metadata)
    }

    private static func withoutChunking(_ encodings: String) -> String {
        encodings.split(separator: ",").map { $0.drop { $0 == " " } }.filter { $0.lowercased() != "aws-chunked" }
            .joined(separator: ", ")
    }

    /// What is said of how it is kept.
    mutating func takeProperties(_ headers: HTTPHeaders) throws(AWSError) {
        if let storage = headers["x-amz-storage-class"] {
            guard Self.storageClasses.contains(storage) else {
                throw AWSError("InvalidStorageClass", 400, "The storage class you specified is not valid")
            }
            json["storageClass"] = storage == "STANDARD" ? nil : .string(storage)
        }
        var encryption = JSON.Object()
        for name in Self.encryptionHeaders { encryption[name] = headers[name].map { .string($0) } }
        json["encryption"] = encryption.isEmpty ? nil : .object(encryption)
    }

    /// `nil` for the standard one.
    var storageClass: String? { json["storageClass"]?.stringValue }

    var contentType: String { json["headers"]?["Content-Type"]?.stringValue ?? "binary/octet-stream" }

    var metadata: [(name: String, value: String)] {
        (json["metadata"]?.objectValue?.members ?? []).map { ($0.key, $0.value.stringValue ?? "") }
    }

    var tags: Tags {
        get { Tags(json: json["tags"]) }
        set { json["tags"] = newValue.isEmpty ? nil : newValue.json }
    }

    /// What a website would send its visitors to: never copied along.
    var redirect: String? {
        get { json["headers"]?["x-amz-website-redirect-location"]?.stringValue }
        set {
            var headers = json["headers"]?.objectValue ?? JSON.Object()
            headers["x-amz-website-redirect-location"] = newValue.map { .string($0) }
            json["headers"] = .object(headers)
        }
    }

    /// As XML; `nil` for the private one.
    var acl: String? {
        get { json["acl"]?.stringValue }
        set { json["acl"] = newValue.map { .string($0) } }
    }

    var checksum: Checksum? {
        get {
            guard let name = json["checksum"]?["a"]?.stringValue, let algorithm = ChecksumAlgorithm(rawValue: name),
                let value = json["checksum"]?["v"]?.stringValue
            else { return nil }
            return Checksum(algorithm: algorithm, value: value, isComposite: json["checksum"]?["c"] == true)
        }
        set {
            json["checksum"] = newValue.map {
                ["a": .string($0.algorithm.rawValue), "v": .string($0.value), "c": .bool($0.isComposite)]
            }
        }
    }

    struct Part: Sendable, Hashable {
        var number: Int
        var size: Int
        var checksum: Checksum
    }

    /// Of an object that was uploaded in parts.
    var parts: [Part] {
        get {
            (json["parts"]?.arrayValue ?? []).compactMap { part in
                guard let number = part["n"]?.intValue, let size = part["s"]?.intValue,
                    let algorithm = (part["a"]?.stringValue).flatMap({ ChecksumAlgorithm(rawValue: $0) })
                else { return nil }
                return Part(
                    number: number,
                    size: size,
                    checksum: Checksum(algorithm: algorithm, value: part["v"]?.stringValue ?? "")
                )
            }
        }
        set {
            json["parts"] = .array(
                newValue.map {
                    [
                        "n": JSON($0.number), "s": JSON($0.size), "a": .string($0.checksum.algorithm.rawValue),
                        "v": .string($0.checksum.value),
                    ]
                }
            )
        }
    }

    /// What an upload in parts was begun with.
    subscript(member: String) -> String? {
        get { json[member]?.stringValue }
        set { json[member] = newValue.map { .string($0) } }
    }

    // MARK: Replies

    /// The fields of the reply to who reads the object.
    func addHeaders(to reply: inout Reply) {
        reply.headers.add("Content-Type", contentType)
        for name in Self.contentHeaders where name != "Content-Type" {
            reply.add(name, json["headers"]?[name]?.stringValue)
        }
        for (name, value) in metadata { reply.headers.add("x-amz-meta-\(name)", value) }
        reply.add("x-amz-storage-class", storageClass)
        if !tags.isEmpty { reply.headers.add("x-amz-tagging-count", String(tags.count)) }
        addEncryption(to: &reply)
    }

    /// AWS encrypts every object and says how.
    func addEncryption(to reply: inout Reply) {
        let kept = json["encryption"]?.objectValue?.members ?? []
        for member in kept { reply.add(member.key, member.value.stringValue) }
        if !kept.contains(where: { $0.key.hasPrefix("x-amz-server-side-encryption") }) {
            reply.headers.add("x-amz-server-side-encryption", "AES256")
        }
    }

    func addChecksum(to reply: inout Reply) {
        guard let checksum else { return }
        reply.headers.add(checksum.algorithm.header, checksum.value)
        reply.headers.add("x-amz-checksum-type", checksum.type)
    }

    func addChecksum(ofPart number: Int, to reply: inout Reply) {
        guard let part = parts.first(where: { $0.number == number }) else { return addChecksum(to: &reply) }
        reply.headers.add(part.checksum.algorithm.header, part.checksum.value)
        reply.add("x-amz-checksum-type", checksum?.type)
    }

    /// Refuses who does not show the key that the object was encrypted with.
    func checkKey(_ headers: HTTPHeaders) throws(AWSError) {
        let name = "x-amz-server-side-encryption-customer-key-MD5"
        let kept = json["encryption"]?[name]?.stringValue
        if let kept, headers[name] == nil || headers[name] != kept {
            throw headers[name] == nil
                ? .invalidRequest(
                    "The object was stored using a form of Server Side Encryption. The correct parameters must be "
                        + "provided to retrieve the object."
                ) : .accessDenied()
        }
        if kept == nil, headers[name] != nil {
            throw .invalidRequest("The encryption parameters are not applicable to this object.")
        }
    }
}
