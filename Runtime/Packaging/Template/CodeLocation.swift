import JSON

/// Where code is once it is packaged.
package enum CodeLocation: Sendable, Hashable {
    /// A zip beside the packaged template.
    case file(String)
    case s3(bucket: String, key: String)

    /// As SAM's resources have it.
    var uri: JSON {
        switch self {
        case .file(let name): .string(name)
        case .s3(let bucket, let key): .string("s3://\(bucket)/\(key)")
        }
    }

    /// As CloudFormation's own resources have it.
    var properties: JSON {
        switch self {
        case .file(let name): .string(name)
        case .s3(let bucket, let key): ["S3Bucket": .string(bucket), "S3Key": .string(key)]
        }
    }
}
