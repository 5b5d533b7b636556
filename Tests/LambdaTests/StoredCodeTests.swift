import JSON
import Testing
import Wire

@testable import Lambda

@Suite struct StoredCodeTests {
    private func request(_ body: String) -> HTTPRequest {
        HTTPRequest(method: "POST", target: "/", body: Array(body.utf8))
    }

    @Test(
        arguments: [
            (
                "CreateFunction",
                #"{"FunctionName":"f","Code":{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}}"#, "Code"
            ),
            ("UpdateFunctionCode", #"{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}"#, nil),
            (
                "PublishLayerVersion", #"{"Content":{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}}"#,
                "Content"
            ),
        ] as [(String, String, String?)]
    )
    func goesOnWithTheZip(_ action: String, _ body: String, _ member: String?) throws {
        let stored = try #require(StoredCode(request(body), action: action))
        #expect(stored.bucket == "codes" && stored.key == "f.zip" && stored.version == "v")
        let input = try JSON(parsing: stored.request(with: [1, 2, 3]).body)
        let code = try #require(member.map { input[$0] ?? .null } ?? input)
        #expect(code["ZipFile"] == "AQID" && code["S3Bucket"] == nil && code["S3ObjectVersion"] == nil)
    }

    @Test(arguments: [
        ("CreateFunction", #"{"Code":{"ZipFile":"AQID"},"Description":"S3Bucket"}"#),
        ("CreateFunction", #"{"Code":{"S3Bucket":"codes"}}"#),
        ("UpdateFunctionConfiguration", #"{"S3Bucket":"a","S3Key":"b"}"#),
        ("CreateFunction", "S3Bucket"),
    ])
    func otherRequests(_ action: String, _ body: String) { #expect(StoredCode(request(body), action: action) == nil) }
}
