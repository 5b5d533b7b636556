import JSON
import Programs
import Testing

/// `hearth routes`.
@Suite(.fewAtATime) struct RoutesTests {
    @Test func whatGuardsTheBookServiceIsTold() async throws {
        let workshop = try Workshop()
        try workshop.bookService()
        let result = try await workshop.hearth("routes", "--output", "json")
        #expect(result.status == 0, "\(result)")
        let rows = try JSON(parsing: result.output).arrayValue ?? []
        func row(_ function: String) throws -> JSON { try #require(rows.first { $0["function"] == .string(function) }) }
        let rate = try row("rate")
        #expect(rate["authorizerType"] == "JWT" && rate["audiences"] == ["book-service"])
        #expect(rate["issuer"] == .null, "the gateway, wherever it will be")
        #expect(try row("catalog-price")["authorizer"] == "Admins" && row("import")["authorizer"] == "Admins")
        #expect(try row("catalog-wish")["authorizer"] == "Readers" && row("catalog-notices")["authorizer"] == "Readers")
        let url = try row("export-ratings")
        #expect(url["type"] == "URL" && url["method"] == "ANY" && url["authorizer"] == nil)
        let table = try await workshop.hearth("routes")
        #expect(table.output.contains("Readers: JWT of this gateway"))
    }

    /// Even one of this machine.
    @Test func issuersOfTheirOwnAreTold() async throws {
        let workshop = try Workshop()
        let jwt = #"{"issuer": "http://127.0.0.1:9999", "audience": ["a"]}"#
        let auth = #"{"T": {"IdentitySource": "$request.header.Authorization", "JwtConfiguration": \#(jwt)}}"#
        let event = #"{"ApiId": {"Ref": "A"}, "Path": "/a", "Method": "get", "Auth": {"Authorizer": "T"}}"#
        let function = #"""
            "Handler": "f", "Runtime": "provided.al2023", "CodeUri": ".",
            "Events": {"E": {"Type": "HttpApi", "Properties": \#(event)}}
            """#
        let text = #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                "A": {"Type": "AWS::Serverless::HttpApi", "Properties": {"Auth": {"Authorizers": \#(auth)}}},
                "F": {"Type": "AWS::Serverless::Function", "Properties": {\#(function)}}
            }}
            """#
        try workshop.write("template.json", text)
        let result = try await workshop.hearth("routes")
        #expect(result.output.contains("T: JWT of http://127.0.0.1:9999"), "\(result)")
    }

    @Test func keysThatDoNotWorkAreToldApart() async throws {
        let workshop = try Workshop()
        try workshop.script("f", "while true; do next; answer 1; done")
        let value = "0123456789abcdefghij"
        let key = #"{"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Name": "off", "Value": "\#(value)"}}"#
        try workshop.template(["f": ""], resources: #""K": \#(key)"#)
        let hearth = try await RunningHearth(workshop)
        #expect(hearth.text.contains("\(value)  (opens nothing: it is not enabled)"))
        #expect(hearth.interrupt() == 0)
    }
}
