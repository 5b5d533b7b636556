import RegularExpressions
import Template
import Testing

/// Routes of plain APIs that lead to web servers and services.
@Suite struct ForwardedRouteTests {
    private func http(_ key: String, _ integration: String) -> Application {
        read(
            """
            Resources:
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP}}
              Stage:
                Type: AWS::ApiGatewayV2::Stage
                Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true, StageVariables: {host: pets.example}}
              Q: {Type: AWS::SQS::Queue}
              Route:
                Type: AWS::ApiGatewayV2::Route
                Properties: {ApiId: !Ref Api, RouteKey: "\(key)", Target: !Sub "integrations/${I}"}
              I:
                Type: AWS::ApiGatewayV2::Integration
                Properties:
                  ApiId: !Ref Api
            \(integration.indented(6))
            """
        )
    }

    private func rest(_ method: String, path: String = "{proxy+}") -> Application {
        read(
            """
            Resources:
              Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: a}}
              R:
                Type: AWS::ApiGateway::Resource
                Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: "\(path)"}
              D:
                Type: AWS::ApiGateway::Deployment
                Properties: {RestApiId: !Ref Api, StageName: dev}
              M:
                Type: AWS::ApiGateway::Method
                Properties:
                  RestApiId: !Ref Api
                  ResourceId: !Ref R
                  HttpMethod: ANY
                  AuthorizationType: NONE
            \(method.indented(6))
            """
        )
    }

    private func web(_ application: Application) throws -> Application.WebTarget {
        let routes = application.httpAPIs.flatMap(\.forwardedRoutes) + application.restAPIs.flatMap(\.forwardedRoutes)
        guard case .web(let target)? = routes.first?.target else { throw Missing() }
        return target
    }

    private struct Missing: Error {}

    @Test func anHTTPAPIFillsTheAddressFromThePath() throws {
        let application = http(
            "GET /pets/{id}",
            """
            IntegrationType: HTTP_PROXY
            IntegrationMethod: ANY
            IntegrationUri: https://${stageVariables.host}/animals/{id}
            PayloadFormatVersion: "1.0"
            TimeoutInMillis: 900
            RequestParameters:
              append:header.x-pet: pet-${request.path.id}
              overwrite:querystring.who: $context.identity.sourceIp
              remove:header.x-secret: "''"
              overwrite:path: $request.path
            """
        )
        #expect(application.lines == [])
        let target = try web(application)
        #expect(target.uri == "https://pets.example/animals/{id}")
        #expect(target.method == nil && target.responses == nil)
        #expect(
            target.mappings == [
                .init(.overwrite, .pathParameter("id"), .init([.parameter(.init(.path, "id"))])),
                .init(.append, .header("x-pet"), .init([.text("pet-"), .parameter(.init(.path, "id"))])),
                .init(.overwrite, .query("who"), .init([.context("identity.sourceIp")])),
                .init(.remove, .header("x-secret"), .init([.text("")])),
                .init(.overwrite, .path, .init([.path])),
            ]
        )
        #expect(application.httpAPIs.first?.forwardedRoutes.first?.timeout == .milliseconds(900))
    }

    @Test func theDefaultRouteTakesThePathAlong() throws {
        let integration =
            "IntegrationType: HTTP_PROXY\nIntegrationMethod: ANY\nIntegrationUri: http://pets.example/base/"
        let target = try web(http("$default", integration))
        #expect(target.uri == "http://pets.example/base{$path}")
        let asked = "IntegrationType: HTTP_PROXY\nIntegrationMethod: ANY\nIntegrationUri: http://pets.example/?a=b"
        #expect(try web(http("$default", asked)).uri == "http://pets.example{$path}?a=b")
        let quick = read(
            """
            Resources:
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP, Target: "https://pets.example"}}
            """
        )
        #expect(quick.lines == [])
        #expect(try web(quick).uri == "https://pets.example{$path}")
    }

    static let brokenHTTP: [(integration: String, complaint: String)] = [
        ("IntegrationUri: arn:aws:x", "IntegrationUri: Invalid HTTP endpoint specified for URI"),
        ("IntegrationUri: http://a/{b}", "IntegrationUri: the route GET /pets has no parameter {b}"),
        ("IntegrationUri: http://a\nConnectionType: VPC_LINK", "ConnectionType: Hearth cannot use VPC_LINK"),
        (
            "IntegrationUri: http://a\nRequestParameters: {\"overwrite:header.Via\": x}",
            "RequestParameters/overwrite:header.Via: Operations on header Via are restricted"
        ),
        (
            "IntegrationUri: http://a\nRequestParameters: {\"append:path\": x}",
            "RequestParameters/append:path: \"append:path\" is no request parameter"
        ),
        (
            "IntegrationUri: http://a\nRequestParameters: {\"append:header.a\": $context.moon}",
            "RequestParameters/append:header.a: Hearth does not know what to take for $context.moon"
        ),
    ]

    @Test(arguments: brokenHTTP)
    func tellsWhatIsWrongWithAnHTTPAPI(integration: String, complaint: String) {
        let lines = http("GET /pets", "IntegrationType: HTTP_PROXY\nIntegrationMethod: GET\n\(integration)").lines
        let expected = complaint.replacing("the route GET ", with: "the route ")
        #expect(lines.contains { $0.hasPrefix("error /Resources/I/Properties/\(expected)") }, "\(lines)")
    }

    @Test func aRESTAPIMapsParameters() throws {
        let application = rest(
            """
            RequestParameters: {method.request.path.proxy: true, method.request.header.X-A: false}
            Integration:
              Type: HTTP_PROXY
              IntegrationHttpMethod: ANY
              Uri: http://pets.example/{proxy}
              RequestParameters:
                integration.request.path.proxy: method.request.path.proxy
                integration.request.header.X-B: method.request.multivalueheader.X-A
                integration.request.querystring.s: "'fixed'"
                integration.request.header.X-Stage: context.stage
            """
        )
        #expect(application.diagnostics.filter { $0.severity != .note }.isEmpty)
        #expect(
            try web(application).mappings == [
                .init(.overwrite, .pathParameter("proxy"), .init([.parameter(.init(.path, "proxy"))])),
                .init(.overwrite, .header("X-B"), .init([.allValues(.init(.header, "X-A"))])),
                .init(.overwrite, .query("s"), .init([.text("fixed")])),
                .init(.overwrite, .header("X-Stage"), .init([.context("stage")])),
            ]
        )
    }

    @Test func aCustomIntegrationHasResponses() throws {
        let application = rest(
            """
            Integration:
              Type: HTTP
              IntegrationHttpMethod: GET
              Uri: http://pets.example/
              IntegrationResponses:
                - StatusCode: 200
                  ResponseParameters: {method.response.header.X: integration.response.header.Y}
                - StatusCode: 500
                  SelectionPattern: "5.."
            """,
            path: "pets"
        )
        #expect(
            try web(application).responses == [
                .init(selectionPattern: nil, statusCode: 200, headers: [.init(name: "X", value: .header("Y"))]),
                .init(selectionPattern: try RegularExpression("5.."), statusCode: 500, headers: []),
            ]
        )
    }

    static let brokenREST: [(integration: String, complaint: String)] = [
        (
            "Type: HTTP_PROXY, Uri: \"http://a/{proxy}\"",
            "Uri: nothing stands for {proxy}; map integration.request.path.proxy"
        ),
        ("Type: HTTP_PROXY, Uri: \"http://a\", ConnectionType: VPC_LINK", "ConnectionType: Hearth cannot use VPC_LINK"),
        (
            "Type: HTTP_PROXY, Uri: \"http://a\", RequestParameters: {integration.request.header.a: method.request.header.b}",
            "RequestParameters/integration.request.header.a: Invalid mapping expression specified: Validation Result: "
                + "warnings : [], errors : [Invalid mapping expression parameter specified: method.request.header.b]"
        ),
        (
            "Type: HTTP, Uri: \"http://a\", RequestTemplates: {application/json: \"$x\"}",
            "RequestTemplates/application~1json: Hearth runs no VTL"
        ),
        (
            "Type: HTTP, Uri: \"http://a\", IntegrationResponses: [{StatusCode: 200, ResponseTemplates: {a/b: x}}]",
            "IntegrationResponses/0/ResponseTemplates/a~1b: Hearth runs no VTL"
        ),
    ]

    @Test(arguments: brokenREST)
    func tellsWhatIsWrongWithARESTAPI(integration: String, complaint: String) {
        let lines = rest("Integration: {IntegrationHttpMethod: GET, \(integration)}").lines
        #expect(lines.contains { $0.hasPrefix("error /Resources/M/Properties/Integration/\(complaint)") }, "\(lines)")
    }

    // MARK: Services

    @Test func anHTTPAPIReachesServices() throws {
        let application = http(
            "POST /messages",
            """
            IntegrationType: AWS_PROXY
            IntegrationSubtype: SQS-SendMessage
            PayloadFormatVersion: "1.0"
            CredentialsArn: arn:aws:iam::000000000000:role/r
            RequestParameters: {QueueUrl: !Ref Q, MessageBody: "$request.body.items[0].text"}
            """
        )
        #expect(application.lines == [])
        let target = Application.ServiceTarget(
            action: .sendMessage,
            parameters: [
                .init(name: "QueueUrl", value: .init([.text("http://127.0.0.1:4566/000000000000/Q")])),
                .init(name: "MessageBody", value: .init([.body(["items", "0", "text"])])),
            ]
        )
        #expect(application.httpAPIs.first?.forwardedRoutes.first?.target == .service(target))
    }

    static let brokenServices: [(subtype: String, parameters: String, complaint: String)] = [
        ("Kinesis-PutRecord", "{}", "IntegrationSubtype: Hearth cannot use Kinesis-PutRecord: the service is not here"),
        ("SQS-Send", "{}", "IntegrationSubtype: unknown subtype SQS-Send"),
        ("SQS-PurgeQueue", "{}", "RequestParameters: SQS-PurgeQueue needs the parameter QueueUrl"),
        (
            "SQS-PurgeQueue", "{QueueURL: x}",
            "RequestParameters/QueueURL: SQS-PurgeQueue has no parameter QueueURL; did you mean QueueUrl?"
        ),
        (
            "SQS-PurgeQueue", "{QueueUrl: $request.body..x}",
            "RequestParameters/QueueUrl: Hearth does not know what to take"
        ),
    ]

    @Test(arguments: brokenServices)
    func tellsWhatIsWrongWithAService(subtype: String, parameters: String, complaint: String) {
        let lines = http(
            "POST /messages",
            """
            IntegrationType: AWS_PROXY
            IntegrationSubtype: \(subtype)
            PayloadFormatVersion: "1.0"
            CredentialsArn: arn:aws:iam::000000000000:role/r
            RequestParameters: \(parameters)
            """
        ).lines
        #expect(lines.contains { $0.hasPrefix("error /Resources/I/Properties/\(complaint)") }, "\(lines)")
    }
}
