import CurlHTTP
import Foundation
import JSON
import Programs
import Testing
import ZipWriting

/// Functions of several regions in one Hearth.
@Suite(.fewAtATime) struct RegionTests {
    private static let functions = "/2015-03-31/functions"
    private static let mappings = "/2015-03-31/event-source-mappings"
    /// Answers where it runs, and notes its events there.
    private static let script = #"""
        while true; do
            next
            echo "$event" >> "/tmp/$(basename "$FOLDER")-$AWS_REGION.log"
            answer "\"$AWS_REGION $AWS_DEFAULT_REGION\""
        done
        """#

    private func call(
        _ hearth: RunningHearth,
        _ method: String,
        _ path: String,
        _ region: String,
        _ body: JSON? = nil,
        service: String = "lambda",
        headers: [(String, String)] = []
    ) async throws -> JSON {
        let credential = "a/20260101/\(region)/\(service)/aws4_request"
        let signature = "AWS4-HMAC-SHA256 Credential=\(credential), SignedHeaders=host, Signature=0"
        let request = CurlRequest(
            method: method,
            url: hearth.endpoint + path,
            headers: CurlHeaderList(headers + [("Authorization", signature)]),
            body: body?.bytes
        )
        let answer = try await CurlClient.shared.send(request)
        return answer.body.isEmpty ? .null : try JSON(parsing: answer.body)
    }

    private func sqs(_ hearth: RunningHearth, _ action: String, _ region: String, _ body: JSON) async throws -> JSON {
        let headers = [("Content-Type", "application/x-amz-json-1.0"), ("X-Amz-Target", "AmazonSQS.\(action)")]
        return try await call(hearth, "POST", "/", region, body, service: "sqs", headers: headers)
    }

    private func create(_ hearth: RunningHearth, _ workshop: Workshop, in region: String) async throws -> JSON {
        let program = try Data(contentsOf: URL(filePath: "\(workshop.folder)/where/bootstrap"))
        let zip = Data(Zip.archive([Zip.Entry("bootstrap", Array(program), mode: 0o100755)])).base64EncodedString()
        return try await call(
            hearth,
            "POST",
            Self.functions,
            region,
            [
                "FunctionName": "where", "Runtime": "provided.al2023", "Handler": "h",
                "Code": ["ZipFile": .string(zip)],
                "Role": "arn:aws:iam::000000000000:role/r", "Timeout": 30,
                "Environment": ["Variables": ["FOLDER": .string(workshop.folder)]],
            ]
        )
    }

    @Test(.timeLimit(.minutes(10)))
    func functionsOfOneNameLiveInSeveralRegionsAndOutliveARestart() async throws {
        let workshop = try Workshop()
        try workshop.script("where", Self.script)
        try workshop.template([
            "where": #""Timeout": 30, "Environment": {"Variables": {"FOLDER": "\#(workshop.folder)"}}"#
        ])
        var hearth = try await RunningHearth(workshop, "--region", "eu-central-1")
        let made = try await create(hearth, workshop, in: "us-west-2")
        #expect(made["FunctionArn"] == "arn:aws:lambda:us-west-2:000000000000:function:where", "\(made)")
        let twice = try await create(hearth, workshop, in: "eu-central-1")
        #expect(twice["message"] == "Function already exist: where")

        for _ in 1...2 {
            for region in ["us-west-2", "eu-central-1"] {
                let answer = try await call(hearth, "POST", "\(Self.functions)/where/invocations", region, [:])
                #expect(answer == .string("\(region) \(region)"))
                let output = try await workshop.hearth("invoke", "where", "--region", region).output
                #expect(output == "\"\(region) \(region)\"\n")
            }
            // Those who do not sign speak of the region of the template.
            #expect(try await hearth.invoke("where") == "eu-central-1 eu-central-1")
            #expect(hearth.interrupt() == 0)
            hearth = try await RunningHearth(workshop, "--region", "eu-central-1")
        }

        let elsewhere = try await call(hearth, "GET", "\(Self.functions)/where", "ap-south-1")
        #expect(elsewhere["Message"] == "Function not found: arn:aws:lambda:ap-south-1:000000000000:function:where")
        let foreign = try await call(
            hearth,
            "POST",
            "\(Self.functions)/arn:aws:lambda:us-west-2:000000000000:function:where/invocations",
            "eu-central-1",
            [:]
        )
        #expect(foreign["Message"] == "Functions from 'us-west-2' are not reachable in this region ('eu-central-1')")
        let all = try await workshop.hearth("ps").output
        #expect(all.contains("us-west-2/where") && all.contains("eu-central-1/where"), "\(all)")
        let there = try await workshop.hearth("ps", "where", "--region", "us-west-2", "--output", "json").output
        #expect(try JSON(parsing: there)["functions"]?.arrayValue?.map { $0["region"] } == ["us-west-2"])
        #expect(hearth.interrupt() == 0)
    }

    @Test(.timeLimit(.minutes(10)))
    func queuesFeedFunctionsOfTheirRegionAlone() async throws {
        let workshop = try Workshop()
        try workshop.script("where", Self.script)
        try workshop.template(["where": ""])
        var hearth = try await RunningHearth(workshop)
        _ = try await create(hearth, workshop, in: "us-west-2")
        for region in ["us-east-1", "us-west-2"] {
            _ = try await sqs(hearth, "CreateQueue", region, ["QueueName": "q"])
        }
        func mapping(_ region: String) -> JSON {
            ["FunctionName": "where", "EventSourceArn": .string("arn:aws:sqs:\(region):000000000000:q")]
        }
        let refused = try await call(hearth, "POST", Self.mappings, "us-west-2", mapping("us-east-1"))
        #expect(refused["message"] == "Event source region must match Lambda region us-west-2.")
        let made = try await call(hearth, "POST", Self.mappings, "us-west-2", mapping("us-west-2"))
        #expect(made["FunctionArn"] == "arn:aws:lambda:us-west-2:000000000000:function:where", "\(made)")
        #expect(try await call(hearth, "GET", Self.mappings, "us-east-1")["EventSourceMappings"] == [])

        #expect(hearth.interrupt() == 0)
        hearth = try await RunningHearth(workshop)
        let url = "\(hearth.endpoint)/000000000000/q"
        let found = try await sqs(hearth, "GetQueueUrl", "us-west-2", ["QueueName": "q"])
        _ = try await sqs(
            hearth,
            "SendMessage",
            "us-west-2",
            ["QueueUrl": found["QueueUrl"] ?? .string(url), "MessageBody": "to the west"]
        )
        let log = "/tmp/\(URL(filePath: workshop.folder).lastPathComponent)-us-west-2.log"
        defer { try? FileManager.default.removeItem(atPath: log) }
        while (try? String(contentsOfFile: log, encoding: .utf8))?.contains("to the west") != true {
            try await Task.sleep(for: .milliseconds(20))
        }
        let event = try JSON(parsing: String(contentsOfFile: log, encoding: .utf8))
        #expect(event["Records"]?[0]?["awsRegion"] == "us-west-2")
        #expect(hearth.interrupt() == 0)
    }
}
