import JSON
import ServiceKit
import Time
import Wire

/// A bucket and what has been said of it.
struct Bucket: Sendable {
    enum Versioning: String, Sendable { case never = "", enabled = "Enabled", suspended = "Suspended" }

    let name: String
    var document: JSON.Object

    /// All regions share one name space.
    static let shelf = Documents.Shelf("bucket", "")

    init(name: String, document: JSON.Object) {
        self.name = name
        self.document = document
    }

    init(name: String, region: String, created: Timestamp) {
        self.name = name
        document = JSON.Object([
            ("Region", .string(region)), ("Created", JSON(Int(created.nanosecondsSinceEpoch / 1_000_000))),
        ])
    }

    var region: String { document["Region"]?.stringValue ?? "" }

    var created: Timestamp {
        Timestamp(nanosecondsSinceEpoch: Int64(document["Created"]?.intValue ?? 0) * 1_000_000)
    }

    var versioning: Versioning {
        get { Versioning(rawValue: document["Versioning"]?.stringValue ?? "") ?? .never }
        set { document["Versioning"] = .string(newValue.rawValue) }
    }

    /// A configuration as it was put, by the name of its subresource: `cors`, `policy`.
    subscript(configuration: String) -> String? {
        get { document["Configurations"]?[configuration]?.stringValue }
        set {
            var all = document["Configurations"]?.objectValue ?? JSON.Object()
            all[configuration] = newValue.map { .string($0) }
            document["Configurations"] = .object(all)
        }
    }

    /// The same as XML.
    func xml(_ configuration: String) -> XMLElement? {
        self[configuration].flatMap { XMLElement(parsing: Array($0.utf8)) }
    }

    /// All configurations of a kind that is told apart by ids.
    func names(_ kind: String) -> [String] {
        (document["Configurations"]?.objectValue?.keys ?? []).filter { $0.hasPrefix("\(kind) ") }.sorted()
    }

    func arn(_ partition: String = "aws") -> ARN {
        ARN(service: "s3", region: "", accountID: "", resource: name, partition: partition)
    }
}

extension Documents {
    func bucket(_ name: String) throws(AWSError) -> Bucket {
        guard let document = self[Bucket.shelf, name] else { throw .noSuchBucket(name) }
        return Bucket(name: name, document: document)
    }

    var buckets: [Bucket] { all(Bucket.shelf).map { Bucket(name: $0.name, document: $0.document) } }
}
