import ServiceKit
import Storage
import Wire

/// Turns versions on, or suspends them.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketVersioning.html
struct PutBucketVersioning: BucketAction {
    static let route = Route("PUT", .bucket, "versioning")

    let call: Call
    private let versioning: Bucket.Versioning

    init(_ call: Call) throws(AWSError) {
        self.call = call
        let document = try call.xml("VersioningConfiguration")
        guard let status = document.text("Status") else {
            throw AWSError(
                "IllegalVersioningConfigurationException",
                400,
                "The Versioning element must be specified"
            )
        }
        guard let versioning = Bucket.Versioning(rawValue: status), versioning != .never else { throw .malformedXML }
        if document.text("MfaDelete") == "Enabled" { throw .notEmulated("MFA delete") }
        self.versioning = versioning
    }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket.versioning = versioning
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply()
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
struct GetBucketVersioning: ReadAction {
    static let route = Route("GET", .bucket, "versioning")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        let versioning = try service.documents.current.bucket(call.bucket).versioning
        return Reply(
            XMLText("VersioningConfiguration") {
                if versioning != .never { $0.element("Status", versioning.rawValue) }
            }
        )
    }
}
