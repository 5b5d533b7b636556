import Wire

/// Buckets, for services that put objects into them.
package protocol ObjectStore: Sendable {
    func hasBucket(_ name: String) -> Bool

    /// `completion` gets what went wrong, on a thread that must not be held up for long.
    func put(
        _ bytes: [UInt8],
        as key: String,
        in bucket: String,
        completion: @escaping @Sendable (AWSError?) -> Void
    )
}
