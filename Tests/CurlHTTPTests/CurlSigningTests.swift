import CurlHTTP
import FoundationEssentials
import SocketServer
import Testing

/// What libcurl signs is what it sends. The signature itself is libcurl's business.
@Suite struct CurlSigningTests {
    @Test func everyFieldThatIsSignedIsSent() async throws {
        let server = SocketServer { _ in .init(200) }
        defer { server.close() }
        let headers = CurlHeaderList(
            [
                ("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "A.B"),
                ("X-Amz-Security-Token", "t=/+"),
            ],
            isSigned: true
        )
        var request = CurlRequest(method: "POST", url: "\(server.url)/", headers: headers, body: Array("{}".utf8))
        request.signing = CurlSigning(
            accessKeyID: "AKID",
            secretAccessKey: "secret/:+",
            region: "eu-central-1",
            service: "dynamodb"
        )
        let client = CurlClient()
        _ = try await client.send(request)
        request.signing = nil
        _ = try await client.send(request)

        let sent = server.requests[0]
        let authorization = try #require(sent.headers["authorization"])
        let date = try #require(sent.headers["x-amz-date"])
        let scope = "\(date.prefix(8))/eu-central-1/dynamodb/aws4_request"
        let signed = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"
        #expect(
            authorization.hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/\(scope), SignedHeaders=\(signed), Signature=")
        )
        #expect(signed.split(separator: ";").allSatisfy { sent.headers[String($0)] != nil })
        #expect(server.requests[1].headers["authorization"] == nil)
    }
}
