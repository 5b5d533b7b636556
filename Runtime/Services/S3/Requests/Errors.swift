import JSON
import Storage
import Wire

/// S3's errors in its words.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
extension AWSError {
    init(_ code: String, _ status: Int, _ message: String, _ members: (String, String)...) {
        self.init(
            code,
            status: status,
            message: message,
            members: JSON.Object(members.map { ($0.0, .string($0.1)) })
        )
    }

    static func noSuchBucket(_ name: String) -> AWSError {
        AWSError("NoSuchBucket", 404, "The specified bucket does not exist", ("BucketName", name))
    }

    static func noSuchKey(_ key: String) -> AWSError {
        AWSError("NoSuchKey", 404, "The specified key does not exist.", ("Key", key))
    }

    static func noSuchVersion(_ key: String, _ version: String) -> AWSError {
        AWSError("NoSuchVersion", 404, "The specified version does not exist.", ("Key", key), ("VersionId", version))
    }

    static func noSuchUpload(_ id: String) -> AWSError {
        AWSError(
            "NoSuchUpload",
            404,
            "The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or "
                + "completed.",
            ("UploadId", id)
        )
    }

    static func invalidArgument(_ message: String, _ name: String, _ value: String) -> AWSError {
        AWSError("InvalidArgument", 400, message, ("ArgumentName", name), ("ArgumentValue", value))
    }

    static func invalidRequest(_ message: String) -> AWSError { AWSError("InvalidRequest", 400, message) }

    static let malformedXML = AWSError(
        "MalformedXML",
        400,
        "The XML you provided was not well-formed or did not validate against our published schema"
    )

    static let malformedACL = AWSError(
        "MalformedACLError",
        400,
        "The XML you provided was not well-formed or did not validate against our published schema"
    )

    static let invalidURI = AWSError("InvalidURI", 400, "Couldn't parse the specified URI.")

    static func methodNotAllowed(_ method: String, _ type: String) -> AWSError {
        AWSError(
            "MethodNotAllowed",
            405,
            "The specified method is not allowed against this resource.",
            ("Method", method),
            ("ResourceType", type)
        )
    }

    static func preconditionFailed(_ condition: String) -> AWSError {
        AWSError(
            "PreconditionFailed",
            412,
            "At least one of the pre-conditions you specified did not hold",
            ("Condition", condition)
        )
    }

    /// Names what is missing: nothing is ignored in silence.
    static func notEmulated(_ what: String) -> AWSError {
        AWSError("NotImplemented", 501, "Hearth does not emulate \(what)")
    }

    static func badDigest(_ algorithm: String) -> AWSError {
        algorithm == "Content-MD5"
            ? AWSError("BadDigest", 400, "The Content-MD5 you specified did not match what we received.")
            : AWSError("BadDigest", 400, "The \(algorithm) you specified did not match the calculated checksum.")
    }

    static let incompleteBody = AWSError(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header"
    )

    static func accessDenied(_ message: String = "Access Denied") -> AWSError { AWSError("AccessDenied", 403, message) }

    static func noSpace(_ path: String) -> AWSError {
        AWSError("InsufficientStorage", 507, "No space is left to write \(path). Free some and try again.")
    }

    /// Any failure as S3 tells it.
    init(s3 failure: any Error) {
        switch failure {
        case let error as AWSError: self = error
        case StorageError.full(let path): self = .noSpace(path)
        default: self.init("InternalError", 500, "We encountered an internal error. Please try again. (\(failure))")
        }
    }

    func response(to call: Call) -> HTTPResponse {
        var response = HTTPResponse(status: status, headers: headers)
        guard status != 304 else { return response }
        if call.request.method == "HEAD" { return response }
        var xml = XMLText()
        xml.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n")
        xml.element("Error") { error in
            error.element("Code", code)
            error.element("Message", message)
            for member in members.members { error.element(member.key, member.value.stringValue) }
            error.element("Resource", String(call.request.path))
            error.element("RequestId", call.requestID)
            error.element("HostId", call.hostID)
        }
        response.headers.add("Content-Type", "application/xml")
        response.body = xml.bytes
        return response
    }
}
