import ServiceKit
import Testing
import Time
import Wire

@Suite struct WireFormatTests {
    @Test(
        arguments: [
            ("", 0), ("{}", 2_745_614_147), ("123456789", 0xCBF4_3926),
            ("The quick brown fox jumps over the lazy dog", 0x414F_A339),
        ] as [(String, UInt32)]
    )
    func checksums(_ text: String, _ expected: UInt32) {
        #expect(CRC32.checksum(Array(text.utf8)) == expected)
    }

    @Test func requestIDsAreLongAndDiffer() {
        let ids = IDSource(seed: 1)
        let (first, second) = (RequestID.long(ids), RequestID.long(ids))
        #expect(first.count == 52 && first != second)
        #expect(first.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber) })
        #expect(RequestID.long(IDSource(seed: 1)) == first)
    }

    @Test func readsTheScopeOfASignature() {
        var request = HTTPRequest(method: "POST", target: "/")
        #expect(CredentialScope(request) == nil)
        request.headers["authorization"] =
            "AWS4-HMAC-SHA256 Credential=AKID/20261121/eu-west-1/sqs/aws4_request, SignedHeaders=host, Signature=0"
        #expect(CredentialScope(request)?.service == "sqs")
        #expect(CredentialScope(request)?.region == "eu-west-1")
        #expect(CredentialScope(request)?.accessKeyID == "AKID")
        #expect(CredentialScope.region(of: request) == "eu-west-1")
        let presigned = HTTPRequest(
            method: "GET",
            target:
                "/b/k?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20261121%2Fus-east-1%2Fs3%2Faws4_request"
        )
        #expect(CredentialScope(presigned)?.service == "s3")
        #expect(CredentialScope.region(of: presigned) == "us-east-1")
    }
}
