import JSON
import ServiceKit
import Storage
import Wire

/// Keeps a policy, which is not enforced.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutBucketPolicy.html
struct PutBucketPolicy: BucketAction {
    static let route = Route("PUT", .bucket, "policy")

    let call: Call
    private let policy: String

    init(_ call: Call) throws(AWSError) {
        self.call = call
        policy = try Self.checked(String(decoding: call.checkedBody(), as: UTF8.self))
    }

    static func checked(_ text: String) throws(AWSError) -> String {
        guard text.utf8.first(where: { $0 > 0x20 }) == UInt8(ascii: "{"), let json = try? JSON(parsing: text) else {
            throw AWSError(
                "MalformedPolicy",
                400,
                "Policies must be valid JSON and the first byte must be '{'"
            )
        }
        guard json["Statement"] != nil else {
            throw AWSError("MalformedPolicy", 400, "Missing required field Statement")
        }
        guard text.utf8.count <= 20 << 10 else {
            throw AWSError("PolicyTooLarge", 400, "The policy is too large: it may have 20 KB at most.")
        }
        return text
    }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket["policy"] = policy
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply(status: 204)
    }
}

extension AWSError {
    fileprivate static func noPolicy(_ bucket: String) -> AWSError {
        AWSError("NoSuchBucketPolicy", 404, "The bucket policy does not exist", ("BucketName", bucket))
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html
struct GetBucketPolicy: ReadAction {
    static let route = Route("GET", .bucket, "policy")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        guard let policy = try service.documents.current.bucket(call.bucket)["policy"] else {
            throw AWSError.noPolicy(call.bucket)
        }
        var reply = Reply(headers: ["Content-Type": "application/json"])
        reply.body = Array(policy.utf8)
        return reply
    }
}

/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteBucketPolicy.html
struct DeleteBucketPolicy: BucketAction {
    static let route = Route("DELETE", .bucket, "policy")

    let call: Call

    init(_ call: Call) { self.call = call }

    func change(_ documents: inout Documents, _ transaction: Transaction) throws -> Reply {
        var bucket = try documents.bucket(call.bucket)
        bucket["policy"] = nil
        documents[Bucket.shelf, call.bucket] = bucket.document
        return Reply(status: 204)
    }
}

/// Whether a policy lets everybody in, as far as one can tell from its principals.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicyStatus.html
struct GetBucketPolicyStatus: ReadAction {
    static let route = Route("GET", .bucket, "policyStatus")

    let call: Call

    init(_ call: Call) { self.call = call }

    func read(_ service: S3, _ connection: Connection) throws -> Reply {
        guard let policy = try service.documents.current.bucket(call.bucket)["policy"] else {
            throw AWSError.noPolicy(call.bucket)
        }
        let statements = (try? JSON(parsing: policy))?["Statement"]
        let isPublic = (statements?.arrayValue ?? statements.map { [$0] } ?? []).contains { statement in
            let principal = statement["Principal"]
            let isAnybody = principal == "*" || principal?["AWS"] == "*" || principal?["AWS"] == ["*"]
            return statement["Effect"] == "Allow" && isAnybody && statement["Condition"] == nil
        }
        return Reply(XMLText("PolicyStatus") { $0.element("IsPublic", isPublic) })
    }
}
