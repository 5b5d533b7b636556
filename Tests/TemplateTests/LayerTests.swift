import Template
import Testing

@Suite struct LayerTests {
    private static let layers = """
          Own:
            Type: AWS::Serverless::LayerVersion
            Properties:
              LayerName: words
              Description: what all say
              LicenseInfo: MIT
              ContentUri: layers/words
              CompatibleRuntimes: [python3.12]
              CompatibleArchitectures: [x86_64]
              RetentionPolicy: Delete
          Plain: {Type: AWS::Lambda::LayerVersion, Properties: {Content: layers/plain}}
        """

    @Test func areReferredToByTheARNOfTheirVersion() throws {
        let application = readFunction("Layers: [!Ref Own, !GetAtt Plain.LayerVersionArn]", rest: Self.layers)
        let arns = ["words", "Plain"].map { "arn:aws:lambda:us-east-1:000000000000:layer:\($0):1" }
        #expect(application.functions.first?.layers == arns)
        #expect(application.layers.map(\.arn.description) == arns)
        let own = try #require(application.layers.first)
        #expect(own.name == "words" && own.contentURI == "layers/words" && own.description == "what all say")
        #expect(own.licenseInfo == "MIT" && own.compatibleRuntimes == ["python3.12"])
        #expect(own.compatibleArchitectures == ["x86_64"])
        #expect(application.lines.allSatisfy { $0.hasPrefix("note ") }, "\(application.lines)")
    }

    @Test func twoOfOneNameAreTwoVersions() {
        let application = readFunction(
            "Layers: [!Ref Second]",
            rest: """
                  First: {Type: AWS::Serverless::LayerVersion, Properties: {LayerName: words, ContentUri: layers/one}}
                  Second: {Type: AWS::Lambda::LayerVersion, Properties: {LayerName: words, Content: layers/two}}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(application.layers.map(\.version) == ["1", "2"])
        #expect(application.functions.first?.layers == ["arn:aws:lambda:us-east-1:000000000000:layer:words:2"])
    }

    @Test func namesThatNeedOtherNamesTakeNoTime() {
        let layers = (1...40).map { number in
            let name = number == 1 ? "first" : "!Select [6, !Split [\":\", !Ref L\(number - 1)]]"
            return "  L\(number): {Type: AWS::Lambda::LayerVersion, Properties: {LayerName: \(name), Content: l}}"
        }
        let application = readSAM("Resources:\n" + layers.joined(separator: "\n"))
        #expect(application.layers.last?.version == "40", "\(application.lines)")
    }

    @Test func unknownOnesAreToldOf() {
        let arn = "arn:aws:lambda:us-east-1:017000801446:layer:Powertools:4"
        let application = readFunction("Layers: [\"\(arn)\"]")
        #expect(!application.hasErrors)
        #expect(application.lines.first?.contains("Hearth has no layer \(arn): F runs without it") == true)
    }

    static let mistakes: [(properties: String, rest: String, line: String)] = [
        (
            "Layers: [a, b, c, d, e, f]", "",
            "error /Resources/F/Properties/Layers: Cannot reference more than 5 layers."
        ),
        (
            "Timeout: 3", "  L: {Type: AWS::Serverless::LayerVersion, Properties: {ContentUri: s3://bucket}}",
            "error /Resources/L/Properties/ContentUri: must be the path of a folder on this machine, or name a bucket and a key "
                + "in S3"
        ),
        (
            "Timeout: 3", "  L: {Type: AWS::Lambda::LayerVersion, Properties: {}}",
            "error /Resources/L/Properties/Content: Content is missing"
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreErrors(properties: String, rest: String, line: String) {
        #expect(readFunction(properties, rest: rest).lines.contains(line))
    }
}

@Suite struct InlineCodeTests {
    @Test func pythonMayStandInTheTemplate() throws {
        let application = readSAM(
            """
            Resources:
              Serverless:
                Type: AWS::Serverless::Function
                Properties: {Handler: index.handler, Runtime: python3.13, InlineCode: "handler = print"}
              Plain:
                Type: AWS::Lambda::Function
                Properties: {Handler: index.handler, Runtime: python3.13, Code: {ZipFile: "handler = len"}, Role: r}
            """
        )
        #expect(application.functions.map(\.inlineCode) == ["handler = print", "handler = len"])
        #expect(application.functions.allSatisfy { $0.codeURI.isEmpty })
        #expect(!application.hasErrors)
    }

    @Test func otherLanguagesMayNot() {
        let application = readSAM(
            """
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Handler: h, Runtime: java21, InlineCode: "exports"}}
            """
        )
        #expect(
            application.lines.contains(
                "error /Resources/F/Properties/InlineCode: Hearth runs inline code of python3 and nodejs alone, not of "
                    + "java21; put the code into a folder that CodeUri names"
            )
        )
    }
}
