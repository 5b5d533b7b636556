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
