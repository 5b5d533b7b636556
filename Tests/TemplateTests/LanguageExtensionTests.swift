import Template
import Testing

/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
@Suite struct LanguageExtensionTests {
    private func readExtended(_ sections: String, parameters: [String: String] = [:]) -> Application {
        read("Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]\n" + sections, parameters: parameters)
    }

    @Test func makesAResourceAndAnOutputOfEachItem() {
        let application = readExtended(
            """
            Parameters:
              Names: {Type: CommaDelimitedList, Default: "Orders, Refunds"}
            Resources:
              Fn::ForEach::Queues:
                - Name
                - !Ref Names
                - "Queue${Name}":
                    Type: AWS::SQS::Queue
                    Properties: {QueueName: !Sub "${AWS::StackName}-${Name}", VisibilityTimeout: 7}
            Outputs:
              Fn::ForEach::Arns:
                - Name
                - !Ref Names
                - "Arn${Name}": {Value: !GetAtt [!Sub "Queue${Name}", Arn]}
            """
        )
        #expect(application.lines == [])
        #expect(application.queues.map(\.name) == ["hearth-Orders", "hearth-Refunds"])
        #expect(application.output("ArnRefunds") == "arn:aws:sqs:us-east-1:000000000000:hearth-Refunds")
    }

    @Test func unrollsLoopsInLoopsAndInProperties() {
        let application = readExtended(
            """
            Mappings:
              Stages: {test: {zones: [a, b]}, live: {zones: [c]}}
            Resources:
              Fn::ForEach::Stages:
                - Stage
                - [test, live]
                - Fn::ForEach::Zones:
                    - Zone
                    - !FindInMap [Stages, !Ref Stage, zones]
                    - "Table${Stage}${Zone}":
                        Type: AWS::Serverless::SimpleTable
                        Properties: {TableName: "${Stage}-${Zone}"}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: f
                  Runtime: provided.al2023
                  CodeUri: b
                  Environment:
                    Variables:
                      Fn::ForEach::Variables:
                        - Name
                        - [READ, WRITE]
                        - "MAY_${Name}": !Ref Name
            """
        )
        #expect(application.lines == [])
        #expect(application.tables.map(\.name) == ["test-a", "test-b", "live-c"])
        #expect(application.functions.first?.environment == ["MAY_READ": "READ", "MAY_WRITE": "WRITE"])
    }

    @Test func leavesOutOfKeysWhatIsNoLetterWhereTheIdentifierSaysSo() {
        let loop = { (key: String) in
            """
            Resources:
              Fn::ForEach::Queues:
                - Name
                - [orders-eu, refunds.us]
                - "\(key)": {Type: AWS::SQS::Queue, Properties: {QueueName: !Join ["-", [q, !Select [0, !Split [".", !Ref Name]]]]}}
            """
        }
        let application = readExtended(loop("Queue&{Name}"))
        #expect(application.lines == [])
        #expect(application.queues.map(\.logicalID) == ["Queueorderseu", "Queuerefundsus"])
        #expect(application.queues.map(\.name) == ["q-orders-eu", "q-refunds"])
        #expect(
            readExtended(loop("Queue${Name}")).lines.first
                == "error /Resources/Fn::ForEach::Queues/2/Queue${Name}: OutputKey 'Queueorders-eu' should be "
                + "alphanumeric; &{Identifier} leaves out what is no letter and no digit"
        )
    }

    @Test func makesConditionsAndPolicies() {
        let application = readExtended(
            """
            Parameters: {Keep: {Type: String, Default: Retain}}
            Conditions:
              Fn::ForEach::Wanted:
                - Name
                - [A, B]
                - "Is${Name}": !Equals [!Ref Name, A]
            Resources:
              Fn::ForEach::Queues:
                - Name
                - [A, B]
                - "Q${Name}": {Type: AWS::SQS::Queue, Condition: "Is${Name}", DeletionPolicy: !Ref Keep}
            """
        )
        #expect(application.lines == [])
        #expect(application.queues.map(\.name) == ["QA"])
    }

    static let values: [(value: String, result: String)] = [
        ("!Join [\"\", [!Length [a, b, c]]]", "3"),
        ("!Join [\"\", [!Length {Ref: Names}]]", "2"),
        (
            "!ToJsonString {a: [1, true, !Ref AWS::Region], b: !Ref AWS::NoValue, c: {d: x}}",
            #"{"a":[1,true,"us-east-1"],"c":{"d":"x"}}"#
        ),
        ("!ToJsonString [!Ref Q]", #"["http://127.0.0.1:4566/000000000000/Q"]"#),
        ("!FindInMap [Sizes, eu, size, {DefaultValue: !Ref AWS::Region}]", "us-east-1"),
        ("!FindInMap [Sizes, us, size, {DefaultValue: none}]", "big"),
        ("!FindInMap [None, us, size, {DefaultValue: none}]", "none"),
        ("!GetAtt [!Select [0, [Q]], QueueName]", "Q"),
    ]

    @Test(arguments: values)
    func worksOutFunctions(value: String, result: String) {
        let application = readExtended(Self.template(value))
        #expect(application.lines == [])
        #expect(application.output("It") == result)
    }

    private static func template(_ value: String) -> String {
        """
        Parameters: {Names: {Type: CommaDelimitedList, Default: "a,b"}}
        Mappings: {Sizes: {us: {size: big}}}
        Resources: {Q: {Type: AWS::SQS::Queue}}
        Outputs: {It: {Value: \(value)}}
        """
    }

    @Test(arguments: [
        ("!Join [\"\", [!Length [a]]]", "Fn::Length"), ("!ToJsonString {a: b}", "Fn::ToJsonString"),
        ("!FindInMap [Sizes, eu, size, {DefaultValue: x}]", "Fn::FindInMap"),
    ])
    func asksForTheTransform(value: String, function: String) {
        let lines = readSAM(Self.template(value)).lines
        #expect(lines.count == 1)
        #expect(lines.first?.contains("\(function) needs the transform AWS::LanguageExtensions; add it") == true)
    }

    static let broken: [(loop: String, complaint: String)] = [
        ("Fn::ForEach::L: [X, [a]]", "/Fn::ForEach::L: Fn::ForEach takes an identifier, a collection and an object"),
        ("Fn::ForEach: [X, [a], {}]", "/Fn::ForEach: a loop is called Fn::ForEach::Name"),
        ("Fn::ForEach::L-1: [X, [a], {}]", "/Fn::ForEach::L-1: a loop is called Fn::ForEach::Name"),
        ("Fn::ForEach::L: [[X], [a], {}]", "/Fn::ForEach::L/0: the identifier of Fn::ForEach is a text of letters"),
        ("Fn::ForEach::L: [X, a, {}]", "/Fn::ForEach::L/1: the collection of Fn::ForEach is a list, not a string"),
        ("Fn::ForEach::L: [X, [{a: b}], {}]", "/Fn::ForEach::L/1/0: the collection of Fn::ForEach holds texts"),
        ("Fn::ForEach::L: [X, !Ref Q, {}]", "/Fn::ForEach::L/1: there is no parameter and no resource Q"),
        ("Fn::ForEach::L: [X, [a], [b]]", "/Fn::ForEach::L/2: what Fn::ForEach repeats is an object, not a list"),
        (
            "Fn::ForEach::L: [X, [a], {B: {Type: AWS::SQS::Queue}}]",
            "/Fn::ForEach::L/2/B: the key must have ${X} or &{X} in it"
        ),
        (
            "Fn::ForEach::L: [X, [a, a], {\"B${X}\": {Type: AWS::SQS::Queue}}]",
            "/Fn::ForEach::L/2/B${X}: the member Ba is made twice"
        ),
        (
            "Fn::ForEach::L: [X, [a], {Fn::ForEach::M: [X, [b], {\"B${X}\": {Type: AWS::SQS::Queue}}]}]",
            "/Fn::ForEach::L/2/Fn::ForEach::M/0: a loop around this one has the identifier X too"
        ),
        (
            "Fn::ForEach::L: [X, [a], {Fn::ForEach::L: [Y, [b], {\"B${Y}\": {Type: AWS::SQS::Queue}}]}]",
            "/Fn::ForEach::L/2/Fn::ForEach::L: the loop at /Resources/Fn::ForEach::L is called L too"
        ),
    ]

    @Test(arguments: broken)
    func tellsWhatIsWrongWithALoop(loop: String, complaint: String) {
        let lines = readExtended("Resources:\n  Q: {Type: AWS::SQS::Queue}\n  \(loop)").lines
        #expect(lines.contains { $0.hasPrefix("error /Resources\(complaint)") }, "\(lines)")
    }

    @Test func refusesLoopsWithoutTheTransformAndOutOfPlace() {
        let loop = "Fn::ForEach::L: [X, [a], {\"B${X}\": {Type: AWS::SQS::Queue}}]"
        let lines = readSAM("Resources:\n  Q: {Type: AWS::SQS::Queue}\n  \(loop)").lines
        #expect(lines.count == 1)
        #expect(lines.first?.hasPrefix("error /Resources/Fn::ForEach::L: Fn::ForEach needs the transform") == true)
        let mapped = readExtended("Mappings:\n  \(loop)\nResources: {Q: {Type: AWS::SQS::Queue}}").lines
        #expect(mapped == ["error /Mappings/Fn::ForEach::L: Fn::ForEach cannot stand in Mappings"])
    }

    @Test func endsLoopsThatUnfoldWithoutEnd() {
        let digits = "[a, b, c, d, e, f, g, h, i, j]"
        var text = "{\"N${A}${B}${C}${D}${E}${F}\": {Type: AWS::SQS::Queue}}"
        for name in ["F", "E", "D", "C", "B", "A"] { text = "{Fn::ForEach::L\(name): [\(name), \(digits), \(text)]}" }
        #expect(readExtended("Resources: \(text)").lines.contains { $0.contains("unfold into too many values") })
    }

    @Test func takesFunctionsInPoliciesWithTheTransformOnly() {
        let sections = "Resources: {Q: {Type: AWS::SQS::Queue, DeletionPolicy: !Sub \"Keep\"}}"
        #expect(
            readSAM(sections).lines == [
                "error /Resources/Q/DeletionPolicy: every DeletionPolicy member must be a string; "
                    + "functions need the transform AWS::LanguageExtensions"
            ]
        )
        #expect(
            readExtended(sections).lines == [
                "error /Resources/Q/DeletionPolicy: DeletionPolicy is one of Delete, Retain, Snapshot, "
                    + "RetainExceptOnCreate, not Keep"
            ]
        )
    }

    @Test func refusesTheWrongOrderAndOtherMacros() {
        let resources = "Resources: {Q: {Type: AWS::SQS::Queue}}"
        let transforms = "Transform: [AWS::Serverless-2016-10-31, AWS::LanguageExtensions]"
        #expect(read("\(transforms)\n\(resources)").lines == [])
        let loop = "Resources: {Fn::ForEach::L: [X, [a], {\"Q${X}\": {Type: AWS::SQS::Queue}}]}"
        #expect(
            read("\(transforms)\n\(loop)").lines == [
                "error /Transform/1: AWS::LanguageExtensions must stand before AWS::Serverless-2016-10-31 "
                    + "where there are loops"
            ]
        )
        #expect(
            read("Transform: [AWS::LanguageExtensions, AWS::SecretsManager-2020-07-23]\n\(resources)").lines == [
                "error /Transform/1: Hearth does not apply the transform AWS::SecretsManager-2020-07-23"
            ]
        )
    }
}
