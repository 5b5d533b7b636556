import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

/// An application without a function: the gateway reaches a web server and services by itself.
@Suite(.fewAtATime, .timeLimit(.minutes(10))) struct ForwardingTests {
    private static let template = """
        Transform: AWS::LanguageExtensions
        Parameters: {Server: {Type: String}}
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: front, ProtocolType: HTTP}}
          Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true}}
          Queue: {Type: AWS::SQS::Queue}
          Connection:
            Type: AWS::Events::Connection
            Properties:
              AuthorizationType: API_KEY
              AuthParameters: {ApiKeyAuthParameters: {ApiKeyName: x-key, ApiKeyValue: k}}
          Destination:
            Type: AWS::Events::ApiDestination
            Properties:
              ConnectionArn: !GetAtt Connection.Arn
              InvocationEndpoint: https://pets.example/
              HttpMethod: POST
          Rule:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [shop]}
              Targets:
                - {Id: queue, Arn: !GetAtt Queue.Arn, InputPath: $.detail}
          Called:
            Type: AWS::Events::Rule
            Properties:
              EventPattern: {source: [elsewhere]}
              Targets:
                - {Id: server, Arn: !GetAtt Destination.Arn, RoleArn: "arn:aws:iam::000000000000:role/r"}
          Web:
            Type: AWS::ApiGatewayV2::Integration
            Properties:
              ApiId: !Ref Api
              IntegrationType: HTTP_PROXY
              IntegrationMethod: ANY
              IntegrationUri: !Sub "${Server}/{proxy}"
              PayloadFormatVersion: "1.0"
          Put:
            Type: AWS::ApiGatewayV2::Integration
            Properties:
              ApiId: !Ref Api
              IntegrationType: AWS_PROXY
              IntegrationSubtype: EventBridge-PutEvents
              CredentialsArn: arn:aws:iam::000000000000:role/r
              PayloadFormatVersion: "1.0"
              RequestParameters: {Source: shop, DetailType: sold, Detail: $request.body}
          Receive:
            Type: AWS::ApiGatewayV2::Integration
            Properties:
              ApiId: !Ref Api
              IntegrationType: AWS_PROXY
              IntegrationSubtype: SQS-ReceiveMessage
              CredentialsArn: arn:aws:iam::000000000000:role/r
              PayloadFormatVersion: "1.0"
              RequestParameters: {QueueUrl: !Ref Queue, WaitTimeSeconds: "20"}
          Fn::ForEach::Routes:
            - Integration
            - [Web, Put, Receive]
            - "Route${Integration}":
                Type: AWS::ApiGatewayV2::Route
                Properties:
                  ApiId: !Ref Api
                  RouteKey: !FindInMap [Keys, !Ref Integration, key]
                  Target: !Sub ["integrations/${id}", {id: !Ref "${Integration}"}]
        Mappings:
          Keys: {Web: {key: "ANY /web/{proxy+}"}, Put: {key: POST /events}, Receive: {key: GET /messages}}
        """

    @Test func reachesAServerAndServices() async throws {
        let server = try await RunningHearth(try Workshop(), "--no-template")
        let workshop = try Workshop()
        try workshop.write("template.yaml", Self.template)
        let hearth = try await RunningHearth(workshop, "--parameter", "Server=\(server.endpoint)")
        #expect(hearth.text.contains("→ EventBridge-PutEvents"))
        let web = try await hearth.send("GET", "/web/_hearth/faults")
        #expect(web.status == 200, "\(String(decoding: web.body, as: UTF8.self))")
        let put = try await hearth.send("POST", "/events", #"{"book":"c1"}"#)
        #expect(try JSON(parsing: put.body)["FailedEntryCount"] == 0)
        let received = String(decoding: try await hearth.send("GET", "/messages").body, as: UTF8.self)
        #expect(
            received.contains("<ReceiveMessageResponse") && received.contains("{&quot;book&quot;:&quot;c1&quot;}"),
            "\(received)"
        )
        #expect(server.interrupt() == 0)
        let gone = try await hearth.send("GET", "/web/anything")
        #expect(gone.status == 503)
        #expect(hearth.interrupt() == 0)
    }
}
