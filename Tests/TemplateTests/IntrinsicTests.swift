import Template
import Testing

@Suite struct IntrinsicTests {
    private static let sections = """
        Parameters:
          Stage: {Type: String, Default: dev}
          Zones: {Type: CommaDelimitedList, Default: "a, b,c"}
          Count: {Type: Number, Default: 3}
        Mappings:
          Sizes:
            dev: {memory: 128, zones: [x, y]}
            prod: {memory: 1024, zones: [z]}
        Conditions:
          IsProd: !Equals [!Ref Stage, prod]
          IsDev: !Not [!Condition IsProd]
          Either: !Or [!Condition IsProd, !Condition IsDev]
          Both: !And [{Condition: IsProd}, {Condition: IsDev}]
        Resources:
          Books: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: !Sub "${Stage}-books"}}
          Reader:
            Type: AWS::Serverless::Function
            Properties: {Handler: f, Runtime: provided.al2023, CodeUri: b, Events: {E: {Type: HttpApi}}}
          Queue: {Type: AWS::SQS::Queue}
        Outputs:
          It: {Value: VALUE}
        """

    static let values: [(value: String, result: String)] = [
        ("!Ref Stage", "dev"),
        ("{Ref: Stage}", "dev"),
        ("!Ref Count", "3"),
        ("!Ref Books", "dev-books"),
        ("!Ref Reader", "Reader"),
        ("!Ref AWS::Region", "us-east-1"),
        ("!Ref AWS::AccountId", "000000000000"),
        ("!Ref AWS::StackName", "hearth"),
        ("!GetAtt Books.Arn", "arn:aws:dynamodb:us-east-1:000000000000:table/dev-books"),
        ("!GetAtt [Reader, Arn]", "arn:aws:lambda:us-east-1:000000000000:function:Reader"),
        ("{\"Fn::GetAtt\": [Reader, Arn]}", "arn:aws:lambda:us-east-1:000000000000:function:Reader"),
        ("!GetAtt ReaderRole.Arn", "arn:aws:iam::000000000000:role/hearth-ReaderRole"),
        ("!GetAtt Queue.Arn", "arn:aws:sqs:us-east-1:000000000000:Queue"),
        (
            "!Sub \"${Stage}/${Books}/${Books.Arn}\"",
            "dev/dev-books/arn:aws:dynamodb:us-east-1:000000000000:table/dev-books"
        ),
        ("!Sub \"${!Stage} costs $5 in ${AWS::Partition}\"", "${Stage} costs $5 in aws"),
        ("!Sub [\"${a}-${Stage}\", {a: !Select [1, !Ref Zones]}]", "b-dev"),
        ("!Join [\"-\", [a, 1, true, !Ref Stage]]", "a-1-true-dev"),
        ("!Join [\":\", !Ref Zones]", "a:b:c"),
        ("!Select [\"2\", [a, b, c]]", "c"),
        ("!Select [1, !Split [\"-\", \"x-y-z\"]]", "y"),
        ("!Join [\"+\", !Split [\", \", \"a, b\"]]", "a+b"),
        ("!FindInMap [Sizes, !Ref Stage, memory]", "128"),
        ("!Join [\"\", !FindInMap [Sizes, dev, zones]]", "xy"),
        ("!If [IsProd, a, b]", "b"),
        ("!If [Either, a, b]", "a"),
        ("!If [Both, a, !If [IsDev, c, d]]", "c"),
        ("!Base64 hearth", "aGVhcnRo"),
        ("!Base64 {\"Fn::Sub\": \"${Stage}\"}", "ZGV2"),
        ("!Sub \"https://${ServerlessHttpApi}.execute-api.${AWS::Region}.amazonaws.com/x\"", "http://127.0.0.1:3000/x"),
        ("!GetAtt ServerlessHttpApi.ApiEndpoint", "http://127.0.0.1:3000"),
        ("plain", "plain"),
        ("012345678901", "012345678901"),
        ("1.0", "1.0"),
    ]

    @Test(arguments: values) func resolves(_ value: String, _ result: String) {
        let application = readSAM(Self.sections.replacing("VALUE", with: value))
        #expect(application.output("It") == result)
        #expect(!application.hasErrors, "\(application.lines)")
    }

    static let mistakes: [(value: String, complaint: String)] = [
        ("!Ref Stagge", "there is no parameter and no resource Stagge; did you mean Stage?"),
        ("!Ref AWS::Regoin", "there is no parameter and no resource AWS::Regoin; did you mean AWS::Region?"),
        ("!GetAtt Boks.Arn", "there is no resource Boks; did you mean Books?"),
        ("!GetAtt Books.Ann", "AWS::Serverless::SimpleTable has no attribute Ann here; did you mean Arn?"),
        ("!GetAtt Books", "Fn::GetAtt takes a resource and an attribute: [\"Table\", \"Arn\"]"),
        ("!Sub \"${Stge}\"", "there is no parameter and no resource Stge; did you mean Stage?"),
        ("!Sub \"${Stage\"", "a ${ has no } in \"${Stage\""),
        ("!Sub [a]", "Fn::Sub takes a text, or a list of a text and an object"),
        ("!Sub \"${Zones}\"", "Fn::Sub cannot make a text of a list"),
        ("!Select [3, [a]]", "Fn::Select cannot take element 3 of a list of 1"),
        ("!Select [x, [a]]", "Fn::Select takes an index and a list: [0, [\"a\", \"b\"]]"),
        ("!Join [a]", "Fn::Join takes a text and a list: [\",\", [\"a\", \"b\"]]"),
        ("!Join [a, b]", "Fn::Join takes a list, not a string"),
        ("!Split [\"\", b]", "Fn::Split takes two texts: [\",\", \"a,b\"]"),
        ("!FindInMap [Sizes, dve, memory]", "there is no dve in /Mappings/Sizes; did you mean dev?"),
        ("!FindInMap [Sizes, dev]", "Fn::FindInMap takes a map and two keys: [\"Map\", \"First\", \"Second\"]"),
        ("!If [IsPrd, a, b]", "there is no condition IsPrd; did you mean IsProd?"),
        ("!If [IsProd, a]", "Fn::If takes a condition's name and two values"),
        ("!ImportValue x", "Hearth does not do Fn::ImportValue: other stacks' exports are unknown here"),
        ("!Cidr [a, 1, 2]", "Hearth does not do Fn::Cidr: there are no networks here"),
        ("!GetAZs us-east-1", "Hearth does not do Fn::GetAZs: there are no availability zones here"),
        ("!Transform {Name: x}", "Hearth does not do Fn::Transform: Hearth runs no macros"),
        ("{\"Fn::Jion\": [a, [b]]}", "unknown function Fn::Jion; did you mean Fn::Join?"),
        ("{\"Fn::Join\": [a, [b]], x: y}", "Fn::Join must be the only member of its object"),
    ]

    @Test(arguments: mistakes) func complains(_ value: String, _ complaint: String) {
        let application = readSAM(Self.sections.replacing("VALUE", with: value))
        let errors = application.diagnostics.filter { $0.severity == .error }
        #expect(errors.map(\.description) == ["error /Outputs/It/Value: \(complaint)"])
        #expect(errors.first?.position?.line == 22)
    }

    @Test func referencesOfBranchesNotTakenAreChecked() {
        let application = readSAM(Self.sections.replacing("VALUE", with: "!If [IsProd, !Ref Unknown, b]"))
        #expect(application.output("It") == "b")
        #expect(
            application.lines.first == "error /Outputs/It/Value/Fn::If/1: there is no parameter and no resource Unknown"
        )
    }

    @Test func noValueLeavesOutMembersAndElements() {
        let application = readFunction(
            """
            Timeout: !Ref AWS::NoValue
            Description: !If [Never, text, !Ref AWS::NoValue]
            Layers: [a, !Ref AWS::NoValue, b]
            """,
            rest: "Conditions: {Never: !Equals [a, b]}"
        )
        #expect(application.functions.first?.timeout == .seconds(3))
        #expect(application.functions.first?.description == nil)
        #expect(application.functions.first?.layers == ["a", "b"])
        #expect(!application.hasErrors)
    }

    @Test func conditionsCannotGoRoundInCircles() {
        let application = readSAM(
            """
            Conditions:
              A: !Not [!Condition B]
              B: !Not [!Condition A]
              C: {Ref: F}
              D: !Equals [!Ref F, x]
            Resources:
              F: {Type: AWS::Serverless::SimpleTable, Properties: {TableName: table}}
            """
        )
        #expect(application.lines.contains("error /Conditions/A: the condition refers to itself"))
        #expect(application.lines.contains { $0.hasPrefix("error /Conditions/C: a condition is Fn::Equals of two") })
        #expect(application.lines.contains { $0.hasSuffix("a condition cannot refer to the resource F") })
    }

    @Test func whatDoesNotExistCannotBeReferredTo() {
        let application = readSAM(
            """
            Conditions: {Never: !Equals [a, b]}
            Resources:
              Table: {Type: AWS::Serverless::SimpleTable, Condition: Never}
              Other: {Type: AWS::Serverless::SimpleTable}
            Outputs:
              Name: {Value: !Ref Table}
              Conditional: {Value: !Ref Table, Condition: Never}
            """
        )
        #expect(application.tables.map(\.name) == ["Other"])
        #expect(application.lines == ["error /Outputs/Name/Value: Table does not exist: its condition Never is false"])
    }

    /// What a resource would tell that is not there may be of any form.
    @Test func picksNothingFromWhatStandsForAnAttribute() {
        let application = read(
            """
            Resources:
              Broker: {Type: AWS::AmazonMQ::Broker}
              Job: {Type: AWS::Batch::JobQueue}
            Outputs:
              Endpoint: {Value: !Select [1, !GetAtt Broker.AmqpEndpoints]}
              Name: {Value: !Select [1, !Split [/, !Ref Job]]}
              Wrong: {Value: !Select [1, !Split [/, abc]]}
            """
        )
        #expect(application.output("Endpoint") == "Broker.AmqpEndpoints")
        #expect(application.output("Name") == "Job")
        #expect(
            application.lines.filter { $0.hasPrefix("error") } == [
                "error /Outputs/Wrong/Value: Fn::Select cannot take element 1 of a list of 1"
            ]
        )
    }

    @Test func stateMachinesHaveRolesAndRules() {
        let application = readSAM(
            """
            Resources:
              Machine:
                Type: AWS::Serverless::StateMachine
                Properties:
                  DefinitionUri: machine.json
                  Events: {Nightly: {Type: Schedule, Properties: {Schedule: rate(1 day)}}}
            Outputs:
              Role: {Value: !GetAtt MachineRole.Arn}
              Rule: {Value: !Ref MachineNightly}
              RuleRole: {Value: !Ref MachineNightlyRole}
            """
        )
        #expect(!application.hasErrors, "\(application.lines)")
        #expect(application.output("Role") == "arn:aws:iam::000000000000:role/hearth-MachineRole")
        #expect(application.output("Rule") == "MachineNightly")
        #expect(application.eventRequests.isEmpty)
    }
}
