/// What is asked of a server.
package struct CurlRequest: Sendable {
    /// Upper case.
    package var method: String
    package var url: String
    package var headers: CurlHeaderList
    /// `nil` is no body, which is not the same as an empty one.
    package var body: [UInt8]?
    /// From the start to the last byte.
    package var timeout: Duration = .seconds(30)
    package var connectTimeout: Duration = .seconds(3)
    /// Bytes of the answer's body; a longer one breaks the transfer off.
    package var bodyLimit = Int.max
    package var signing: CurlSigning?

    package init(method: String, url: String, headers: CurlHeaderList, body: [UInt8]? = nil) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// What a request is signed with, by AWS's Signature Version 4. All its headers are signed.
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
package struct CurlSigning: Sendable, Hashable {
    package var accessKeyID: String
    package var secretAccessKey: String
    package var region: String
    package var service: String

    package init(accessKeyID: String, secretAccessKey: String, region: String, service: String) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.region = region
        self.service = service
    }
}
