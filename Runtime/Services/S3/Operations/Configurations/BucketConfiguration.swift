import JSON
import ServiceKit
import Storage
import Wire

/// A configuration of buckets that is put, told and deleted as one document of XML.
protocol BucketConfigurationKind: Sendable {
    /// The name in the query, under which it is kept.
    static var mark: String { get }
    /// The document's root element.
    static var root: String { get }
    /// The actions' names without their verbs.
    static var noun: String { get }
    /// What a bucket hears that has none; `nil` where `standard` holds.
    static var missing: AWSError? { get }
    /// The content of the document for a bucket to which nothing was said.
    static var standard: String { get }
    static func check(_ document: XMLElement) throws(AWSError)
    /// With what holds where a document says nothing.
    static func completed(_ document: XMLElement) -> XMLElement
}

extension BucketConfigurationKind {
    static var missing: AWSError? { nil }
    static var standard: String { "" }
    static func check(_ document: XMLElement) throws(AWSError) {}
    static func completed(_ document: XMLElement) -> XMLElement { document }
}

struct PutBucketConfiguration<Kind: BucketConfigurationKind>: BucketAction {
    static var name: String { "Put\(Kind.noun)" }
    static var route: Route { Route("PUT", .bucket, Kind.mark) }

    let call: Call
    private let document: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        let document = try call.xml(Kind.root)
        try Kind.check(document)
        self.document = Kind.completed(document).xml
    }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket[Kind.mark] = document
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply(status: Kind.mark == "tagging" ? 204 : 200)
    }
}

struct GetBucketConfiguration<Kind: BucketConfigurationKind>: ReadAction {
    static var name: String { "Get\(Kind.noun)" }
    static var route: Route { Route("GET", .bucket, Kind.mark) }

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let bucket = try service.documents.current.bucket(call.bucket)
        guard let document = bucket.xml(Kind.mark) else {
            if let missing = Kind.missing { throw missing.of(bucket) }
            return Reply(XMLText(Kind.root) { $0.raw(Kind.standard) })
        }
        return Reply(XMLText(Kind.root) { $0.raw(document.children.map(\.xml).joined()) })
    }
}

struct DeleteBucketConfiguration<Kind: BucketConfigurationKind>: BucketAction {
    static var name: String { "Delete\(Kind.noun)" }
    static var route: Route { Route("DELETE", .bucket, Kind.mark) }

    let call: Call

    init(_ call: Call) { self.call = call }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket[Kind.mark] = nil
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply(status: 204)
    }
}

extension AWSError {
    /// The same, with the bucket's name.
    fileprivate func of(_ bucket: Bucket) -> AWSError {
        var error = self
        error.members["BucketName"] = .string(bucket.name)
        return error
    }
}

enum BucketConfiguration {
    /// The document for one rule of ownership.
    static func ownership(_ rule: String) -> String {
        XMLElement(
            "OwnershipControls",
            "",
            [XMLElement("Rule", "", [XMLElement("ObjectOwnership", rule)])]
        ).xml
    }
}
