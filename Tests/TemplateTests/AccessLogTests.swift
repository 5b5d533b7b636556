import Template
import Testing

/// Access logs, wherever a template may set one.
@Suite struct AccessLogTests {
    private static let settings =
        "{DestinationArn: !GetAtt Log.Arn, Format: '$context.requestId $context.status'}"
    private static let log = Application.AccessLog(group: "/apis", format: "$context.requestId $context.status")

    private static func read(_ resources: String) -> Application {
        readSAM(
            """
            Resources:
              Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /apis}}
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: f
                  Runtime: provided.al2023
                  CodeUri: build/
                  Events:
                    H: {Type: HttpApi, Properties: {Path: /, Method: GET, ApiId: !Ref Http}}
                    R: {Type: Api, Properties: {Path: /, Method: GET, RestApiId: !Ref Rest}}
            \(resources.indented(2))
            """
        )
    }

    private static func serverless(_ settings: String) -> Application {
        read(
            """
            Http: {Type: AWS::Serverless::HttpApi, Properties: {AccessLogSettings: \(settings)}}
            Rest: {Type: AWS::Serverless::Api, Properties: {StageName: v1, AccessLogSetting: \(settings)}}
            """
        )
    }

    @Test func serverlessAPIsHaveOne() {
        let application = Self.serverless(Self.settings)
        #expect(application.lines == [])
        #expect(
            application.httpAPIs.map(\.accessLog) == [Self.log] && application.restAPIs.map(\.accessLog) == [Self.log]
        )
    }

    @Test func stagesOfPlainAPIsHaveOne() {
        let application = Self.read(
            """
            Http: {Type: AWS::Serverless::HttpApi}
            Rest: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
            V2: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: v2, ProtocolType: HTTP, Target: !GetAtt F.Arn}}
            Two:
              Type: AWS::ApiGatewayV2::Stage
              Properties: {ApiId: !Ref V2, StageName: two, AutoDeploy: true, AccessLogSettings: \(Self.settings)}
            V1: {Type: AWS::ApiGateway::RestApi, Properties: {Name: v1}}
            Get:
              Type: AWS::ApiGateway::Method
              Properties:
                RestApiId: !Ref V1
                ResourceId: !GetAtt V1.RootResourceId
                HttpMethod: GET
                AuthorizationType: NONE
                Integration:
                  Type: MOCK
                  RequestTemplates: {application/json: "{\\"statusCode\\": 200}"}
                  IntegrationResponses: [{StatusCode: "200"}]
            Deployment:
              Type: AWS::ApiGateway::Deployment
              DependsOn: Get
              Properties:
                RestApiId: !Ref V1
                StageName: one
                StageDescription: {AccessLogSetting: \(Self.settings)}
            One:
              Type: AWS::ApiGateway::Stage
              Properties:
                RestApiId: !Ref V1
                StageName: three
                DeploymentId: !Ref Deployment
                AccessLogSetting: \(Self.settings)
            """
        )
        #expect(application.lines.filter { $0.hasPrefix("error") || $0.contains("AccessLog") } == [])
        #expect(application.httpAPIs.first { $0.name == "v2" || $0.logicalID == "V2" }?.accessLog == Self.log)
        let stages = application.restAPIs.filter { $0.logicalID == "V1" }
        #expect(Set(stages.map(\.stageName)) == ["one", "three"] && stages.allSatisfy { $0.accessLog == Self.log })
    }

    @Test(arguments: [
        ("{Format: $context.requestId}", "DestinationArn is missing"),
        ("{DestinationArn: !GetAtt Log.Arn}", "Format is missing"),
        ("{DestinationArn: logs, Format: $context.requestId}", "logs is no ARN of a log group"),
        (
            "{DestinationArn: !GetAtt Log.Arn, Format: $context.status}",
            "the access log format must have $context.requestId or $context.extendedRequestId in it"
        ),
        (
            "{DestinationArn: !GetAtt Log.Arn, Format: \"$context.requestId\\n$context.status\"}",
            "the access log format must be a single line"
        ),
        (
            "{DestinationArn: 'arn:aws:firehose:us-east-1:000000000000:deliverystream/amazon-apigateway-x', "
                + "Format: $context.requestId}",
            "Hearth writes access logs to log groups alone"
        ),
    ]) func whatIsNoAccessLogIsTold(_ settings: String, _ message: String) {
        let application = Self.serverless(settings)
        #expect(application.lines.count == 2 && application.lines.allSatisfy { $0.contains(message) })
        #expect(application.httpAPIs.allSatisfy { $0.accessLog == nil })
    }
}
