extension Application {
    /// Code that lies in S3: `s3://bucket/key`, or a bucket and a key.
    package struct CodeObject: Sendable, Hashable, CustomStringConvertible {
        package var bucket: String
        package var key: String
        package var version: String?

        package var description: String { "s3://\(bucket)/\(key)" }
    }
}
