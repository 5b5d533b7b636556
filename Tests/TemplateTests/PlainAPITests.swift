import RegularExpressions
import Template
import Testing

/// APIs made of plain resources, as CDK and CloudFormation's users write them.
@Suite struct PlainAPITests {
    /// A template with one function `F`, and what is given (indented by two blanks).
    private func read(_ resources: String) -> Application {
        TemplateTests.read(
            """
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: f, Handler: f, Runtime: provided.al2023, Code: build/, Role: r}
              Invoking:
                Type: AWS::Lambda::Permission
                Properties: {FunctionName: !Ref F, Action: lambda:InvokeFunction, Principal: apigateway.amazonaws.com}
            \(resources.indented(2))
            """
        )
    }

    // MARK: Permissions

    /// With a permission for this source, or none, and a route `GET /a/{id}` of the API's stage `$default`.
    private static func lines(source: String?) -> [String] {
        let permission = source.map { source in
            """
              P:
                Type: AWS::Lambda::Permission
                Properties:
                  FunctionName: !Ref F
                  Action: lambda:InvokeFunction
                  Principal: apigateway.amazonaws.com
                  SourceArn: !Sub "arn:aws:execute-api:us-east-1:000000000000:${Api}/\(source)"
            """
        }
        return TemplateTests.read(
            """
            Resources:
              F:
                Type: AWS::Lambda::Function
                Properties: {FunctionName: f, Handler: f, Runtime: provided.al2023, Code: build/, Role: r}
            \(Self.http.indented(2))
            \(Self.stage.indented(2))
            \(permission ?? "")
            """
        ).lines.filter { !$0.hasPrefix("note") }
    }

    @Test func whoMayNotInvokeTheFunctionIsTold() throws {
        for source in ["*", "*/*/*", "$default/GET/books/{id}", "*/GET/books/*"] {
            #expect(Self.lines(source: source).isEmpty, "\(source)")
        }
        for source in [nil, "*/POST/*", "other/GET/books/{id}"] {
            let line = try #require(Self.lines(source: source).first, "\(source ?? "none")")
            #expect(line.hasPrefix("warning /Resources/Route: API Gateway may not invoke f: requests are answered 500"))
            #expect(line.hasSuffix("/$default/GET/books/{id}"))
        }
    }

    // MARK: Beside SAM's

    private static func added(_ resources: String) -> Application {
        readFunction(
            """
            FunctionName: f
            Events:
              A: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /a, Method: get}}
              B: {Type: Api, Properties: {RestApiId: !Ref Back, Path: /b, Method: get}}
            """,
            rest: """
                  Api:
                    Type: AWS::Serverless::HttpApi
                    Properties: {RouteSettings: {"GET /books/{id}": {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2}}}
                  Back: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
                  Permission:
                    Type: AWS::Lambda::Permission
                    Properties: {FunctionName: !Ref F, Action: lambda:InvokeFunction, Principal: apigateway.amazonaws.com}
                \(resources.indented(2))
                """
        )
    }

    @Test func anHTTPAPIOfSAMHasFurtherRoutes() throws {
        let route = Self.http.split(separator: "\n").dropFirst().joined(separator: "\n")
        let application = Self.added(route)
        #expect(application.lines.isEmpty)
        let api = try #require(application.httpAPIs.first)
        #expect(api.routes.map(\.routeKey) == ["GET /a", "GET /books/{id}"])
        #expect(api.routes[1].functionName == "f" && api.routes[1].guards.throttle == .init(rate: 5, burst: 2))
        let signed = Self.added(route + "\n    AuthorizationType: AWS_IAM")
        #expect(signed.httpAPIs.first?.routes.map(\.guards.asksForSignature) == [false, true])
    }

    @Test func whatCannotBeAddedIsRefused() {
        let route = Self.http.split(separator: "\n").dropFirst().joined(separator: "\n")
        let stage = "S: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: x, AutoDeploy: true}}"
        #expect(
            Self.added("\(route)\n\(stage)").lines.first
                == "error /Resources/S/Properties/ApiId: Hearth cannot add the AWS::ApiGatewayV2::Stage S to Api, which SAM "
                + "makes; write it as an event or a property of SAM's, or all of the API as plain resources"
        )
        let resource =
            "R: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Back, PathPart: x, "
            + "ParentId: !GetAtt Back.RootResourceId}}"
        let line = Self.added("\(route)\n\(resource)").lines.first ?? ""
        let refusal = "error /Resources/R/Properties/RestApiId: Hearth cannot add the AWS::ApiGateway::Resource R"
        #expect(line.hasPrefix(refusal))
    }

    // MARK: HTTP APIs

    private static let http = """
        Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: books, ProtocolType: HTTP}}
        Integration:
          Type: AWS::ApiGatewayV2::Integration
          Properties:
            ApiId: !Ref Api
            IntegrationType: AWS_PROXY
            IntegrationUri: !GetAtt F.Arn
            PayloadFormatVersion: "2.0"
            TimeoutInMillis: 5000
        Route:
          Type: AWS::ApiGatewayV2::Route
          Properties:
            ApiId: !Ref Api
            RouteKey: GET /books/{id}
            Target: !Join ["/", [integrations, !Ref Integration]]
        """

    private static let stage = """
        Stage:
          Type: AWS::ApiGatewayV2::Stage
          Properties:
            ApiId: !Ref Api
            StageName: $default
            AutoDeploy: true
            StageVariables: {colour: red}
            RouteSettings: {"GET /books/{id}": {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2}}
        """

    @Test func anHTTPAPIHasRoutesByIntegrations() throws {
        let application = read(Self.http + "\n" + Self.stage)
        #expect(application.lines.filter { !$0.hasPrefix("note") } == [])
        let api = try #require(application.httpAPIs.first)
        #expect(api.name == "books")
        #expect(api.stageName == "$default")
        #expect(api.stageVariables == ["colour": "red"])
        let route = try #require(api.routes.first)
        #expect(route.routeKey == "GET /books/{id}")
        #expect(route.functionName == "f")
        #expect(route.payloadFormatVersion == .v2)
        #expect(route.timeout == .seconds(5))
        #expect(route.guards.throttle == .init(rate: 5, burst: 2))
        #expect(route.source.description == "/Resources/Route")
    }

    @Test(arguments: [
        "!Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations",
        "!Sub ${F.Arn}", "!Sub arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.name}",
    ])
    func anIntegrationNamesItsFunctionInSeveralWays(uri: String) throws {
        let text = (Self.http + "\n" + Self.stage).replacing("!GetAtt F.Arn", with: uri)
            .replacing("colour: red", with: "name: f").replacing(
                "${stageVariables.name}",
                with: "${!stageVariables.name}"
            )
        let application = read(text)
        #expect(!application.hasErrors)
        #expect(application.httpAPIs.first?.routes.first?.functionName == "f")
    }

    @Test func anAliasIsInvokedByItsQualifier() {
        let alias = """

            Version: {Type: AWS::Lambda::Version, Properties: {FunctionName: !Ref F}}
            Live:
              Type: AWS::Lambda::Alias
              Properties: {FunctionName: !Ref F, Name: live, FunctionVersion: !GetAtt Version.Version}
            """
        let application = read((Self.http + "\n" + Self.stage + alias).replacing("!GetAtt F.Arn", with: "!Ref Live"))
        #expect(!application.hasErrors)
        #expect(application.httpAPIs.first?.routes.first?.qualifier == "live")
    }

    @Test func anAPIWithATargetNeedsNoMore() throws {
        let application = read(
            """
            Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP, Target: !GetAtt F.Arn}}
            """
        )
        let api = try #require(application.httpAPIs.first)
        #expect(api.stageName == "$default")
        #expect(api.routes.map(\.routeKey) == ["$default"])
        #expect(api.routes.map(\.payloadFormatVersion) == [.v2])
    }

    @Test func routesOfAnHTTPAPIHaveAuthorizers() throws {
        let authorizers = """

            Tokens:
              Type: AWS::ApiGatewayV2::Authorizer
              Properties:
                ApiId: !Ref Api
                Name: tokens
                AuthorizerType: JWT
                IdentitySource: [$request.header.Authorization]
                JwtConfiguration: {Issuer: "https://i.example", Audience: [a]}
            Guard:
              Type: AWS::ApiGatewayV2::Authorizer
              Properties:
                ApiId: !Ref Api
                Name: guard
                AuthorizerType: REQUEST
                AuthorizerUri: !GetAtt F.Arn
                AuthorizerPayloadFormatVersion: "2.0"
                AuthorizerResultTtlInSeconds: 60
                EnableSimpleResponses: true
                IdentitySource: [$request.header.x-key, $context.routeKey]
            Guarded:
              Type: AWS::ApiGatewayV2::Route
              Properties:
                ApiId: !Ref Api
                RouteKey: POST /books
                Target: !Sub integrations/${Integration}
                AuthorizationType: JWT
                AuthorizerId: !Ref Tokens
                AuthorizationScopes: [write]
            """
        let application = read(Self.http + "\n" + Self.stage + authorizers)
        #expect(!application.hasErrors)
        let api = try #require(application.httpAPIs.first)
        let source = Application.IdentitySource.header("Authorization")
        var function = Application.LambdaAuthorizer(
            functionName: "f",
            type: .request,
            payloadFormatVersion: .v2,
            identitySources: [.header("x-key"), .context("routeKey")]
        )
        function.enablesSimpleResponses = true
        function.resultTTL = .seconds(60)
        #expect(
            api.authorizers.map(\.kind) == [
                .lambda(function), .jwt(.init(issuer: "https://i.example", audiences: ["a"], identitySource: source)),
            ]
        )
        let route = try #require(api.routes.first { $0.path == "/books" })
        #expect(route.guards == .init(authorizer: "tokens", authorizationScopes: ["write"]))
    }

    @Test(arguments: [
        (
            "AWS_PROXY", "HTTP_PROXY",
            "error /Resources/Integration/Properties/IntegrationUri: Invalid HTTP endpoint specified for URI"
        ),
        ("!GetAtt F.Arn", "!Ref F", "error /Resources/Integration/Properties/IntegrationUri: f leads to no function"),
        (
            "RouteKey: GET /books/{id}", "RouteKey: /books",
            "error /Resources/Route/Properties/RouteKey: a route key is a method and a path"
        ),
        (
            "ApiId: !Ref Api\n    RouteKey", "ApiId: other\n    RouteKey",
            "warning /Resources/Route/Properties/ApiId: the"
        ),
        ("integrations, !Ref", "x, !Ref", "error /Resources/Route/Properties/Target: the API has no integration x/"),
        ("AutoDeploy: true", "AutoDeploy: false", "warning /Resources/Stage/Properties: nothing is deployed"),
    ])
    func whatCannotBeServedIsReported(old: String, new: String, line: String) {
        let application = read((Self.http + "\n" + Self.stage).replacing(old, with: new))
        #expect(application.lines.contains { $0.hasPrefix(line) }, "\(application.lines)")
    }

    @Test func eachStageHasTheRoutesAsItMakesThem() throws {
        let stages = """
            Test:
              Type: AWS::ApiGatewayV2::Stage
              Properties: {ApiId: !Ref Api, StageName: test, AutoDeploy: true, StageVariables: {name: g}}
            Live:
              Type: AWS::ApiGatewayV2::Stage
              Properties:
                ApiId: !Ref Api
                StageName: $default
                AutoDeploy: true
                StageVariables: {name: f}
                DefaultRouteSettings: {ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2}
            """
        let uri = "!Sub arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${!stageVariables.name}"
        let application = read((Self.http + "\n" + stages).replacing("!GetAtt F.Arn", with: uri))
        #expect(application.lines.filter { !$0.hasPrefix("note") } == [])
        let (live, test) = (try #require(application.httpAPIs.first), try #require(application.httpAPIs.last))
        #expect(application.httpAPIs.map(\.stageName) == ["$default", "test"])
        #expect(application.httpAPIs.map(\.pathPrefix) == ["", "/test"])
        #expect(live.id == test.id)
        #expect(live.routes.map(\.functionName) == ["f"] && test.routes.map(\.functionName) == ["g"])
        #expect(live.routes.first?.guards.throttle == .init(rate: 5, burst: 2))
        #expect(test.routes.first?.guards.throttle == nil)
    }

    @Test func anAPIWithoutAStageIsNotServed() {
        let application = read(Self.http)
        #expect(application.httpAPIs.isEmpty)
        #expect(application.lines.contains("warning /Resources/Api: the API has no stage, so nothing reaches it"))
    }

    // MARK: REST APIs

    /// Whether or not they have methods; told once.
    @Test func siblingsAreNotBothParameters() {
        let sibling = """
            Twin:
              Type: AWS::ApiGateway::Resource
              Properties: {RestApiId: !Ref Api, ParentId: !Ref Books, PathPart: "{name+}"}
            """
        let method = "ResourceId: !Ref Twin, HttpMethod: GET, AuthorizationType: NONE"
        let integration = "{Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !GetAtt F.Arn}"
        let get = """
            TwinGet:
              Type: AWS::ApiGateway::Method
              Properties: {RestApiId: !Ref Api, \(method), Integration: \(integration)}
            """
        for more in [sibling, "\(sibling)\n\(get)"] {
            let errors = read(Self.rest(rest: more)).lines.filter { $0.hasPrefix("error") }
            #expect(errors.count == 1)
            #expect(
                errors.first == "error /Resources/Book/Properties/PathPart: A sibling ({name+}) of this resource "
                    + "already has a variable path part -- only one is allowed"
            )
        }
    }

    /// `properties`: more of the method, indented by four blanks.
    private static func rest(_ properties: String = "", rest: String = "") -> String {
        """
        Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: books}}
        Book:
          Type: AWS::ApiGateway::Resource
          Properties: {RestApiId: !Ref Api, ParentId: !Ref Books, PathPart: "{id}"}
        Books:
          Type: AWS::ApiGateway::Resource
          Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: books}
        Get:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !Ref Book
            HttpMethod: GET
            AuthorizationType: NONE
            Integration:
              Type: AWS_PROXY
              IntegrationHttpMethod: POST
              Uri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${F.Arn}/invocations
        \(properties)
        Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: Get, Properties: {RestApiId: !Ref Api}}
        Stage:
          Type: AWS::ApiGateway::Stage
          Properties:
            RestApiId: !Ref Api
            DeploymentId: !Ref Deployment
            StageName: v1
            Variables: {colour: red}
            MethodSettings:
              - {ResourcePath: "/books/{id}", HttpMethod: GET, ThrottlingRateLimit: 5, ThrottlingBurstLimit: 2}
        \(rest)
        """
    }

    @Test func aRESTAPIHasMethodsInATreeOfResources() throws {
        let application = read(Self.rest())
        #expect(application.lines.filter { !$0.hasPrefix("note") } == [])
        let api = try #require(application.restAPIs.first)
        #expect(api.stageName == "v1")
        #expect(api.stageVariables == ["colour": "red"])
        let route = try #require(api.routes.first)
        #expect(route.routeKey == "GET /books/{id}")
        #expect(route.functionName == "f")
        #expect(route.guards.throttle == .init(rate: 5, burst: 2))
    }

    @Test func aDeploymentMayMakeTheStage() {
        let text = Self.rest().split(separator: "Stage:\n").first.map(String.init) ?? ""
        let application = read(
            text.replacing("{RestApiId: !Ref Api}}", with: "{RestApiId: !Ref Api, StageName: live}}")
        )
        #expect(application.restAPIs.map(\.stageName) == ["live"])
    }

    @Test func aRESTAPIMayHaveSeveralStages() {
        let application = read(
            Self.rest(
                rest: """
                    Next:
                      Type: AWS::ApiGateway::Stage
                      Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v2}
                    Wide: {Type: AWS::ApiGateway::GatewayResponse, Properties: {RestApiId: !Ref Api, ResponseType: DEFAULT_4XX}}
                    """
            )
        )
        #expect(application.lines.filter { !$0.hasPrefix("note") } == [])
        #expect(application.restAPIs.map(\.stageName) == ["v1", "v2"])
        #expect(application.restAPIs.map(\.pathPrefix) == ["", "/v2"])
        #expect(application.restAPIs.map(\.stageVariables) == [["colour": "red"], [:]])
        #expect(application.restAPIs.map(\.routes.count) == [1, 1])
        #expect(application.restAPIs.map(\.gatewayResponses.count) == [1, 1])
    }

    @Test func twoStagesHaveTwoNames() {
        let second = """
            Next:
              Type: AWS::ApiGateway::Stage
              Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1}
            """
        let lines = read(Self.rest(rest: second)).lines
        #expect(lines.contains("error /Resources/Next/Properties/StageName: the API has another stage v1"))
    }

    @Test func methodsHaveAuthorizersKeysAndValidators() throws {
        let application = read(
            Self.rest(
                """
                    ApiKeyRequired: true
                    RequestValidatorId: !Ref Validator
                    RequestModels: {application/json: !Ref Model}
                    RequestParameters: {method.request.querystring.q: true, method.request.header.h: false}
                """,
                rest: """
                    Validator:
                      Type: AWS::ApiGateway::RequestValidator
                      Properties: {RestApiId: !Ref Api, ValidateRequestBody: true, ValidateRequestParameters: true}
                    Model:
                      Type: AWS::ApiGateway::Model
                      Properties: {RestApiId: !Ref Api, ContentType: application/json, Schema: {type: object}}
                    Guard:
                      Type: AWS::ApiGateway::Authorizer
                      Properties:
                        RestApiId: !Ref Api
                        Name: guard
                        Type: TOKEN
                        AuthorizerUri: !GetAtt F.Arn
                        IdentitySource: method.request.header.Authorization
                        IdentityValidationExpression: t-.*
                    Permission:
                      Type: AWS::Lambda::Permission
                      Properties:
                        FunctionName: !Ref F
                        Action: lambda:InvokeFunction
                        Principal: apigateway.amazonaws.com
                    Plan:
                      Type: AWS::ApiGateway::UsagePlan
                      Properties: {ApiStages: [{ApiId: !Ref Api, Stage: !Ref Stage}]}
                    """
            ).replacing("AuthorizationType: NONE", with: "AuthorizationType: CUSTOM\n    AuthorizerId: !Ref Guard")
        )
        #expect(application.lines.filter { !$0.hasPrefix("note") } == [])
        let api = try #require(application.restAPIs.first)
        let guards = try #require(api.routes.first).guards
        #expect(guards.authorizer == "guard")
        #expect(guards.requiresAPIKey)
        #expect(guards.validation?.requiredParameters == [.init(.querystring, "q")])
        #expect(guards.validation?.body?.types == ["object"])
        var authorizer = Application.LambdaAuthorizer(
            functionName: "f",
            type: .token,
            payloadFormatVersion: .v1,
            identitySources: [.header("Authorization")]
        )
        authorizer.identityValidationExpression = try RegularExpression("t-.*")
        #expect(api.authorizers.map(\.kind) == [.lambda(authorizer)])
        #expect(application.usagePlans.first?.stages.map(\.stageName) == ["v1"])
    }

    private static let preflight = """
        Options:
          Type: AWS::ApiGateway::Method
          Properties:
            RestApiId: !Ref Api
            ResourceId: !Ref Book
            HttpMethod: OPTIONS
            AuthorizationType: NONE
            Integration:
              Type: MOCK
              RequestTemplates: {application/json: "{ statusCode: 200 }"}
              IntegrationResponses:
                - StatusCode: "204"
                  ResponseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}
            MethodResponses: [{StatusCode: "204"}]
        """

    @Test func aMockAnswersPreflightsAsCDKMakesThem() {
        let application = read(Self.rest(rest: Self.preflight))
        #expect(!application.hasErrors)
        let mock = application.restAPIs.first?.mockMethods.first
        #expect(mock?.path == "/books/{id}")
        #expect(mock?.method == "OPTIONS")
        let header = Application.MockResponse.Header(name: "Access-Control-Allow-Origin", value: "*")
        #expect(mock?.response == .init(statusCode: 204, headers: [header], body: ""))
    }

    @Test(arguments: [
        (
            "{ statusCode: 200 }", "#set($a = 1)",
            "/Resources/Options/Properties/Integration/RequestTemplates/application~1json"
        ),
        ("Type: MOCK", "Type: AWS", "/Resources/Options/Properties/Integration/Type"),
        ("'*'", "integration.response.header.x", "/Resources/Options/Properties/Integration/IntegrationResponses/0/"),
        (
            #"ResponseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}"#,
            "SelectionPattern: '('",
            "/Resources/Options/Properties/Integration/IntegrationResponses/0/SelectionPattern: ( is no regular"
        ),
        ("ResourceId: !Ref Book", "ResourceId: x", "/Resources/Get/Properties/ResourceId"),
        ("ParentId: !Ref Books", "ParentId: x", "/Resources/Book/Properties/ParentId"),
        ("IntegrationHttpMethod: POST", "IntegrationHttpMethod: GET", "/Resources/Get/Properties/Integration/Integ"),
        ("Name: books", "Name: books, Body: {}", "/Resources/Api/Properties/Body"),
    ])
    func whatAWSAloneCanDoIsAnError(old: String, new: String, path: String) {
        let application = read(Self.rest(rest: Self.preflight).replacing(old, with: new))
        #expect(application.lines.contains { $0.hasPrefix("error \(path)") }, "\(application.lines)")
    }
}
