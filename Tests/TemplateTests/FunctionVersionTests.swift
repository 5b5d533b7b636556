import JSON
import Template
import Testing

@Suite struct FunctionVersionTests {
    @Test func SAMLetsServicesInvokeFunctions() {
        let application = readFunction(
            """
            AutoPublishAlias: live
            Events:
              A: {Type: HttpApi, Properties: {Path: "/a/{x}", Method: any}}
              B: {Type: Api, Properties: {Path: /b, Method: get}}
              C: {Type: HttpApi}
              D: {Type: Schedule, Properties: {Schedule: rate(1 minute)}}
              E: {Type: EventBridgeRule, Properties: {Pattern: {source: [s]}, EventBusName: b, RuleName: r}}
              G: {Type: SNS, Properties: {Topic: "arn:aws:sns:us-east-1:000000000000:t"}}
              H: {Type: CloudWatchLogs, Properties: {LogGroupName: g, FilterPattern: p}}
              I: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 minute)}}
            """
        )
        #expect(!application.hasErrors)
        let (http, rest) = (application.httpAPIs.first?.id ?? "", application.restAPIs.first?.id ?? "")
        let texts = application.functionPermissions.map { permission in
            let text = ["StatementId", "Principal", "SourceArn"].map { permission.request[$0]?.stringValue ?? "" }
            return text.joined(separator: " ").replacing(":us-east-1:000000000000:", with: "::")
        }
        #expect(
            Set(texts) == [
                "FAPermission apigateway.amazonaws.com arn:aws:execute-api::\(http)/*/*/a/*",
                "FBPermissionProd apigateway.amazonaws.com arn:aws:execute-api::\(rest)/*/GET/b",
                "FCPermission apigateway.amazonaws.com arn:aws:execute-api::\(http)/*/*",
                "FDPermission events.amazonaws.com arn:aws:events::rule/FD",
                "FEPermission events.amazonaws.com arn:aws:events::rule/b/r",
                "FGPermission sns.amazonaws.com arn:aws:sns::t",
                "FHPermission logs.amazonaws.com arn:aws:logs::log-group:g:*",
            ]
        )
        #expect(Set(application.functionPermissions.map(\.qualifier)) == ["live"])
    }

    @Test func SAMLetsAPIsInvokeAuthorizers() {
        let application = readSAM(
            """
            Resources:
              G:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: g
                  Runtime: provided.al2023
                  CodeUri: build/
                  Events:
                    A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref H}}
                    B: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: !Ref R}}
              H:
                Type: AWS::Serverless::HttpApi
                Properties:
                  Auth:
                    Authorizers:
                      On:
                        FunctionArn: !GetAtt G.Arn
                        AuthorizerPayloadFormatVersion: 2.0
                        EnableFunctionDefaultPermissions: true
                      Off: {FunctionArn: !GetAtt G.Arn, AuthorizerPayloadFormatVersion: 2.0}
              R:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: v1
                  Auth:
                    Authorizers:
                      On: {FunctionArn: !GetAtt G.Arn}
                      Off: {FunctionArn: !GetAtt G.Arn, DisableFunctionDefaultPermissions: true}
            """
        )
        #expect(!application.hasErrors)
        let names = application.functionPermissions.compactMap { $0.request["StatementId"]?.stringValue }
        #expect(Set(names) == ["GAPermission", "GBPermissionv1", "HOnAuthorizerPermission", "ROnAuthorizerPermission"])
    }

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

    @Test func theLatestVersionHasNoProvisionedConcurrency() {
        let application = readFunction(
            "",
            rest: """
                  Live:
                    Type: AWS::Lambda::Alias
                    Properties:
                      FunctionName: !Ref F
                      Name: live
                      FunctionVersion: $LATEST
                      ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}
                """
        )
        #expect(
            application.lines == [
                "error /Resources/Live/Properties/ProvisionedConcurrencyConfig: Provisioned Concurrency Configs cannot be "
                    + "applied to unpublished function versions."
            ]
        )
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
