import ServiceKit
import Storage
import Wire

/// Puts an object into a bucket by the form of a web page. The whole form is held in memory, up to 64 MiB of it.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
struct PostObject: Action {
    static let route = Route("POST", .bucket)

    let call: Call
    private let form: FormData
    private let key: String
    private let headers: HTTPHeaders
    private let details: ObjectDetails

    init(_ call: Call) throws(AWSError) {
        self.call = call
        guard let form = FormData(call.request.body, contentType: call.header("Content-Type") ?? "") else {
            throw AWSError(
                "PreconditionFailed",
                412,
                "At least one of the pre-conditions you specified did not hold",
                ("Condition", "Bucket POST must be of the enclosure-type multipart/form-data")
            )
        }
        guard form.file != nil else {
            throw .invalidArgument("POST requires exactly one file upload per request.", "file", "0")
        }
        guard let key = form.fields["key"], !key.isEmpty else {
            throw .invalidArgument(
                "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
                "key",
                ""
            )
        }
        self.form = form
        self.key = key.replacing("${filename}", with: form.fileName)
        try ObjectKey.check(self.key)
        if let policy = form.fields["policy"] {
            try PostPolicy(base64: policy).check(form, bucket: call.bucket, key: self.key, at: call.now)
        }
        headers = try Self.headers(form)
        details = try ObjectDetails(headers)
    }

    /// The fields that are header fields in other requests.
    private static func headers(_ form: FormData) throws(AWSError) -> HTTPHeaders {
        var headers: HTTPHeaders = [:]
        for (name, value) in form.fields.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "acl": headers.add("x-amz-acl", value)
            case "tagging":
                guard let xml = XMLElement(parsing: Array(value.utf8)) else { throw .malformedXML }
                let pairs = try Tags(xml, limit: 10).all.map {
                    "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))"
                }
                headers.add("x-amz-tagging", pairs.joined(separator: "&"))
            default: headers.add(name, value)
            }
        }
        if headers["Content-Type"] == nil, let type = form.fileType { headers.add("Content-Type", type) }
        return headers
    }

    func run(_ service: S3, _ answer: @escaping Answer) {
        do throws(AWSError) {
            let file = form.file ?? []
            var intake = try Intake(headers)
            if file.count <= StoredBody.inlineLimit {
                _ = try intake.take(file)
                return write(StoredBody(bytes: file), try intake.finish(trailers: [:]), service, answer)
            }
            let writer = BodyWriter(intake, service.bodies) { _ in }
            writer.write(file)
            writer.finish(trailers: [:]) { result in
                switch result {
                case .success(let stored): write(stored.body, stored.found, service, answer)
                case .failure(let error): answer(.failure(error))
                }
            }
        } catch {
            answer(.failure(error))
        }
    }

    private func write(_ body: StoredBody, _ found: Intake.Result, _ service: S3, _ answer: @escaping Answer) {
        service.write(call, .savepoint) { result in
            if case .failure = result { service.bodies.remove(body.files) }
            answer(result)
        } _: {
            try store(body, found, $0)
        }
    }

    private func store(_ body: StoredBody, _ found: Intake.Result, _ transaction: Transaction) throws -> Reply {
        var details = details
        details.checksum = found.checksum
        let object = NewObject(
            bucket: call.bucket,
            key: key,
            size: body.count,
            etag: found.etag,
            details: details,
            body: body
        )
        return reply(found.etag, try transaction.put(object, .post))
    }

    private func reply(_ etag: String, _ version: String?) -> Reply {
        var reply = Reply(status: 204)
        let host = "http://\(call.header("Host") ?? "s3.amazonaws.com")"
        let encoded = PercentEncoding.encode(key)
        let location = "\(host)\(call.request.path.trimming { $0 == "/" }.isEmpty ? "" : "/\(call.bucket)")/\(encoded)"
        if let redirect = form.fields["success_action_redirect"] ?? form.fields["redirect"] {
            let mark = redirect.contains("?") ? "&" : "?"
            reply.status = 303
            reply.headers.add("Location", "\(redirect)\(mark)bucket=\(call.bucket)&key=\(encoded)&etag=%22\(etag)%22")
        } else if form.fields["success_action_status"] == "201" {
            reply = Reply(
                XMLText("PostResponse", hasNamespace: false) {
                    $0.element("Location", location)
                    $0.element("Bucket", call.bucket)
                    $0.element("Key", key)
                    $0.element("ETag", "\"\(etag)\"")
                },
                status: 201
            )
            reply.headers.add("Location", location)
        } else {
            if form.fields["success_action_status"] == "200" { reply.status = 200 }
            reply.headers.add("Location", location)
        }
        reply.headers.add("ETag", "\"\(etag)\"")
        reply.add("x-amz-version-id", version)
        return reply
    }
}
