import FoundationEssentials
import JSON
import LambdaEvents
import Testing

/// `template.json` and `events/` belong together, and to the handlers.
struct TemplateFilesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func json(_ path: String) throws -> JSON {
        try JSON(parsing: Array(Data(contentsOf: root.appending(path: path))))
    }

    private static func functions() throws -> [JSON] {
        let resources = try #require(try json("template.json")["Resources"]?.objectValue)
        return resources.members.map(\.value).filter {
            $0["Type"] == "AWS::Serverless::Function" && $0["Metadata"]?["SwiftProduct"] == "Books"
        }
    }

    @Test func everyFunctionHasAnEventOfItsRoute() throws {
        let functions = try Self.functions()
        #expect(functions.count == 26)
        for function in functions {
            let name = try #require(function["Properties"]?["FunctionName"]?.stringValue)
            let event = try Self.json("events/\(name).json")
            // Some are called by other functions only.
            guard let route = function["Properties"]?["Events"]?["Http"]?["Properties"] else { continue }
            let method = try #require(route["Method"]?.stringValue)
            let path = try #require(route["Path"]?.stringValue)
            if route["RestApiId"] == nil {
                #expect(event["routeKey"]?.stringValue == "\(method) \(path)")
                _ = try JSONCoder.decode(APIGatewayV2Request.self, from: event.bytes)
            } else {
                let request = try JSONCoder.decode(APIGatewayRequest.self, from: event.bytes)
                #expect(request.httpMethod.rawValue == method.uppercased())
                #expect(request.resource == path)
            }
        }
    }

    @Test func everyHandlerIsInTheExecutable() throws {
        let main = try String(
            decoding: Data(contentsOf: Self.root.appending(path: "Functions/Books/Handlers/main.swift")),
            as: UTF8.self
        )
        for function in try Self.functions() {
            let handler = try #require(function["Properties"]?["Handler"]?.stringValue)
            #expect(main.contains("handlers.add(\"\(handler)\""))
        }
    }
}
