import Template
import Testing

@Suite struct RequestValidationTests {
    private func read(api: String, event: String) -> Application {
        readFunction(
            "Events: {E: {Type: Api, Properties: {Path: /a, Method: post, RestApiId: !Ref A, \(event)}}}",
            rest: """
                  A:
                    Type: AWS::Serverless::Api
                    Properties: {StageName: s, \(api)}
                """
        )
    }

    @Test func aModelAsksForBodyAndParameters() throws {
        let application = read(
            api: "Models: {M: {type: object, properties: {a: {type: string}}}}",
            event: "RequestModel: {Model: M, Required: true, ValidateBody: true, ValidateParameters: true}, "
                + "RequestParameters: [method.request.header.H, method.request.querystring.Q: {Required: true}]"
        )
        #expect(application.lines.isEmpty)
        let validation = try #require(application.restAPIs.first?.routes.first?.guards.validation)
        #expect(validation.requiredParameters == [.init(.querystring, "Q")])
        #expect(validation.body?.types == ["object"] && validation.body?.properties["a"]?.types == ["string"])
    }

    @Test func withoutValidatorNobodyLooks() {
        let application = read(
            api: "Name: n",
            event: "RequestParameters: [method.request.header.H: {Required: true}]"
        )
        #expect(application.restAPIs.first?.routes.first?.guards.validation == nil)
        #expect(application.lines.count == 1 && application.lines[0].hasPrefix("note "))
    }

    static let mistakes: [(api: String, event: String, line: String)] = [
        (
            "Models: {M: {type: object}}", "RequestModel: {Model: N, ValidateBody: true}",
            "error /Resources/F/Properties/Events/E/Properties/RequestModel/Model: Unable to set RequestModel [N] because "
                + "it wasn't defined in the API's Models."
        ),
        (
            "Models: {M: {type: objekt, propertys: {}}}", "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M/propertys: unknown property; did you mean properties?"
        ),
        (
            "Models: {M: {pattern: '(a)\\1'}}", "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M/pattern: (a)\\1 is no regular expression that Hearth takes: Hearth has no "
                + "references back to groups, at character 4"
        ),
        (
            "Models: {M: {patternProperties: {'[': {}}}}", "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M/patternProperties/[: [ is no regular expression that Hearth takes: the "
                + "class is not closed, at character 1"
        ),
        (
            "Models: {M: {items: {$ref: '#/definitions/b'}, definitions: {a: {}}}}",
            "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M: refers to #/definitions/b, where nothing stands"
        ),
        (
            "Models: {M: {definitions: {a: {const: 1}}}}", "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M/definitions/a/const: unknown property"
        ),
        (
            "Models: {M: {multipleOf: 1234567890123456789}}", "RequestModel: {Model: M, ValidateBody: true}",
            "error /Resources/A/Properties/Models/M/multipleOf: Hearth takes 18 digits at most"
        ),
        (
            "Name: n", "RequestParameters: [header.H]",
            "error /Resources/F/Properties/Events/E/Properties/RequestParameters/0: \"header.H\" is no request parameter; "
                + "write method.request.header.NAME, method.request.querystring.NAME or method.request.path.NAME"
        ),
        (
            "GatewayResponses: {UNAUTORIZED: {StatusCode: 401}}", "TimeoutInMillis: 100",
            "error /Resources/A/Properties/GatewayResponses/UNAUTORIZED: there is no gateway response UNAUTORIZED; did you "
                + "mean UNAUTHORIZED?"
        ),
        (
            "GatewayResponses: {UNAUTHORIZED: {ResponseTemplates: {text/plain: \"#set($x = 1)\"}}}",
            "TimeoutInMillis: 100",
            "error /Resources/A/Properties/GatewayResponses/UNAUTHORIZED/ResponseTemplates/text~1plain: Hearth fills in "
                + "$context.… and $stageVariables.…, and runs no other VTL"
        ),
        (
            "GatewayResponses: {DEFAULT_4XX: {ResponseParameters: {Headers: {X: plain}}}}", "TimeoutInMillis: 100",
            "error /Resources/A/Properties/GatewayResponses/DEFAULT_4XX/ResponseParameters/Headers/X: API Gateway takes no "
                + "value plain; a text stands in single quotes: \"'plain'\""
        ),
    ]

    @Test(arguments: mistakes)
    func mistakesAreTold(_ mistake: (api: String, event: String, line: String)) {
        let lines = read(api: mistake.api, event: mistake.event).lines
        #expect(lines.contains(mistake.line), "\(lines)")
    }

    @Test func aGatewayResponseMayBeAResource() throws {
        let application = readFunction(
            "Events: {E: {Type: Api, Properties: {Path: /a, Method: post}}}",
            rest: """
                  R:
                    Type: AWS::ApiGateway::GatewayResponse
                    Properties:
                      RestApiId: !Ref ServerlessRestApi
                      ResponseType: THROTTLED
                      StatusCode: "420"
                      ResponseParameters: {gatewayresponse.header.X: method.request.header.Y}
                      ResponseTemplates: {application/json: '{"m":$context.error.messageString}'}
                """
        )
        #expect(application.lines.isEmpty)
        let response = try #require(application.restAPIs.first?.gatewayResponses.first)
        #expect(response.type == "THROTTLED" && response.statusCode == 420)
        #expect(response.headers == [.init(name: "X", value: .parameter(.init(.header, "Y")))])
    }
}
