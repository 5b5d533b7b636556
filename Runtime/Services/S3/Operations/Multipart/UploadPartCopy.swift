import Crypto
import Dispatch
import ServiceKit
import Storage
import Time
import Wire

/// Makes a part of another object, or of some of its bytes.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPartCopy.html
struct UploadPartCopy: Action {
    static let route = Route("PUT", .object, "uploadId", header: "x-amz-copy-source")

    let call: Call
    private let part: PartRequest
    private let source: CopySource

    init(_ call: Call) throws(AWSError) {
        self.call = call
        part = try PartRequest(call)
        source = try CopySource(call)
    }

    /// The bytes are read for their digests outside of any transaction.
    func run(_ service: S3, _ answer: @escaping Answer) {
        service.context.database.read { connection in
            do {
                let transaction = Transaction(service, try connection.get(), call)
                let upload = try transaction.connection.upload(part.upload, call.bucket, call.key)
                let algorithm = try PartRequest.algorithm(upload, nil)
                let (row, body) = try transaction.connection.snapshot {
                    let row = try source.row(transaction)
                    return (row, try transaction.connection.body(of: row).slice(range(row)))
                }
                let version = try source.copiedVersion(row, transaction)
                DispatchQueue.global().async { copy(body, algorithm, version, service, answer) }
            } catch {
                answer(.failure(error))
            }
        }
    }

    private func range(_ row: ObjectRow) throws(AWSError) -> Range<Int> {
        guard let text = call.header("x-amz-copy-source-range") else { return 0..<row.size }
        let numbers = text.dropFirst(6).split(separator: "-").map { Int($0) }
        guard text.hasPrefix("bytes="), numbers.count == 2, let first = numbers[0], let last = numbers[1], first <= last
        else {
            throw .invalidArgument(
                "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the "
                    + "zero-based offsets of the first and last bytes to copy",
                "x-amz-copy-source-range",
                text
            )
        }
        guard last < row.size else {
            throw .invalidArgument(
                "Range specified is not valid for source object of size: \(row.size)",
                "x-amz-copy-source-range",
                text
            )
        }
        return first..<(last + 1)
    }

    private func copy(
        _ body: StoredBody,
        _ algorithm: ChecksumAlgorithm,
        _ version: String?,
        _ service: S3,
        _ answer: @escaping Answer
    ) {
        do {
            var (md5, checksum) = (Insecure.MD5(), RunningChecksum(algorithm))
            try body.read(service.bodies) { piece in
                md5.update(data: piece)
                checksum.update(piece)
            }
            let etag = md5.finalize().map { String(hex: UInt64($0), digits: 2) }.joined()
            let copy = try body.copy(service.bodies)
            let made = checksum.checksum
            service.write(call, .savepoint) { result in
                if case .failure = result { service.bodies.remove(copy.files) }
                answer(result)
            } _: { transaction in
                _ = try transaction.connection.upload(part.upload, call.bucket, call.key)
                try transaction.put(part: part.number, of: part.upload, copy, etag: etag, made)
                return reply(etag, made, version)
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func reply(_ etag: String, _ checksum: Checksum, _ version: String?) -> Reply {
        var reply = Reply(
            XMLText("CopyPartResult") {
                $0.element("LastModified", call.now.wholeSeconds.iso8601Milliseconds)
                $0.element("ETag", "\"\(etag)\"")
                $0.element(checksum.algorithm.element, checksum.value)
            }
        )
        reply.add("x-amz-copy-source-version-id", version)
        return reply
    }
}
