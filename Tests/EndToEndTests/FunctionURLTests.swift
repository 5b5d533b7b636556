import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// Function URLs of a template, on ports of their own and by name on the AWS endpoint.
@Suite(.fewAtATime) struct FunctionURLTests {
    private static func send(_ url: String, _ method: String = "GET", _ headers: [(String, String)] = []) async throws
        -> CurlResponse
    {
        try await CurlClient.shared.send(CurlRequest(method: method, url: url, headers: CurlHeaderList(headers)))
    }

    /// What Hearth says of a function's URL when it starts: the port's address and the name.
    private static func addresses(of function: String, _ hearth: RunningHearth) throws -> (port: String, name: String) {
        let lines = hearth.text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
        let line = try #require(lines.first { $0.count == 3 && $0[0] == function && $0[2].contains(".lambda-url.") })
        return (line[1], line[2])
    }

    @Test func answerOnTheirPortAndByTheirName() async throws {
        let workshop = try Workshop()
        try workshop.script("web", #"while true; do next; answer "$event"; done"#)
        try workshop.template(["web": #""FunctionUrlConfig": {"AuthType": "NONE"}"#])
        let hearth = try await RunningHearth(workshop)
        let (port, name) = try Self.addresses(of: "web", hearth)
        let host = try #require(URL(string: name)?.host())
        let byPort = try await Self.send("\(port)/a%20b?q=1&q=2", "GET", [("Cookie", "c=1"), ("X-Odd", "é")])
        let byName = try await Self.send("\(hearth.endpoint)/a%20b?q=1&q=2", "GET", [("Host", host)])
        for response in [byPort, byName] {
            let event = try JSON(parsing: response.body)
            #expect(response.status == 200 && event["version"] == "2.0", "\(event)")
            #expect(event["rawPath"] == "/a b" && event["rawQueryString"] == "q=1&q=2")
            #expect(event["queryStringParameters"]?["q"] == "1,2")
            #expect(event["routeKey"] == "$default" && event["requestContext"]?["stage"] == "$default")
        }
        #expect(try JSON(parsing: byPort.body)["cookies"] == ["c=1"])
        #expect(try JSON(parsing: byName.body)["requestContext"]?["domainName"]?.stringValue == host)
        #expect(hearth.interrupt() == 0)
    }

    @Test func refuseWhomTheyAreNotOpenTo() async throws {
        let workshop = try Workshop()
        try workshop.script("web", #"while true; do next; answer '{"statusCode":201,"body":"made"}'; done"#)
        try workshop.script("own", "while true; do next; answer 1; done")
        try workshop.template([
            "web": #""FunctionUrlConfig": {"AuthType": "NONE", "Cors": {"AllowOrigins": ["https://a.example"]}}"#,
            "own": #""FunctionUrlConfig": {"AuthType": "AWS_IAM"}"#,
        ])
        let hearth = try await RunningHearth(workshop)
        let web = try Self.addresses(of: "web", hearth).port
        let allowed = try await Self.send(web, "POST", [("Origin", "https://a.example")])
        #expect(allowed.status == 201 && allowed.body == Array("made".utf8))
        #expect(allowed.headers["access-control-allow-origin"] == "https://a.example")
        let other = try await Self.send(web, "POST", [("Origin", "https://b.example")])
        #expect(other.status == 201 && other.headers["access-control-allow-origin"] == nil)
        let signed = try await Self.send(try Self.addresses(of: "own", hearth).port)
        #expect(signed.status == 403)
        #expect(try JSON(parsing: signed.body)["Message"]?.stringValue?.hasPrefix("Forbidden. ") == true)
        let nobody = try await Self.send(hearth.endpoint, "GET", [("Host", "nobody.lambda-url.us-east-1.localhost")])
        #expect(nobody.status == 403 && nobody.body == Array(#"{"Message":null}"#.utf8))
        #expect(hearth.interrupt() == 0)
    }
}
