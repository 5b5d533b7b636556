import FoundationEssentials
import JSON
import LambdaEvents
import ProductCatalog
import Testing

@testable import Catalog

/// `template.json`, `events/` and the carried catalogue belong together, and to the handlers.
@Suite struct TemplateFilesTests {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func text(_ path: String) throws -> String {
        try String(decoding: Data(contentsOf: root.appending(path: path)), as: UTF8.self)
    }

    private static func functions() throws -> [JSON] {
        let resources = try #require(try JSON(parsing: text("template.json"))["Resources"]?.objectValue)
        return resources.members.map(\.value).filter {
            $0["Type"] == "AWS::Serverless::Function" && $0["Metadata"]?["SwiftProduct"] == "Catalog"
        }.compactMap { $0["Properties"] }
    }

    @Test func everyFunctionHasAnEventOfItsKind() throws {
        let functions = try Self.functions()
        #expect(functions.count == 20)
        for function in functions {
            let name = try #require(function["FunctionName"]?.stringValue)
            let event = try JSON(parsing: try Self.text("events/\(name).json"))
            // Some are called by other functions only.
            guard let source = function["Events"]?.objectValue?.members.first?.value else { continue }
            switch source["Type"]?.stringValue {
            case "HttpApi":
                let route = try #require(source["Properties"])
                let key = "\(route["Method"]?.stringValue ?? "") \(route["Path"]?.stringValue ?? "")"
                #expect(event["routeKey"]?.stringValue == key)
                _ = try JSONCoder.decode(APIGatewayV2Request.self, from: event.bytes)
            case "SQS": _ = try JSONCoder.decode(SQSEvent.self, from: event.bytes)
            case "SNS":
                let sns = try JSONCoder.decode(SNSEvent.self, from: event.bytes)
                _ = try JSONCoder.decode(ProductNotice.self, from: try #require(sns.records.first).sns.message)
            case "ScheduleV2": _ = try JSONCoder.decode(RecoveryHandler.Event.self, from: event.bytes)
            default: Issue.record("\(name) has an event of another kind")
            }
        }
    }

    @Test func everyHandlerIsInTheExecutable() throws {
        let main = try Self.text("Functions/Catalog/Handlers/main.swift")
        for function in try Self.functions() {
            let handler = try #require(function["Handler"]?.stringValue)
            #expect(main.contains("handlers.add(\"\(handler)\")"))
        }
    }

    @Test func theMessageOfTheQueueIsAnUpdate() throws {
        let event = try JSONCoder.decode(SQSEvent.self, from: try Self.text("events/catalog-apply.json"))
        #expect(try ProductUpdate(message: try #require(event.records.first).body).productID == "c1")
    }

    /// One rule takes the events whose `detail-type` is their fact's, another one puts all others aside.
    @Test func theRulesKnowEveryFact() throws {
        let resources = try JSON(parsing: Self.text("template.json"))["Resources"]
        func alternatives(_ rule: String) -> Set<JSON> {
            Set(resources?[rule]?["Properties"]?["EventPattern"]?["$or"]?.arrayValue ?? [])
        }
        func pattern(_ fact: Fact, _ values: JSON) -> JSON {
            ["detail-type": [.string(fact.detailType)], "detail": ["fact": values]]
        }
        let right = Fact.allCases.map { pattern($0, [.string($0.rawValue)]) }
        #expect(alternatives("UpdatesRule") == Set(right))
        let wrong = Fact.allCases.map { fact in
            pattern(fact, [["anything-but": [.string(fact.rawValue)]], ["exists": false]])
        }
        #expect(alternatives("MisnamedUpdatesRule") == Set(wrong))
    }

    @Test func theCarriedCatalogueCanBeShown() throws {
        let text = try Self.text("Functions/Catalog/Data/products.json")
        let products = try JSONCoder.decode(ImportHandler.Catalogue.self, from: text).products
        #expect(products.count >= 30 && Set(products.map(\.product_id)).count == products.count)
        for product in products {
            let price = try #require(product.price)
            let quote = QuotedPrice(price: price, base: price)
            #expect(ShownPrice(quote, for: .web) != nil && product.inventory != nil)
        }
    }

    /// Of what a rule would pass on without a transformer.
    @Test func theTransformerSavesMostOfAnEvent() throws {
        let update = ProductUpdate(
            productID: "c1",
            version: Version(number: 1_700_000_000_000_000, eventID: "0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0"),
            content: .inventory(Inventory(quantity: 12))
        )
        let detail = try update.json
        let event =
            #"{"version":"0","id":"0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0","detail-type":"InventoryChanged","#
            + #""source":"catalog","account":"000000000000","time":"2026-11-21T09:00:00Z","region":"us-east-1","#
            + #""resources":[],"detail":\#(detail)}"#
        let saved = 1 - Double(detail.utf8.count) / Double(event.utf8.count)
        #expect(saved > 0.5 && saved < 0.7, "\(saved)")
    }
}
