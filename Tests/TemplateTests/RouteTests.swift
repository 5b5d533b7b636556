import Template
import Testing

@Suite struct RouteTests {
    @Test func eventsMakeRoutesOfImplicitAPIs() throws {
        let application = readFunction(
            """
            Events:
              Search: {Type: HttpApi, Properties: {Path: /search, Method: post, TimeoutInMillis: 5000}}
              Old: {Type: HttpApi, Properties: {Path: "/old/{proxy+}", Method: any, PayloadFormatVersion: "1.0"}}
              Rest: {Type: HttpApi}
              Get: {Type: Api, Properties: {Path: "/books/{id}/", Method: GET}}
            """
        )
        let http = try #require(application.httpAPIs.first)
        #expect(http.logicalID == "ServerlessHttpApi" && http.stageName == "$default")
        #expect(http.id == EmulatorAttributes().apiID("ServerlessHttpApi"))
        #expect(http.routes.map(\.routeKey) == ["POST /search", "ANY /old/{proxy+}", "$default"])
        #expect(http.routes.map(\.timeout) == [.seconds(5), .seconds(30), .seconds(30)])
        #expect(http.routes.map(\.payloadFormatVersion) == [.v2, .v1, .v2])
        #expect(http.routes[0].source.description == "/Resources/F/Properties/Events/Search")
        let rest = try #require(application.restAPIs.first)
        #expect(rest.logicalID == "ServerlessRestApi" && rest.stageName == "Prod")
        #expect(rest.routes.map(\.routeKey) == ["GET /books/{id}"])
        #expect(rest.routes[0].payloadFormatVersion == .v1 && rest.routes[0].timeout == .seconds(29))
        #expect(application.lines.isEmpty)
    }

    @Test func eventsNameTheirAPI() {
        let application = readFunction(
            """
            FunctionName: named
            Events:
              A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Front}}
              B: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: Back}}
            """,
            rest: """
                  Front:
                    Type: AWS::Serverless::HttpApi
                    Properties:
                      StageName: beta
                      StageVariables: {color: blue}
                      CorsConfiguration:
                        AllowOrigins: ["https://a.example"]
                        AllowMethods: [GET]
                        MaxAge: 600
                        AllowCredentials: true
                  Back:
                    Type: AWS::Serverless::Api
                    Properties:
                      StageName: v1
                      BinaryMediaTypes: [image~1png, "*/*"]
                      Cors: {AllowOrigin: "'*'", AllowHeaders: "'content-type'", MaxAge: "'60'"}
                """
        )
        let front = application.httpAPIs.first
        #expect(front?.logicalID == "Front" && front?.stageName == "beta" && front?.stageVariables == ["color": "blue"])
        #expect(front?.cors?.allowOrigins == ["https://a.example"] && front?.cors?.maxAge == .seconds(600))
        #expect(front?.cors?.allowMethods == ["GET"] && front?.cors?.allowCredentials == true)
        #expect(front?.routes.map(\.functionName) == ["named"])
        let back = application.restAPIs.first
        #expect(back?.logicalID == "Back" && back?.stageName == "v1")
        #expect(back?.binaryMediaTypes == ["image/png", "*/*"])
        #expect(
            back?.cors?.allowOrigin == "*" && back?.cors?.allowHeaders == "content-type" && back?.cors?.maxAge == "60"
        )
        #expect(back?.routes.map(\.routeKey) == ["GET /b"])
        #expect(application.lines.isEmpty)
    }

    static let badPaths: [(path: String, complaint: String)] = [
        ("books", "a path begins with a slash: \"books\" does not"),
        ("/a//b", "an empty segment in \"/a//b\""),
        ("/a/{id", "\"{id\" is no segment of a path: a {parameter} fills a whole one"),
        ("/a/x{id}", "\"x{id}\" is no segment of a path: a {parameter} fills a whole one"),
        ("/a/{}", "{} is no path parameter: its name has letters, digits, ._-: only"),
        ("/a/{i d}", "{i d} is no path parameter: its name has letters, digits, ._-: only"),
        ("/{a+}/b", "{a+} takes the rest of the path: it must come last"),
        ("/{a}/{a}", "the parameter {a} stands twice in \"/{a}/{a}\""),
        ("/a b", "\"a b\" is no segment of a path: a {parameter} fills a whole one"),
    ]

    @Test(arguments: badPaths, ["HttpApi", "Api"]) func malformed(
        _ bad: (path: String, complaint: String),
        _ type: String
    ) {
        let application = readFunction("Events: {E: {Type: \(type), Properties: {Path: \"\(bad.path)\", Method: GET}}}")
        #expect(application.lines == ["error /Resources/F/Properties/Events/E/Properties/Path: \(bad.complaint)"])
    }

    static let mistakes: [(event: String, line: String)] = [
        (
            "{Type: HttpApi, Properties: {Path: /a, Method: FETCH}}",
            "error /Resources/F/Properties/Events/E/Properties/Method: FETCH is not one of GET, HEAD, POST, PUT, "
                + "PATCH, DELETE, OPTIONS, ANY"
        ),
        (
            "{Type: HttpApi, Properties: {Path: /a}}",
            "error /Resources/F/Properties/Events/E/Properties/Method: Method is missing"
        ),
        ("{Type: Api}", "error /Resources/F/Properties/Events/E/Properties/Path: Path is missing"),
        (
            "{Type: Api, Properties: {Path: /a, Method: GET, TimeoutInMillis: 30000}}",
            "error /Resources/F/Properties/Events/E/Properties/TimeoutInMillis: 30000 is out of range: from 50 to 29000"
        ),
        (
            "{Type: HttpApi, Properties: {Path: /a, Method: GET, PayloadFormatVersion: 3.0}}",
            "error /Resources/F/Properties/Events/E/Properties/PayloadFormatVersion: 3.0 is not one of 1.0, 2.0; "
                + "did you mean 1.0?"
        ),
        (
            "{Type: HttpApi, Properties: {Path: /a, Method: GET, ApiId: Elsewhere}}",
            "error /Resources/F/Properties/Events/E/Properties/ApiId: ApiId must be a valid reference to an "
                + "'AWS::Serverless::HttpApi' resource in same template."
        ),
        (
            "{Type: HttpApi, Properties: {Path: /a, Method: GET, Stage: x}}",
            "warning /Resources/F/Properties/Events/E/Properties/Stage: Hearth does not act on Stage"
        ),
        (
            "!If [Always, {Type: HttpApi, Properties: {Path: /a, Method: GET}}, !Ref AWS::NoValue]",
            "error /Resources/F/Properties/Events/E/Fn::If/1/Properties: SAM makes no ServerlessHttpApi for an event that is "
                + "written as a function; name an API by ApiId"
        ),
    ]

    @Test(arguments: mistakes) func reports(_ event: String, _ line: String) {
        let application = readFunction(
            "Events: {E: \(event)}",
            rest: "Conditions: {Always: !Equals [a, a]}"
        )
        let lines = application.lines
        #expect(lines.contains(line), "\(lines)")
    }

    @Test func aRouteIsDefinedOnce() {
        let application = readFunction(
            """
            Events:
              A: {Type: HttpApi, Properties: {Path: /a, Method: GET}}
              B: {Type: HttpApi, Properties: {Path: /a, Method: get}}
              C: {Type: HttpApi, Properties: {Path: /a, Method: POST}}
              D: {Type: HttpApi, Properties: {Path: "/x/{a}", Method: GET}}
              E: {Type: HttpApi, Properties: {Path: "/x/{b}", Method: GET}}
              F: {Type: HttpApi, Properties: {Path: "/x/{c}", Method: PUT}}
              G: {Type: Api, Properties: {Path: "/x/{a}", Method: GET}}
              H: {Type: Api, Properties: {Path: "/x/{b}/y", Method: GET}}
              I: {Type: Api, Properties: {Path: "/x/{a}/", Method: GET}}
            """
        )
        let events = "/Resources/F/Properties/Events"
        #expect(
            application.lines == [
                "error \(events)/B: GET /a is defined twice: \(events)/A has GET /a too",
                "error \(events)/E: GET /x/{b} is defined twice: \(events)/D has GET /x/{a} too",
                "error \(events)/H: the path parameters of /x/{b}/y and of /x/{a} at \(events)/G have other names; "
                    + "a REST API wants one name for one place",
                "error \(events)/I: GET /x/{a} is defined twice: \(events)/G has GET /x/{a} too",
                "warning \(events)/F: the path parameters of /x/{c} and of /x/{a} at \(events)/D have other names; "
                    + "API Gateway may refuse to import both",
            ]
        )
    }

    @Test func openAPIDefinitionsAreRefused() {
        let application = readSAM(
            "Resources: {A: {Type: AWS::Serverless::Api, Properties: {StageName: x, DefinitionBody: {swagger: 2}}}}"
        )
        #expect(
            application.lines == [
                "error /Resources/A/Properties/DefinitionBody: Hearth cannot use DefinitionBody: routes come from the "
                    + "functions' events, not from OpenAPI"
            ]
        )
    }

    @Test(arguments: ["Api", "HttpApi"])
    func customDomainsAreRefused(_ type: String) {
        let application = readSAM(
            "Resources: {A: {Type: AWS::Serverless::\(type), Properties: {StageName: x, Domain: {DomainName: a.b}}}}"
        )
        #expect(
            application.lines == [
                "error /Resources/A/Properties/Domain: Hearth cannot use Domain: APIs are reached by the gateway's port or "
                    + "as ID.execute-api.localhost"
            ]
        )
    }

    @Test func anAPIOfANameThatSAMTakesIsRefused() {
        let application = readFunction(
            "Events: {E: {Type: HttpApi}}",
            rest: "  ServerlessHttpApi: {Type: AWS::Serverless::HttpApi}"
        )
        #expect(
            application.lines.first?.hasPrefix(
                "error /Resources/ServerlessHttpApi: SAM makes a resource ServerlessHttpApi of its own"
            ) == true
        )
    }

    @Test func addressesOfAPIsLeadToTheGateway() {
        var emulator = EmulatorAttributes(gatewayURL: "http://localhost:4000")
        emulator.apiEndpoints["Other"] = "http://localhost:5000"
        let text = """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Main: {Type: AWS::Serverless::HttpApi}
              Other: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}
            Outputs:
              A: {Value: !Sub "https://${Main}.execute-api.${AWS::Region}.${AWS::URLSuffix}/"}
              B: {Value: !Join ["", ["https://", !Ref Other, ".execute-api.us-east-1.amazonaws.com/", !Ref Other.Stage]]}
              C: {Value: "https://abc.execute-api.us-east-1.amazonaws.com/"}
            """
        let application = TemplateReader(emulator: emulator).application(parsing: text, format: .yaml)
        #expect(application.output("A") == "http://localhost:4000/")
        #expect(application.output("B") == "http://localhost:5000/v1")
        #expect(application.output("C") == "https://abc.execute-api.us-east-1.amazonaws.com/")
    }
}
