import JSON
import ServiceKit
import Wire

/// Makes a bucket.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
struct CreateBucket: BucketAction {
    static let route = Route("PUT", .bucket)

    let call: Call
    private let region: String
    private let tags: Tags

    init(_ call: Call) throws(AWSError) {
        self.call = call
        try BucketName.check(call.bucket)
        if call.header("x-amz-bucket-object-lock-enabled")?.lowercased() == "true" {
            throw .notEmulated("object lock (x-amz-bucket-object-lock-enabled)")
        }
        let body = try call.checkedBody()
        let configuration = body.isEmpty ? nil : try call.xml("CreateBucketConfiguration")
        for name in ["Location", "Bucket"] where configuration?[name] != nil {
            throw .notEmulated("directory buckets")
        }
        region = try Self.region(configuration?.text("LocationConstraint"), call.region)
        tags =
            try configuration?["Tags"].map { tags throws(AWSError) in
                try Tags(XMLElement("Tagging", "", [XMLElement("TagSet", "", tags.children)]), limit: 50)
            } ?? Tags()
        _ = try AccessControl.canned(call.request.headers, isBucket: true)
    }

    /// Where the bucket is to be: where the client is, or where a client in us-east-1 wants it.
    private static func region(_ constraint: String?, _ client: String) throws(AWSError) -> String {
        guard let constraint, !constraint.isEmpty else {
            guard client == "us-east-1" || client == "aws-global" else { throw illegal("unspecified") }
            return "us-east-1"
        }
        let region = constraint == "EU" ? "eu-west-1" : constraint
        guard region != "us-east-1", region.wholeMatch(of: /[a-z]{2,4}(-[a-z]+)+-[0-9]+/) != nil else {
            throw AWSError(
                "InvalidLocationConstraint",
                400,
                "The specified location-constraint is not valid",
                ("LocationConstraint", constraint)
            )
        }
        guard client == "us-east-1" || client == "aws-global" || client == region else { throw illegal(constraint) }
        return region
    }

    private static func illegal(_ constraint: String) -> AWSError {
        AWSError(
            "IllegalLocationConstraintException",
            400,
            "The \(constraint) location constraint is incompatible for the region specific endpoint this request was "
                + "sent to."
        )
    }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var reply = Reply(headers: ["Location": "/\(call.bucket)"])
        reply.headers.add("x-amz-bucket-arn", "arn:aws:s3:::\(call.bucket)")
        if let present = try? documents.bucket(call.bucket) {
            // As for the oldest region, where scripts rely on it.
            guard present.region == "us-east-1", region == "us-east-1" else {
                throw AWSError(
                    "BucketAlreadyOwnedByYou",
                    409,
                    "Your previous request to create the named bucket succeeded and you already own it.",
                    ("BucketName", call.bucket)
                )
            }
            return reply
        }
        var bucket = Bucket(name: call.bucket, region: region, created: call.now)
        bucket["acl"] = try AccessControl.canned(call.request.headers, isBucket: true)
        if !tags.isEmpty { bucket["tagging"] = String(decoding: tags.xml.bytes, as: UTF8.self) }
        if let ownership = call.header("x-amz-object-ownership") {
            bucket["ownershipControls"] = BucketConfiguration.ownership(ownership)
        }
        documents[Bucket.shelf, call.bucket] = bucket.document
        return reply
    }
}
