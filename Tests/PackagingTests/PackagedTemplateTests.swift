import JSON
import Packaging
import Testing

@Suite struct PackagedTemplateTests {
    private static let template: JSON = [
        "Globals": ["Function": ["CodeUri": "build/Books", "Runtime": "provided.al2023", "Timeout": 3]],
        "Resources": [
            "Search": ["Type": "AWS::Serverless::Function", "Metadata": ["SwiftProduct": "Books"], "Properties": [:]],
            "Rate": ["Type": "AWS::Serverless::Function", "Properties": ["Architectures": ["arm64"]]],
            "Snake": [
                "Type": "AWS::Serverless::Function", "Properties": ["CodeUri": "./snake/", "Runtime": "python3.13"],
            ],
            "Inline": ["Type": "AWS::Serverless::Function", "Properties": ["InlineCode": "pass"]],
            "There": ["Type": "AWS::Serverless::Function", "Properties": ["CodeUri": "s3://bucket/there.zip"]],
            "Plain": ["Type": "AWS::Lambda::Function", "Properties": ["Code": "plain.zip"]],
            "Written": ["Type": "AWS::Lambda::Function", "Properties": ["Code": ["ZipFile": "pass"]]],
            "Table": ["Type": "AWS::DynamoDB::Table", "Properties": ["Code": "of honour"]],
        ],
        "Outputs": ["URL": ["Value": ["Fn::GetAtt": "Api.Endpoint.URL"]]],
    ]

    @Test func findsEachFolderOnce() throws {
        let code = try PackagedTemplate(Self.template).code
        #expect(code.map(\.path) == ["build/Books", "./snake/", "plain.zip"])
        #expect(code.map(\.name) == ["Books", "snake", "plain"])
        #expect(code[0].resources == ["Search", "Rate"])
        #expect(code[0].architectures == ["x86_64", "arm64"])
        #expect(code[0].products == ["Books"])
        #expect(code[0].runtimes == ["provided.al2023"])
        #expect(code[1].runtimes == ["python3.13"])
    }

    @Test func putsTheCodeInItsPlaces() throws {
        let placed = try PackagedTemplate(Self.template).placing([
            "build/Books": .file("Books.zip"), "./snake/": .s3(bucket: "b", key: "k/snake.zip"),
            "plain.zip": .s3(bucket: "b", key: "k/plain.zip"),
        ])
        let resources = try #require(placed["Resources"])
        #expect(placed["Globals"]?["Function"]?["CodeUri"] == "Books.zip")
        #expect(placed["Globals"]?["Function"]?["Timeout"] == 3)
        #expect(resources["Search"]?["Properties"]?["CodeUri"] == nil)
        #expect(resources["Snake"]?["Properties"]?["CodeUri"] == "s3://b/k/snake.zip")
        #expect(resources["There"]?["Properties"]?["CodeUri"] == "s3://bucket/there.zip")
        #expect(resources["Plain"]?["Properties"]?["Code"] == ["S3Bucket": "b", "S3Key": "k/plain.zip"])
        #expect(resources["Table"]?["Properties"]?["Code"] == "of honour")
        #expect(placed["Outputs"]?["URL"]?["Value"]?["Fn::GetAtt"] == ["Api", "Endpoint.URL"])
    }

    @Test func refusesWhatCannotBeResolvedHere() {
        let reference: JSON = [
            "Resources": ["F": ["Type": "AWS::Serverless::Function", "Properties": ["CodeUri": ["Ref": "Where"]]]]
        ]
        #expect { try PackagedTemplate(reference) } throws: {
            "\($0)".hasPrefix("/Resources/F/Properties/CodeUri must be a folder, a zip file or an s3:// address")
        }
    }

    @Test func takesTheTemplatesFolderWhereNothingIsSaid() throws {
        let function: JSON = ["Type": "AWS::Serverless::Function", "Properties": ["Runtime": "python3.13"]]
        let template = try PackagedTemplate(["Resources": ["F": function]])
        #expect(template.code.map(\.path) == ["."])
        let placed = template.placing([".": .s3(bucket: "b", key: "k.zip")])
        #expect(placed["Resources"]?["F"]?["Properties"]?["CodeUri"] == "s3://b/k.zip")
    }

    @Test func refusesCodeWithinLoops() {
        let function: JSON = ["Type": "AWS::Serverless::Function", "Properties": ["CodeUri": "build/"]]
        let looped: JSON = ["Resources": ["Fn::ForEach::L": ["X", ["a"], ["F${X}": function]]]]
        #expect { try PackagedTemplate(looped) } throws: {
            "\($0)".hasPrefix("/Resources/Fn::ForEach::L/2/F${X}/Properties/CodeUri names code on this machine")
        }
    }

    @Test func refusesOtherFilesOfThisMachine() {
        let nested: JSON = [
            "Resources": ["Child": ["Type": "AWS::CloudFormation::Stack", "Properties": ["TemplateURL": "child.json"]]]
        ]
        #expect { try PackagedTemplate(nested) } throws: {
            "\($0)".hasPrefix("/Resources/Child/Properties/TemplateURL names a file on this machine")
        }
    }
}
