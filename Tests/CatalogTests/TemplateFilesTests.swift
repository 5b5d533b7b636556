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

    /// What a subscriber of the topic fails on goes to a queue with dead letters: its own, or that of its function. The
    /// partners' queue is theirs to read.
    @Test func noNoticeIsLost() throws {
        let resources = try #require(try JSON(parsing: Self.text("template.json"))["Resources"]?.objectValue)
        func isOfNotices(_ topic: JSON?) -> Bool { topic == ["Ref": "NoticesTopic"] }
        let queues = resources.members.map(\.value).filter {
            $0["Type"] == "AWS::SNS::Subscription" && isOfNotices($0["Properties"]?["TopicArn"])
        }.compactMap { $0["Properties"]?["Endpoint"]?["Fn::GetAtt"]?[0]?.stringValue }
        let functions = try Self.functions().filter { function in
            function["Events"]?.objectValue?.members.contains { isOfNotices($0.value["Properties"]?["Topic"]) } ?? false
        }
        #expect(Set(queues) == ["PriceDropsQueue", "PartnerQueue"])
        #expect(functions.map { $0["FunctionName"] } == ["notice-ratings"])
        #expect(functions.map { $0["DeadLetterQueue"]?["TargetArn"] } == [["Fn::GetAtt": ["RatingsQueue", "Arn"]]])
        for function in ["NoticePriceDrops": "PriceDropsQueue", "NoticeRatings": "RatingsQueue"] {
            #expect(resources[function.value]?["Properties"]?["RedrivePolicy"] != nil)
            let events = resources[function.key]?["Properties"]?["Events"]?.objectValue?.members ?? []
            let arn: JSON = ["Fn::GetAtt": [.string(function.value), "Arn"]]
            #expect(events.contains { $0.value["Properties"]?["Queue"] == arn })
        }
    }

    @Test func everyDeadLetterIsReplayedCountedAndAlarmedOf() throws {
        let resources = try #require(try JSON(parsing: Self.text("template.json"))["Resources"]?.objectValue)
        let sources = resources.members.filter { $0.value["Properties"]?["RedrivePolicy"] != nil }
        let dead = sources.compactMap {
            $0.value["Properties"]?["RedrivePolicy"]?["deadLetterTargetArn"]?["Fn::GetAtt"]?[0]?.stringValue
        }
        #expect(Set(dead) == ["UpdatesDeadLetters", "PriceDropsDeadLetters", "RatingsDeadLetters"])
        for queue in dead { #expect(resources[queue]?["Properties"]?["MessageRetentionPeriod"] == 1_209_600) }
        for function in ["CatalogRecovery", "CatalogHealth"] {
            let properties = try #require(resources[function]?["Properties"])
            let urls = properties["Environment"]?["Variables"]?["DEAD_LETTER_QUEUE_URLS"]?["Fn::Join"]
            #expect(urls?[0] == "," && Set(urls?[1]?.arrayValue ?? []) == Set(dead.map { ["Ref": .string($0)] }))
            let statements = properties["Policies"]?[0]?["Statement"]?.arrayValue ?? []
            func allowed(_ action: JSON) -> Set<JSON> {
                Set(
                    statements.filter { $0["Action"] == action || $0["Action"]?.arrayValue?.contains(action) ?? false }
                        .flatMap { $0["Resource"]?.arrayValue ?? [] }
                )
            }
            func arns(_ queues: [String]) -> Set<JSON> { Set(queues.map { ["Fn::GetAtt": [.string($0), "Arn"]] }) }
            #expect(allowed("sqs:GetQueueAttributes") == arns(dead))
            guard function == "CatalogRecovery" else { continue }
            #expect(
                allowed("sqs:StartMessageMoveTask") == arns(dead) && allowed("sqs:ListMessageMoveTasks") == arns(dead)
            )
            #expect(allowed("sqs:SendMessage") == arns(sources.map(\.key)))
        }
        let watched = resources.members.compactMap {
            $0.value["Properties"]?["Dimensions"]?[0]?["Value"]?["Fn::GetAtt"]?[0]?.stringValue
        }
        #expect(Set(watched).isSuperset(of: dead))
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
