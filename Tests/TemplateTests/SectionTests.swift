import Template
import Testing

@Suite struct SectionTests {
    // MARK: Parameters

    private func parameter(_ declaration: String, _ value: String? = nil) -> Application {
        read(
            """
            Parameters: {P: \(declaration)}
            Resources: {Table: {Type: AWS::Logs::LogGroup}}
            Outputs: {P: {Value: !Join ["|", !Split [",", !Ref P]]}}
            """,
            parameters: value.map { ["P": $0] } ?? [:]
        )
    }

    static let good: [(declaration: String, value: String?, result: String)] = [
        ("{Type: String, Default: a}", nil, "a"),
        ("{Type: String, Default: a}", "b", "b"),
        ("{Type: String}", "b", "b"),
        ("{Type: Number, Default: 1, MinValue: 0, MaxValue: 9}", "9", "9"),
        ("{Type: String, AllowedValues: [a, b]}", "b", "b"),
        ("{Type: String, AllowedPattern: \"[a-z]+\"}", "abc", "abc"),
        ("{Type: AWS::EC2::KeyPair::KeyName, Default: k}", nil, "k"),
    ]

    @Test(arguments: good) func aParameterHasAValue(_ declaration: String, _ value: String?, _ result: String) {
        let application = parameter(declaration, value)
        #expect(application.output("P") == result)
        #expect(!application.hasErrors, "\(application.lines)")
    }

    static let bad: [(declaration: String, value: String?, line: String)] = [
        (
            "{Type: String}", nil,
            "error /Parameters/P: the parameter has no value; give it a Default or set it with --parameter P=…"
        ),
        ("{Type: String, AllowedValues: [a, b]}", "c", "error /Parameters/P: \"c\" is not one of AllowedValues: a, b"),
        ("{Type: Number}", "c", "error /Parameters/P: \"c\" is not a number"),
        ("{Type: Number, MaxValue: 9}", "10", "error /Parameters/P: \"10\" is more than MaxValue 9"),
        ("{Type: Number, MinValue: 1.5}", "1", "error /Parameters/P: \"1\" is less than MinValue 1.5"),
        ("{Type: String, MinLength: 2}", "a", "error /Parameters/P: \"a\" is shorter than MinLength 2"),
        (
            "{Type: String, MaxLength: 2, NoEcho: true}", "abc",
            "error /Parameters/P: the value is longer than MaxLength 2"
        ),
        (
            "{Type: String, AllowedPattern: \"[a-z]+\", ConstraintDescription: lower case}", "ABC",
            "error /Parameters/P: \"ABC\" does not match AllowedPattern [a-z]+; lower case"
        ),
        (
            "{Type: String, AllowedPattern: \"[a\"}", "a",
            "error /Parameters/P/AllowedPattern: [a is no regular expression that Hearth takes: the class is not closed, at "
                + "character 1"
        ),
        ("{Type: Strng}", "a", "error /Parameters/P/Type: unknown parameter type Strng; did you mean String?"),
        (
            "{Type: \"AWS::SSM::Parameter::Value<Strng>\"}", "a",
            "error /Parameters/P/Type: unknown parameter type AWS::SSM::Parameter::Value<Strng>; did you mean "
                + "AWS::SSM::Parameter::Value<String>?"
        ),
        ("{Type: String, Defualt: a}", "a", "error /Parameters/P/Defualt: unknown property; did you mean Default?"),
    ]

    @Test(arguments: bad) func aParameterIsWrong(_ declaration: String, _ value: String?, _ line: String) {
        let lines = parameter(declaration, value).lines
        #expect(lines.first == line)
        #expect(lines.filter { $0.hasPrefix("error") }.count == 1)
    }

    @Test func onlyDeclaredParametersCanBeSet() {
        let application = read(
            "Parameters: {Stage: {Type: String, Default: a}}\nResources: {G: {Type: AWS::Logs::LogGroup}}",
            parameters: ["Stge": "b"]
        )
        #expect(application.lines.first == "error /Parameters: there is no parameter Stge to set; did you mean Stage?")
    }

    // MARK: Globals

    @Test func globalsAreSharedAsSAMSharesThem() throws {
        let application = readSAM(
            """
            Globals:
              Function:
                Runtime: provided.al2023
                CodeUri: build
                Timeout: 10
                MemorySize: 256
                Layers: [one]
                Environment: {Variables: {AA: global, BB: !Ref AWS::Region}}
              HttpApi: {CorsConfiguration: true}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: f
                  Timeout: 20
                  Layers: [two]
                  Environment: {Variables: {BB: own, CC: own}}
                  Events: {E: {Type: HttpApi}}
              G:
                Type: AWS::Serverless::Function
                IgnoreGlobals: [Layers, Timeout]
                Properties: {Handler: g}
            """
        )
        let f = try #require(application.function("F"))
        #expect(f.timeout == .seconds(20) && f.memorySizeMB == 256 && f.layers == ["one", "two"])
        #expect(f.environment == ["AA": "global", "BB": "own", "CC": "own"])
        let g = try #require(application.function("G"))
        #expect(g.timeout == .seconds(3) && g.memorySizeMB == 256 && g.layers.isEmpty)
        #expect(application.httpAPIs.first?.cors?.allowOrigins == ["*"])
    }

    @Test func mistakesInGlobalsAreReportedOnceAndThere() {
        let application = readSAM(
            """
            Globals:
              Function: {Runtime: provided.al2023, CodeUri: build, Timeout: 901, FunctionName: x, VpcConfig: {}}
              Functions: {}
            Resources:
              F: {Type: AWS::Serverless::Function, Properties: {Handler: f}}
              G: {Type: AWS::Serverless::Function, Properties: {Handler: g}}
            """
        )
        #expect(application.lines.filter { $0.contains("/Globals/Function/Timeout") }.count == 1)
        #expect(application.lines.filter { $0.contains("/Globals/Function/VpcConfig") }.count == 1)
        #expect(application.lines.contains("error /Globals/Function/FunctionName: unknown property"))
        #expect(
            application.lines.contains(
                "error /Globals/Functions: Globals have no section Functions; did you mean Function?"
            )
        )
    }

    // MARK: The whole

    /// As CloudFormation takes them.
    @Test(arguments: [
        (
            "Resources:\n  Q: {Type: AWS::SNS::Topic}\n  'Q':\n    Type: AWS::SQS::Queue\n  \"Q\": {Type: AWS::SQS::Queue}",
            [(2, 3), (3, 3)]
        ),
        (
            "Resources: {Q: {Type: AWS::SNS::Topic, Type: AWS::SQS::Queue}}",
            [(1, 17)]
        ),
        (
            "{\"Resources\": {\"Q\": {\"Type\": \"AWS::SNS::Topic\"}, \"Q\": {\"Type\": \"AWS::SQS::Queue\"}}}",
            [(1, 16)]
        ),
    ])
    func theLastOfMembersOfOneNameCounts(text: String, places: [(Int, Int)]) {
        let application = read(text)
        #expect(application.queues.map(\.name) == ["Q"] && application.eventRequests.isEmpty)
        let name = text.contains("Topic, Type") ? "Q/Type: Type" : "Q: Q"
        let lines = places.map { _ in
            "warning /Resources/\(name) stands here again, further down: the last one counts"
        }
        #expect(application.lines == lines)
        #expect(
            application.diagnostics.map { "\($0.position.map { "\($0.line) \($0.column)" } ?? "")" }
                == places.map { "\($0) \($1)" }
        )
    }

    static let wholes: [(text: String, line: String)] = [
        ("{", "error /: not JSON: expected a member name in double quotes, found end of text"),
        ("{}", "error /Resources: Resources is missing"),
        ("Resources: {}", "error /Resources: at least one resource is needed"),
        ("Resources: []", "error /Resources: must be an object, not a list"),
        ("[1]", "error /: must be an object, not a list"),
        ("", "error /: the template is empty"),
        ("a: !Reff b", "error /a: unknown tag !Reff; did you mean !Ref?"),
        ("a: [", "error /: not YAML: did not find expected node content"),
        ("<<: {}", "error /: CloudFormation has no YAML merge keys (<<)"),
        ("? [a]\n: b", "error /: a member name must be a scalar"),
        ("Resorces: {}", "error /Resorces: unknown property; did you mean Resources?"),
        ("AWSTemplateFormatVersion: 2010-09-10", "error /AWSTemplateFormatVersion: must be 2010-09-09, not 2010-09-10"),
        ("Transform: MyMacro", "error /Transform: Hearth does not apply the transform MyMacro"),
        (
            "Resources: {T: {Type: AWS::Serverless::SimpleTable}}",
            "error /Transform: serverless resources need the transform; add \"Transform\": \"AWS::Serverless-2016-10-31\""
        ),
        (
            "Resources: {T: {Type: AWS::DynamoDB::Tabel}}",
            "error /Resources/T/Type: unknown resource type AWS::DynamoDB::Tabel; did you mean AWS::DynamoDB::Table?"
        ),
        (
            "Resources: {T: {Type: AWS::Serverless::Funtion}}",
            "error /Resources/T/Type: unknown resource type AWS::Serverless::Funtion; did you mean AWS::Serverless::Function?"
        ),
        (
            "Resources: {T: {Type: Table}}",
            "error /Resources/T/Type: unknown resource type Table; a type is written like AWS::Serverless::Function"
        ),
        ("Resources: {T: {Typ: x}}", "error /Resources/T/Typ: unknown property; did you mean Type?"),
        (
            "Resources: {a-b: {Type: AWS::SQS::Queue}}",
            "error /Resources/a-b: a logical id has letters and digits only, at most 255"
        ),
        (
            "Resources: {Q: {Type: AWS::Kinesis::Stream}}",
            "warning /Resources/Q: Hearth does not emulate AWS::Kinesis::Stream: it is not created"
        ),
        (
            "Resources: {M: {Type: AWS::ApiGatewayV2::Model}}",
            "warning /Resources/M: Hearth does not emulate AWS::ApiGatewayV2::Model: it is not created"
        ),
        (
            "Resources: {W: {Type: AWS::Serverless::WebSocketApi}}",
            "error /Resources/W: Hearth cannot use AWS::Serverless::WebSocketApi: the gateway serves REST and HTTP APIs, "
                + "not WebSocket APIs"
        ),
        (
            "Resources: {W: {Type: AWS::ApiGatewayV2::Api, Properties: {ProtocolType: WEBSOCKET}}}",
            "error /Resources/W/Properties/ProtocolType: Hearth cannot use WEBSOCKET: the gateway serves REST and HTTP "
                + "APIs, not WebSocket APIs"
        ),
        (
            "Resources: {D: {Type: AWS::ApiGateway::DomainNameV2}}",
            "error /Resources/D: Hearth cannot use AWS::ApiGateway::DomainNameV2: APIs are reached by the gateway's port "
                + "or as ID.execute-api.localhost"
        ),
        (
            "Resources: {L: {Type: AWS::ElasticLoadBalancingV2::TargetGroup}}",
            "error /Resources/L: Hearth cannot use AWS::ElasticLoadBalancingV2::TargetGroup: functions get no events of "
                + "load balancers here"
        ),
        (
            "Resources: {R: {Type: AWS::IAM::Role}}",
            "note /Resources/R: AWS::IAM::Role is not emulated: permissions are not enforced"
        ),
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, DependsOn: [Quue]}, Queue: {Type: AWS::SQS::Queue}}",
            "error /Resources/Q/DependsOn/0: there is no resource Quue; did you mean Queue?"
        ),
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, Condition: Never}}",
            "error /Resources/Q/Condition: there is no condition Never"
        ),
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, DependsOn: P}, P: {Type: AWS::SQS::Queue, Properties: {QueueName: !Ref Q}}}",
            "error /Resources/P: Circular dependency between resources: [P, Q]"
        ),
        (
            "Resources: {Q: {Type: AWS::SQS::Queue, Condtion: x}}",
            "error /Resources/Q/Condtion: unknown property; did you mean Condition?"
        ),
    ]

    @Test(arguments: wholes) func reports(_ text: String, _ line: String) {
        let lines = read(text).lines
        #expect(lines.contains(line), "\(lines)")
    }

    @Test(
        arguments: [
            "AWS::Events::Rule, Properties: {EventBusName: !GetAtt X.Arn, Targets: [{Id: a, Arn: !GetAtt X.Arn}]}",
            "AWS::SSM::Parameter, Properties: {Type: String, Value: !GetAtt X.Value}",
            "AWS::Lambda::Version, Properties: {FunctionName: !Ref X}",
            "AWS::Lambda::Alias, Properties: {FunctionName: !Ref X, Name: !Ref X, FunctionVersion: !GetAtt X.AliasArn}",
            "AWS::Lambda::Url, Properties: {TargetFunctionArn: !Ref X, Qualifier: !GetAtt X.FunctionUrl, AuthType: NONE}",
            "AWS::SQS::Queue, Properties: {QueueName: !GetAtt X.QueueName, FifoQueue: !Ref X}",
        ]
    )
    func whatNeedsItselfIsAnErrorAndNoMore(_ resource: String) {
        let lines = read("Resources: {X: {Type: \(resource)}}").lines
        #expect(lines.contains("error /Resources/X: Circular dependency between resources: [X]"), "\(lines)")
    }

    /// Its parts become resources of their own, each with references of its own.
    @Test func whatSAMTakesApartMayReferInCircles() {
        let application = readFunction(
            "Environment: {Variables: {API: !GetAtt Graph.ApiId}}",
            rest: """
                  Graph:
                    Type: AWS::Serverless::GraphQLApi
                    Properties: {DataSources: {Lambda: {F: {FunctionArn: !GetAtt F.Arn}}}}
                """
        )
        #expect(!application.hasErrors, "\(application.lines)")
    }

    @Test func functionsThatReferToTheirAPICannotBeDeployed() {
        let application = readFunction(
            """
            Events: {E: {Type: HttpApi}}
            Environment: {Variables: {API: !Ref ServerlessHttpApi}}
            """
        )
        #expect(
            application.lines == [
                "warning /Resources/F: AWS will refuse to deploy this: Circular dependency between resources: "
                    + "[F, ServerlessHttpApi]; an API depends on the functions behind it, so these cannot refer to the API"
            ]
        )
    }

    @Test func namesOfRolesThatSAMMakesAreTaken() {
        let role = "  FRole: {Type: AWS::IAM::Role}"
        #expect(
            readFunction("Timeout: 3", rest: role).lines.first
                == "error /Resources/FRole: SAM makes a resource FRole of its own for /Resources/F; choose another logical id"
        )
        let application = readFunction("Role: !GetAtt FRole.Arn", rest: role)
        #expect(application.functions.first?.role == "arn:aws:iam::000000000000:role/FRole")
        #expect(!application.hasErrors)
    }

    @Test func policiesOfResourcesAreAccepted() {
        let application = readSAM(
            """
            Description: tables
            Metadata: {a: b}
            Resources:
              Table:
                Type: AWS::Serverless::SimpleTable
                DeletionPolicy: Retain
                UpdateReplacePolicy: Delete
                Metadata: {a: b}
            """
        )
        #expect(application.lines.isEmpty && application.description == "tables" && application.tables.count == 1)
    }

    @Test func positionsLeadIntoTheText() {
        let json = read("{\n  \"Resources\": {\n    \"Q\": {\"Type\": \"x\"},\n    \"A\\n\": [1]}\n}")
        #expect(
            json.diagnostics.map(\.position) == [
                SourcePosition(line: 4, column: 5), SourcePosition(line: 3, column: 11),
            ]
        )
        let yaml = read("Resources:\n  Q:\n    Type: x\n")
        #expect(
            yaml.diagnostics.first?.description(in: "t.yaml").hasPrefix("t.yaml:3:5: error /Resources/Q/Type: ") == true
        )
        let broken = read("{\n  \"a\": tru}")
        #expect(broken.diagnostics.first?.position == SourcePosition(line: 2, column: 8))
    }

    @Test func deepAndWideTextsAreRefused() {
        let deep = String(repeating: "[", count: 5000)
        #expect(read(deep).lines.first?.hasPrefix("error /: not YAML") == true)
        let nested = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(read(nested).lines == ["error /: values nest too deeply"])
        #expect(read("{\"a\":" + nested + "}").lines.first?.hasPrefix("error /: not JSON: values nest") == true)
        let bomb = (1...9).map { level in
            let element = level == 1 ? "x" : "*a\(level - 1)"
            return "a\(level): &a\(level) [\(Array(repeating: element, count: 9).joined(separator: ","))]"
        }
        #expect(read(bomb.joined(separator: "\n")).lines.first?.hasSuffix("unfolds into too many values") == true)
    }

    @Test func formatsGoByTheFileName() {
        #expect(TemplateFormat(fileName: "template.json") == .json)
        #expect(TemplateFormat(fileName: "a/template.YML") == .yaml)
        #expect(TemplateFormat(fileName: "template.txt") == nil)
    }
}
