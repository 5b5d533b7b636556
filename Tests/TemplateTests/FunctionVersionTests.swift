import JSON
import Template
import Testing

@Suite struct FunctionVersionTests {
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:F"

    @Test func readsVersionsAliasesAndPermissions() {
        let application = readFunction(
            "",
            rest: """
                  One:
                    Type: AWS::Lambda::Version
                    Properties: {FunctionName: !Ref F, Description: first}
                  Two:
                    Type: AWS::Lambda::Version
                    Properties:
                      FunctionName: !GetAtt F.Arn
                      ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}
                  Live:
                    Type: AWS::Lambda::Alias
                    Properties:
                      FunctionName: !Ref F
                      Name: live
                      FunctionVersion: !GetAtt One.Version
                      RoutingConfig:
                        AdditionalVersionWeights:
                          - {FunctionVersion: !GetAtt Two.Version, FunctionWeight: 0.1}
                  Call:
                    Type: AWS::Lambda::Permission
                    Properties:
                      FunctionName: !Ref Live
                      Action: lambda:InvokeFunction
                      Principal: events.amazonaws.com
                      SourceAccount: !Ref AWS::AccountId
                Outputs:
                  Version: {Value: !Ref Two}
                  Alias: {Value: !Ref Live}
                """
        )
        #expect(application.lines == [])
        #expect(application.functionVersions.map(\.number) == [1, 2])
        #expect(application.functionVersions.map(\.functionName) == ["F", "F"])
        #expect(application.functionVersions.map(\.description) == ["first", nil])
        #expect(application.functionVersions.map(\.provisionedConcurrency) == [nil, 2])
        let alias = application.functionAliases.first
        #expect(alias?.name == "live" && alias?.version == "1" && alias?.weights == ["2": 0.1])
        let permission = application.functionPermissions.first
        #expect(permission?.functionName == "F" && permission?.qualifier == "live")
        #expect(
            permission.map { JSON.object($0.request) }
                == [
                    "StatementId": "Call", "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com",
                    "SourceAccount": "000000000000",
                ]
        )
        #expect(application.outputs.map(\.value) == [Self.arn + ":2", Self.arn + ":live"])
    }

    @Test func refersToWhatSAMPublishes() {
        let application = readFunction(
            "AutoPublishAlias: live",
            rest: "Outputs:\n  Alias: {Value: !Ref F.Alias}\n  Version: {Value: !Ref F.Version}"
        )
        #expect(application.lines == [])
        #expect(application.outputs.map(\.value) == [Self.arn + ":live", Self.arn + ":1"])
    }

    @Test func weightsAreOneShareAtMost() {
        let application = readFunction(
            "",
            rest: """
                  Live:
                    Type: AWS::Lambda::Alias
                    Properties:
                      FunctionName: !Ref F
                      Name: live
                      FunctionVersion: "1"
                      RoutingConfig:
                        AdditionalVersionWeights: [{FunctionVersion: "2", FunctionWeight: 1.5}]
                """
        )
        #expect(application.hasErrors)
    }
}
