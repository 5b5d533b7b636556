import Deployment
import ServiceKit

/// Puts packages into the bucket that CloudFormation and Lambda take them from.
struct Uploader {
    let bucket: String
    /// What all keys begin with.
    let prefix: String
    private let s3: S3
    private let console: Console

    /// Makes the bucket where there is none.
    init(_ account: DeploymentAccount, bucket: String?, stack: String, _ console: Console) async throws {
        self.bucket = bucket ?? "hearth-deploy-\(account.id)-\(account.region)"
        (prefix, s3, self.console) = (stack, account.s3, console)
        if try await s3.hasBucket(self.bucket) { return }
        console.note("Making the bucket \(self.bucket) …")
        try await s3.createBucket(self.bucket)
    }

    /// Uploads what is not there yet, and returns the key. The same bytes have the same key.
    func upload(_ bytes: [UInt8], name: String, ending: String) async throws -> String {
        let digest = SHA256.hex(bytes)
        let key = "\(prefix)/\(name)-\(digest.prefix(32)).\(ending)"
        if try await s3.hasObject(bucket, key) {
            console.note("\(key) is in \(bucket) already")
        } else {
            console.note("Uploading \(key) to \(bucket), \(Readable.size(bytes: bytes.count)) …")
            try await s3.putObject(bucket, key, bytes, digest: digest)
        }
        return key
    }

    func templateURL(_ key: String) -> String { s3.templateURL(bucket, key) }
}
