import AWSClient
import CurlHTTP

/// A client for Amazon S3: what uploading takes.
///
/// Methods throw `AWSServiceError` for what the service refuses and `AWSConnectionError` when no answer comes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html
package struct S3: Sendable {
    /// SHA-256 of nothing.
    private static let emptyDigest = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    private let configuration: AWSConfiguration
    private let sender: RetryingClient
    /// The account that buckets must belong to: names of buckets are anybody's.
    private let owner: String

    package init(configuration: AWSConfiguration, owner: String) {
        self.configuration = configuration
        self.owner = owner
        sender = RetryingClient(configuration: configuration, http: .shared)
    }

    /// The address of an object: by the bucket's host name on AWS, by its path elsewhere.
    package func url(_ bucket: String, _ key: String) -> String {
        let own = "https://s3.\(configuration.region).amazonaws.com"
        let base =
            configuration.endpoint == own && !bucket.contains(".")
            ? "https://\(bucket).s3.\(configuration.region).amazonaws.com" : "\(configuration.endpoint)/\(bucket)"
        return "\(base)/\(key)"
    }

    /// The address under which CloudFormation finds a template. An endpoint on this machine is called `localhost` in it:
    /// moto takes the first number of `127.0.0.1` for the name of the bucket.
    package func templateURL(_ bucket: String, _ key: String) -> String {
        let (url, start) = (url(bucket, key), "http://127.0.0.1")
        guard url.hasPrefix("\(start):") || url.hasPrefix("\(start)/") else { return url }
        return "http://localhost\(url.dropFirst(start.count))"
    }

    /// Whether there is one, in this account and region.
    package func hasBucket(_ bucket: String) async throws -> Bool { try await isThere(bucket, "") }

    /// Makes a bucket that is private, as new ones are.
    package func createBucket(_ bucket: String) async throws {
        let region = configuration.region
        let place =
            "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<LocationConstraint>\(region)</LocationConstraint></CreateBucketConfiguration>"
        let body = region == "us-east-1" ? [] : Array(place.utf8)
        _ = try await send("CreateBucket", "PUT", bucket, "", body, digest: nil)
    }

    package func hasObject(_ bucket: String, _ key: String) async throws -> Bool { try await isThere(bucket, key) }

    /// `digest` is the SHA-256 of the bytes, in hexadecimal digits.
    package func putObject(_ bucket: String, _ key: String, _ bytes: [UInt8], digest: String) async throws {
        _ = try await send("PutObject", "PUT", bucket, key, bytes, digest: digest)
    }

    private func isThere(_ bucket: String, _ key: String) async throws -> Bool {
        do {
            let action = key.isEmpty ? "HeadBucket" : "HeadObject"
            _ = try await send(action, "HEAD", bucket, key, nil, digest: Self.emptyDigest)
            return true
        } catch let error as AWSServiceError where error.statusCode == 404 {
            return false
        } catch let error as AWSServiceError where error.statusCode == 403 {
            throw DeploymentError(
                "the bucket \(bucket) is not yours to use (403): name another one with --s3-bucket, or ask for "
                    + "s3:ListBucket, s3:GetObject and s3:PutObject on it"
            )
        } catch let error as AWSServiceError where error.statusCode == 301 {
            throw DeploymentError(
                "the bucket \(bucket) is not in \(configuration.region): name one there with --s3-bucket"
            )
        }
    }

    /// Without a digest the body goes unsigned, which TLS makes up for.
    private func send(
        _ action: String,
        _ method: String,
        _ bucket: String,
        _ key: String,
        _ body: [UInt8]?,
        digest: String?
    ) async throws -> CurlResponse {
        var headers = [(name: "X-Amz-Content-Sha256", value: digest ?? "UNSIGNED-PAYLOAD")]
        if digest != nil { headers.append((name: "X-Amz-Expected-Bucket-Owner", value: owner)) }
        if body != nil { headers.append((name: "Content-Type", value: "application/octet-stream")) }
        if let token = configuration.credentials.sessionToken {
            headers.append((name: "X-Amz-Security-Token", value: token))
        }
        var request = CurlRequest(
            method: method,
            url: url(bucket, key),
            headers: CurlHeaderList(headers, isSigned: true),
            body: body
        )
        request.timeout = .seconds(900)
        request.signing = CurlSigning(
            accessKeyID: configuration.credentials.accessKeyID,
            secretAccessKey: configuration.credentials.secretAccessKey,
            region: configuration.region,
            service: "s3"
        )
        do {
            return try await sender.send(request)
        } catch let error as AWSErrorAnswer {
            let object = key.isEmpty ? bucket : "\(bucket)/\(key)"
            throw AWSServiceError(error, to: "s3:\(action) \(object)", endpoint: configuration.endpoint)
        }
    }
}
