import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// Buckets of a running Hearth: what they tell functions, and what of them outlives it.
@Suite(.fewAtATime) struct BucketTests {
    private func send(
        _ hearth: RunningHearth,
        _ method: String,
        _ path: String,
        _ body: [UInt8]? = nil
    ) async throws -> CurlResponse {
        let scope = "a/20260101/us-east-1/s3/aws4_request"
        let signature = "AWS4-HMAC-SHA256 Credential=\(scope), SignedHeaders=host, Signature=0"
        let headers = CurlHeaderList([("Authorization", signature)])
        let request = CurlRequest(method: method, url: hearth.endpoint + path, headers: headers, body: body)
        return try await CurlClient.shared.send(request)
    }

    /// What the function has noted, once there is so much.
    private func events(_ workshop: Workshop, _ count: Int) async throws -> [JSON] {
        while true {
            let text = (try? String(contentsOfFile: "\(workshop.folder)/events.log", encoding: .utf8)) ?? ""
            let lines = text.split(separator: "\n")
            if lines.count >= count { return try lines.map { try JSON(parsing: String($0)) } }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    @Test(.timeLimit(.minutes(10)))
    func objectsAreToldOfAndOutliveACrash() async throws {
        let workshop = try Workshop()
        try workshop.script("noter", #"while true; do next; echo "$event" >> "$FOLDER/events.log"; answer '{}'; done"#)
        let event = """
            "Events": {"New": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Covers"}, "Events": "s3:ObjectCreated:*"}}}
            """
        try workshop.write(
            "template.json",
            """
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                "Covers": {"Type": "AWS::S3::Bucket"},
                "noter": {"Type": "AWS::Serverless::Function", "Properties": {
                    "Handler": "h", "Runtime": "provided.al2023", "CodeUri": "noter", "Timeout": 30,
                    "Environment": {"Variables": {"FOLDER": "\(workshop.folder)"}}, \(event)
                }}
            }}
            """
        )
        let large = [UInt8](repeating: 0x78, count: 3_000_000)
        let first = try await RunningHearth(workshop)
        #expect(try await send(first, "PUT", "/covers/a%20b", Array("hello".utf8)).status == 200)
        #expect(try await send(first, "PUT", "/covers/large", large).status == 200)
        first.kill()
        let second = try await RunningHearth(workshop)
        #expect(try await send(second, "GET", "/covers/a%20b").body == Array("hello".utf8))
        #expect(try await send(second, "GET", "/covers/large").body == large)
        let told = try await events(workshop, 2).compactMap { $0["Records"]?[0]?["s3"]?["object"]?["key"]?.stringValue }
        #expect(Set(told) == ["a+b", "large"])
        let files = try FileManager.default.contentsOfDirectory(atPath: "\(workshop.folder)/.hearth/s3")
        #expect(files.count == 1)
        #expect(try await send(second, "DELETE", "/covers/large").status == 204)
        #expect(try await send(second, "GET", "/covers/large").status == 404)
        #expect(try FileManager.default.contentsOfDirectory(atPath: "\(workshop.folder)/.hearth/s3").isEmpty)
        #expect(second.interrupt() == 0)
    }
}
