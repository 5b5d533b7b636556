import Deployment
import JSON
import Testing

@Suite struct StackTests {
    private static let options = CommandLineOptions(
        region: "eu-west-1",
        profile: "my team's",
        endpointURL: "http://localhost:4566"
    )

    @Test func commandsMeanTheSameAccountAndEndpoint() {
        #expect(
            Self.options.cloudFormation("execute-change-set", ("change-set-name", "arn:aws:x"))
                == "aws cloudformation execute-change-set --change-set-name arn:aws:x --region eu-west-1 "
                + #"--profile 'my team'\''s' --endpoint-url http://localhost:4566"#
        )
    }

    @Test(arguments: [
        (nil, ChangeSetType.create), ("REVIEW_IN_PROGRESS", .create), ("CREATE_COMPLETE", .update),
        ("UPDATE_COMPLETE", .update), ("UPDATE_ROLLBACK_COMPLETE", .update),
    ])
    func knowsWhatCanBeDone(_ status: String?, _ type: ChangeSetType) throws {
        let stack = status.map { Stack(id: "id", status: $0) }
        #expect(try Stack.changeSetType(stack, name: "books", Self.options) == type)
    }

    @Test(arguments: [
        ("ROLLBACK_COMPLETE", "delete-stack --stack-name books"), ("UPDATE_IN_PROGRESS", "somebody is at it"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name books"),
    ])
    func refusesStacksThatCannotBeChanged(_ status: String, _ remedy: String) {
        #expect { try Stack.changeSetType(Stack(id: "id", status: status), name: "books", Self.options) } throws: {
            "\($0)".contains(status) && "\($0)".contains(remedy)
        }
    }

    @Test func aStackUnderReviewIsThereAlready() {
        func stack(_ status: String) -> Stack { Stack(id: "id", status: status) }
        #expect(Stack.isNew(nil) && Stack.isNew(stack("DELETE_COMPLETE")))
        #expect(!Stack.isNew(stack("REVIEW_IN_PROGRESS")) && !Stack.isNew(stack("CREATE_COMPLETE")))
        #expect(stack("CREATE_IN_PROGRESS").isBeingChanged && !stack("REVIEW_IN_PROGRESS").isBeingChanged)
    }

    @Test(arguments: [
        (#"{"Resources":{"A":{"Type":"AWS::Serverless::Function"}}}"#, true),
        (#"{"Transform":"AWS::Serverless-2016-10-31","Resources":{"A":{"Type":"AWS::Lambda::Function"}}}"#, false),
        ("Resources:\n  A:\n    Type: AWS::Serverless::Api\n", true), ("", false),
    ])
    func seesWhatWasNotTransformed(_ template: String, _ isLeft: Bool) {
        #expect(ProcessedTemplate.hasServerlessResources(template) == isLeft)
    }

    @Test func namesOfFoldersBecomeNamesOfStacks() {
        #expect(StackName.suggested(for: "my_shop.v2") == "my-shop-v2")
        #expect(StackName.suggested(for: "2024 shop") == "shop")
        #expect(StackName.suggested(for: "42") == nil)
        #expect(StackName.isValid("a") && !StackName.isValid("") && !StackName.isValid("ä") && !StackName.isValid("-a"))
        #expect(!StackName.isValid(String(repeating: "a", count: 129)))
    }
}

@Suite struct StackParametersTests {
    private static let template: JSON = [
        "Parameters": [
            "Given": ["Type": "String"], "Kept": ["Type": "String"], "Usual": ["Type": "String", "Default": "x"],
        ]
    ]

    @Test func takesWhatWasSaidThenWhatTheStackHas() throws {
        var stack = Stack(id: "id", status: "CREATE_COMPLETE")
        stack.parameters = ["Given", "Kept"]
        let values = try StackParameters.values(Self.template, overrides: ["Given": "1"], stack: stack)
        #expect(values.map(\.name) == ["Given", "Kept"])
        #expect(values.map(\.value) == ["1", nil])
    }

    @Test func namesWhatHasNoValueAndWhatIsUnknown() {
        #expect(throws: DeploymentError("the parameter Kept has no value; say --parameter-overrides Kept=VALUE")) {
            try StackParameters.values(Self.template, overrides: ["Given": "1"], stack: nil)
        }
        #expect(throws: DeploymentError("the template has no parameter Gvien; it has Given, Kept, Usual")) {
            try StackParameters.values(Self.template, overrides: ["Gvien": "1"], stack: nil)
        }
    }
}
