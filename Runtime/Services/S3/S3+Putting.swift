import ServiceKit
import Wire

/// Objects from other parts of Hearth: the logs that are exported.
extension S3: ObjectStore {
    package func hasBucket(_ name: String) -> Bool { documents.current[Bucket.shelf, name] != nil }

    package func put(
        _ bytes: [UInt8],
        as key: String,
        in bucket: String,
        completion: @escaping @Sendable (AWSError?) -> Void
    ) {
        let request = HTTPRequest(
            method: "PUT",
            target: "/\(bucket)/\(PercentEncoding.encode(key))",
            headers: ["Content-Length": String(bytes.count)],
            body: bytes
        )
        do throws(AWSError) {
            try PutObject(Call(request, Address(bucket: bucket, key: key), context)).run(self) { result in
                if case .failure(let failure) = result { completion(AWSError(s3: failure)) } else { completion(nil) }
            }
        } catch {
            completion(error)
        }
    }
}
