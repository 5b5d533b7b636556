import RegularExpressions
import Template
import Testing

@Suite struct AuthTests {
    private static let guardFunction = """
          Guard:
            Type: AWS::Serverless::Function
            Properties: {FunctionName: guard, Handler: g, Runtime: provided.al2023, CodeUri: build/}
        """

    @Test func anHTTPAPIHasAuthorizers() throws {
        let application = readFunction(
            """
            Events:
              A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Front}}
              B: {Type: HttpApi, Properties: {Path: /b, Method: get, ApiId: !Ref Front, Auth: {Authorizer: NONE}}}
              C: {Type: HttpApi, Properties: {Path: /c, Method: get, ApiId: !Ref Front, Auth: {Authorizer: Lambda}}}
              D:
                Type: HttpApi
                Properties: {Path: /d, Method: get, ApiId: !Ref Front, Auth: {AuthorizationScopes: [write]}}
            """,
            rest: Self.guardFunction + """

                  Front:
                    Type: AWS::Serverless::HttpApi
                    Properties:
                      Auth:
                        DefaultAuthorizer: Tokens
                        Authorizers:
                          Tokens:
                            AuthorizationScopes: [read]
                            IdentitySource: $request.header.Authorization
                            JwtConfiguration: {issuer: "https://i.example", audience: [a, b]}
                          Lambda:
                            FunctionArn: !GetAtt Guard.Arn
                            AuthorizerPayloadFormatVersion: 2.0
                            EnableSimpleResponses: true
                            EnableFunctionDefaultPermissions: true
                            Identity: {Headers: [x-k], QueryStrings: [q], Context: [routeKey], ReauthorizeEvery: 60}
                """
        )
        #expect(application.lines.isEmpty)
        let api = try #require(application.httpAPIs.first)
        #expect(api.authorizers.map(\.name) == ["Tokens", "Lambda"])
        let source = Application.IdentitySource.header("Authorization")
        #expect(
            api.authorizers[0].kind
                == .jwt(.init(issuer: "https://i.example", audiences: ["a", "b"], identitySource: source))
        )
        var function = Application.LambdaAuthorizer(
            functionName: "guard",
            type: .request,
            payloadFormatVersion: .v2,
            identitySources: [.header("x-k"), .queryString("q"), .context("routeKey")]
        )
        function.enablesSimpleResponses = true
        function.isPermittedBySAM = true
        function.resultTTL = .seconds(60)
        #expect(api.authorizers[1].kind == .lambda(function))
        #expect(api.routes.map(\.guards.authorizer) == ["Tokens", nil, "Lambda", "Tokens"])
        #expect(api.routes.map(\.guards.authorizationScopes) == [["read"], [], [], ["write"]])
    }

    /// SAM lets HTTP APIs ask a function only where it is told to.
    @Test(arguments: [
        ("", "", 1), ("EnableFunctionDefaultPermissions: true", "", 0),
        ("FunctionInvokeRole: arn:aws:iam::123456789012:role/r", "", 0),
        ("", "{FunctionName: !Ref Guard, Action: lambda:InvokeFunction, Principal: apigateway.amazonaws.com}", 0),
        ("", "{FunctionName: !Ref Guard, Action: lambda:InvokeFunction, Principal: s3.amazonaws.com}", 1),
    ])
    func anAuthorizerThatMayNotBeAskedIsToldOf(_ property: String, _ permission: String, _ warnings: Int) throws {
        let more = permission.isEmpty ? "" : "\n  P: {Type: AWS::Lambda::Permission, Properties: \(permission)}"
        let application = readFunction(
            "Events: {A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Front}}}",
            rest: Self.guardFunction + """

                  Front:
                    Type: AWS::Serverless::HttpApi
                    Properties:
                      Auth:
                        DefaultAuthorizer: L
                        Authorizers:
                          L:
                            FunctionArn: !GetAtt Guard.Arn
                            AuthorizerPayloadFormatVersion: 2.0
                            Identity: {Headers: [x-k]}
                            \(property)
                """ + more
        )
        let expected =
            "warning /Resources/Front/Properties/Auth/Authorizers/L: API Gateway may not invoke guard: requests are "
            + "answered 500"
        #expect(application.lines.filter { $0.hasPrefix(expected) }.count == warnings)
        #expect(application.lines.filter { $0.hasPrefix("error") } == [])
    }

    @Test func aRESTAPIHasAuthorizersAndKeys() throws {
        let application = readFunction(
            """
            Events:
              A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back}}
              B:
                Type: Api
                Properties:
                  {Path: /b, Method: get, RestApiId: !Ref Back, Auth: {Authorizer: Pool, ApiKeyRequired: false}}
            """,
            rest: Self.guardFunction + """

                  Back:
                    Type: AWS::Serverless::Api
                    Properties:
                      StageName: v1
                      Cors: "'*'"
                      MethodSettings:
                        - {ResourcePath: /*, HttpMethod: "*", ThrottlingRateLimit: 10, ThrottlingBurstLimit: 20}
                        - {ResourcePath: /~1b, HttpMethod: GET, ThrottlingRateLimit: 0.5, ThrottlingBurstLimit: 1}
                      Auth:
                        DefaultAuthorizer: Token
                        ApiKeyRequired: true
                        AddApiKeyRequiredToCorsPreflight: false
                        UsagePlan:
                          CreateUsagePlan: PER_API
                          Quota: {Limit: 100, Period: MONTH}
                          Throttle: {RateLimit: 5, BurstLimit: 7}
                        Authorizers:
                          Token:
                            FunctionArn: !Sub "${Guard.Arn}:live"
                            Identity: {Header: X-Token, ValidationExpression: "^t.*$"}
                          Pool:
                            UserPoolArn: arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Abc
                Outputs:
                  Key: {Value: !Ref BackApiKey}
                """
        )
        #expect(application.lines.isEmpty)
        let api = try #require(application.restAPIs.first)
        var token = Application.LambdaAuthorizer(
            functionName: "guard",
            qualifier: "live",
            type: .token,
            payloadFormatVersion: .v1,
            identitySources: [.header("X-Token")]
        )
        token.identityValidationExpression = try RegularExpression("^t.*$")
        token.isPermittedBySAM = true
        #expect(api.authorizers[0].kind == .lambda(token))
        #expect(
            api.authorizers[1].kind
                == .userPools(.init(issuers: ["https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Abc"]))
        )
        #expect(api.routes.map(\.guards.authorizer) == ["Token", "Pool"])
        #expect(api.routes.map(\.guards.requiresAPIKey) == [true, false])
        #expect(api.routes.map(\.guards.throttle) == [.init(rate: 10, burst: 20), .init(rate: 0.5, burst: 1)])
        #expect(api.preflightGuards.authorizer == "Token" && !api.preflightGuards.requiresAPIKey)
        let (plan, key) = (try #require(application.usagePlans.first), try #require(application.apiKeys.first))
        #expect(plan.logicalID == "BackUsagePlan" && plan.stages.map(\.apiID) == [api.id])
        #expect(plan.stages.map(\.stageName) == ["v1"])
        #expect(plan.quota == .init(limit: 100, period: .month) && plan.throttle == .init(rate: 5, burst: 7))
        #expect(plan.keys == [key.id] && key.value.count == 40 && key.isEnabled)
        #expect(application.output("Key") == key.id)
    }

    @Test func plansAndKeysOfTheTemplateBelongTogether() throws {
        let application = readFunction(
            """
            Events:
              A: {Type: Api, Properties: {Path: /a, Method: get, Auth: {ApiKeyRequired: true}}}
            """,
            rest: """
                  Free:
                    Type: AWS::ApiGateway::UsagePlan
                    Properties:
                      UsagePlanName: free
                      ApiStages:
                        - ApiId: !Ref ServerlessRestApi
                          Stage: !Ref ServerlessRestApiProdStage
                          Throttle: {/a/GET: {RateLimit: 1, BurstLimit: 2}}
                      Quota: {Limit: 10, Period: DAY, Offset: 3}
                  Key:
                    Type: AWS::ApiGateway::ApiKey
                    Properties: {Name: partner, Enabled: true, Value: 0123456789abcdefghij}
                  Join:
                    Type: AWS::ApiGateway::UsagePlanKey
                    Properties: {KeyId: !Ref Key, KeyType: API_KEY, UsagePlanId: !Ref Free}
                """
        )
        #expect(application.lines.isEmpty)
        let (plan, key) = (try #require(application.usagePlans.first), try #require(application.apiKeys.first))
        #expect(plan.name == "free" && plan.keys == [key.id] && plan.stages.map(\.stageName) == ["Prod"])
        #expect(plan.stages[0].throttles == ["/a/GET": .init(rate: 1, burst: 2)])
        #expect(plan.quota == .init(limit: 10, period: .day, offset: 3))
        #expect(key.name == "partner" && key.value == "0123456789abcdefghij")
    }

    static let mistakes: [(auth: String, event: String, line: String)] = [
        (
            "{DefaultAuthorizer: Tokenz, Authorizers: {Tokens: {FunctionArn: !GetAtt F.Arn}}}", "{}",
            "error /Resources/Back/Properties/Auth/DefaultAuthorizer: Unable to set DefaultAuthorizer because 'Tokenz' "
                + "was not defined in 'Authorizers'.; did you mean Tokens?"
        ),
        (
            "{}", "{Authorizer: NONE}",
            "error /Resources/F/Properties/Events/A/Properties/Auth/Authorizer: Unable to set Authorizer on API method "
                + "[get] for path [/a] because 'NONE' is only a valid value when a DefaultAuthorizer on the API is "
                + "specified."
        ),
        (
            "{}", "{Authorizer: X}",
            "error /Resources/F/Properties/Events/A/Properties/Auth/Authorizer: Unable to set Authorizer [X] on API "
                + "method [get] for path [/a] because the related API does not define any Authorizers."
        ),
        (
            "{Authorizers: {T: {FunctionArn: !GetAtt F.Arn}}}", "{Authorizer: X}",
            "error /Resources/F/Properties/Events/A/Properties/Auth/Authorizer: Unable to set Authorizer [X] on API "
                + "method [get] for path [/a] because it wasn't defined in the API's Authorizers."
        ),
        (
            "{Authorizers: {T: {FunctionArn: f}}}", "{}",
            "error /Resources/Back/Properties/Auth/Authorizers/T/FunctionArn: f is no ARN of a function"
        ),
        (
            "{Authorizers: {T: {FunctionArn: !GetAtt F.Arn, FunctionPayloadType: REQUEST}}}", "{}",
            "error /Resources/Back/Properties/Auth/Authorizers/T/Identity: T Authorizer must specify Identity with at "
                + "least one of Headers, QueryStrings, StageVariables, or Context."
        ),
        (
            "{Authorizers: {T: {FunctionArn: !GetAtt F.Arn, Identity: {ReauthorizeEvery: 3601}}}}", "{}",
            "error /Resources/Back/Properties/Auth/Authorizers/T/Identity/ReauthorizeEvery: 3601 is out of range: from "
                + "0 to 3600"
        ),
        (
            "{ResourcePolicy: {IpRangeBlacklist: [10.0.0.0/8]}}", "{}",
            "warning /Resources/Back/Properties/Auth/ResourcePolicy: Hearth does not act on ResourcePolicy"
        ),
        (
            "{UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 5}}}", "{}",
            "error /Resources/Back/Properties/Auth/UsagePlan/Quota/Period: Period is missing"
        ),
    ]

    /// In AWS's words, and of plain resources as of SAM's.
    @Test func whatIsCachedHasAnIdentitySource() {
        func lines(_ ttl: Int, _ source: String = "") -> [String] {
            let sam = "FunctionArn: !GetAtt F.Arn, AuthorizerPayloadFormatVersion: '2.0'"
            let plain = "ApiId: !Ref Api, Name: G, AuthorizerType: REQUEST, AuthorizerPayloadFormatVersion: '2.0'"
            let headers = source.isEmpty ? "" : "Headers: [\(source)], "
            let sources = source.isEmpty ? "" : ", IdentitySource: [$request.header.\(source)]"
            return readFunction(
                "Events: {A: {Type: HttpApi, Properties: {Path: /a, Method: get, ApiId: !Ref Front}}}",
                rest: """
                      Front:
                        Type: AWS::Serverless::HttpApi
                        Properties: {Auth: {Authorizers: {T: {\(sam), Identity: {\(headers)ReauthorizeEvery: \(ttl)}}}}}
                      Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: a, ProtocolType: HTTP, Target: !GetAtt F.Arn}}
                      G:
                        Type: AWS::ApiGatewayV2::Authorizer
                        Properties: {\(plain), AuthorizerUri: !GetAtt F.Arn,
                          AuthorizerResultTtlInSeconds: \(ttl)\(sources)}
                    """
            ).lines.filter { $0.hasPrefix("error") }
        }
        let message = "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)"
        #expect(lines(60).count == 2 && lines(60).allSatisfy { $0.hasSuffix(message) })
        #expect(lines(60).contains { $0.contains("/Front/Properties/Auth/Authorizers/T/Identity: ") })
        #expect(lines(0).isEmpty && lines(60, "x-user").isEmpty)
    }

    @Test func stageVariablesHaveRules() {
        func lines(_ variables: String) -> [String] {
            readFunction(
                """
                Events:
                  A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back}}
                  B: {Type: HttpApi, Properties: {Path: /b, Method: get, ApiId: !Ref Front}}
                """,
                rest: """
                      Back: {Type: AWS::Serverless::Api, Properties: {StageName: v1, Variables: {\(variables)}}}
                      Front: {Type: AWS::Serverless::HttpApi, Properties: {StageVariables: {\(variables)}}}
                    """
            ).lines
        }
        #expect(lines("a_1: 'https://a.b/c?d=e&f,g #~'").isEmpty)
        let name = "a-b: Invalid stage variable name: a-b.  Please use names with only word characters."
        let named = lines("a-b: c")
        #expect(named.count == 2 && named.allSatisfy { $0.hasSuffix(name) })
        for value in ["ü", "$LATEST", ""] {
            let found = lines("ok: '\(value)'")
            #expect(found.count == 2)
            #expect(found.allSatisfy { $0.contains("/ok: Invalid stage variable value: \(value).  Please use values") })
        }
    }

    @Test func routesAskForSignatures() {
        let application = readFunction(
            """
            Events:
              A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back}}
              B: {Type: Api, Properties: {Path: /b, Method: get, RestApiId: !Ref Back, Auth: {Authorizer: NONE}}}
              C: {Type: HttpApi, Properties: {ApiId: !Ref Front, Path: /c, Method: get, Auth: {Authorizer: AWS_IAM}}}
            """,
            rest: """
                  Back: {Type: AWS::Serverless::Api, Properties: {StageName: v1, Auth: {DefaultAuthorizer: AWS_IAM}}}
                  Front: {Type: AWS::Serverless::HttpApi, Properties: {Auth: {EnableIamAuthorizer: true}}}
                """
        )
        #expect(application.lines.isEmpty)
        #expect(application.restAPIs.first?.routes.map(\.guards.asksForSignature) == [true, false])
        #expect(application.httpAPIs.first?.routes.map(\.guards.asksForSignature) == [true])
    }

    /// HTTP APIs must allow that.
    @Test func signaturesAreNotThereUnasked() {
        func lines(_ auth: String) -> [String] {
            readFunction(
                """
                Events:
                  C: {Type: HttpApi, Properties: {ApiId: !Ref Front, Path: /c, Method: get, Auth: {Authorizer: AWS_IAM}}}
                """,
                rest: "  Front: {Type: AWS::Serverless::HttpApi, Properties: {Auth: \(auth)}}"
            ).lines
        }
        let refusal =
            "error /Resources/F/Properties/Events/C/Properties/Auth/Authorizer: Unable to set Authorizer [AWS_IAM] on API "
            + "method [get] for path [/c] because "
        let remedy = "; set EnableIamAuthorizer to true"
        #expect(lines("{}") == [refusal + "the related API does not define any Authorizers." + remedy])
        let jwt = "{J: {IdentitySource: $request.header.A, JwtConfiguration: {issuer: https://x, audience: [a]}}}"
        #expect(
            lines("{Authorizers: \(jwt)}") == [refusal + "it wasn't defined in the API's Authorizers." + remedy]
        )
        #expect(
            lines("{DefaultAuthorizer: AWS_IAM}").first
                == "error /Resources/Front/Properties/Auth/DefaultAuthorizer: Unable to set DefaultAuthorizer because "
                + "'AWS_IAM' was not defined in 'Authorizers'."
        )
    }

    @Test func whatSAMMakesOfAPlanHasNames() {
        for (kind, prefix) in [("PER_API", "Back"), ("SHARED", "Serverless")] {
            let application = readFunction(
                "Events: {A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back}}}",
                rest: """
                      Back:
                        Type: AWS::Serverless::Api
                        Properties: {StageName: v1, Auth: {UsagePlan: {CreateUsagePlan: \(kind)}}}
                    Outputs:
                      Plan: {Value: !Sub "${Back.UsagePlan}"}
                      Same: {Value: !Ref \(prefix)UsagePlan}
                      Key: {Value: !Ref Back.ApiKey}
                      Join: {Value: !Ref Back.UsagePlanKey}
                      Deployment: {Value: !Ref Back.Deployment}
                    """
            )
            #expect(application.lines.isEmpty)
            #expect(application.output("Plan") == application.usagePlans.first?.id)
            #expect(application.output("Plan") == application.output("Same"))
            #expect(application.output("Key") == application.apiKeys.first?.id)
            #expect(application.output("Join")?.isEmpty == false && application.output("Deployment")?.isEmpty == false)
            #expect(application.usagePlans.count == 1 && application.apiKeys.count == 1)
        }
    }

    /// With one API `Back` at the stage `v1`, whose methods are `GET /a` and `ANY /b/{id}`.
    private static func plans(_ resources: String, api: String = "") -> [String] {
        readFunction(
            """
            Events:
              A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back}}
              B: {Type: Api, Properties: {Path: "/b/{id}", Method: any, RestApiId: !Ref Back}}
            """,
            rest: """
                  Back: {Type: AWS::Serverless::Api, Properties: {StageName: v1\(api)}}
                \(resources.indented(2))
                """
        ).lines
    }

    private static func plan(_ name: String, _ stage: String) -> String {
        "\(name): {Type: AWS::ApiGateway::UsagePlan, Properties: {ApiStages: [{ApiId: !Ref Back, \(stage)}]}}"
    }

    @Test func plansAreForStagesAndMethodsThatAreThere() {
        let stage = Self.plans(Self.plan("P", "Stage: v2"))
        #expect(stage.count == 1)
        #expect(stage[0].hasPrefix("error /Resources/P/Properties/ApiStages/0/Stage: API Stage not found: "))
        #expect(stage[0].hasSuffix(":v2"))
        let limits = "{RateLimit: 1, BurstLimit: 1}"
        for (key, isKnown) in [
            ("/a/GET", true), ("/b/{id}/ANY", true), ("/zz/GET", false), ("a/GET", false), ("/a/get", false),
            ("/a/OPTIONS", false),
        ] {
            let lines = Self.plans(Self.plan("P", "Stage: v1, Throttle: {\"\(key)\": \(limits)}"))
            #expect(lines.isEmpty == isKnown, "\(key)")
            #expect(lines.allSatisfy { $0.hasPrefix("error") && $0.contains("Invalid Method identifier") })
        }
        let preflight = Self.plan("P", "Stage: v1, Throttle: {/a/OPTIONS: \(limits)}")
        #expect(Self.plans(preflight, api: ", Cors: \"'*'\"").isEmpty)
    }

    @Test func keysAreUnlikeAndInOnePlanOfAStage() {
        func key(_ name: String) -> String {
            "\(name): {Type: AWS::ApiGateway::ApiKey, Properties: {Enabled: true, Value: 0123456789abcdefghij}}"
        }
        func join(_ plan: String) -> String {
            "J\(plan): {Type: AWS::ApiGateway::UsagePlanKey, Properties: {KeyId: !Ref K, KeyType: API_KEY, "
                + "UsagePlanId: !Ref \(plan)}}"
        }
        #expect(
            Self.plans([key("K"), key("L")].joined(separator: "\n")) == [
                "error /Resources/L/Properties/Value: API Key already exists: K has this value too"
            ]
        )
        let plans = [key("K"), Self.plan("P", "Stage: v1"), Self.plan("Q", "Stage: v1"), join("P")]
        #expect(Self.plans(plans.joined(separator: "\n")).isEmpty)
        #expect(
            Self.plans((plans + [join("Q")]).joined(separator: "\n")) == [
                "error /Resources/Q/Properties/ApiStages/0: the key K is in P too, which is for the same stage: a key is in "
                    + "one plan of a stage"
            ]
        )
    }

    @Test func settingsAreForMethodsThatAreThere() {
        func lines(_ path: String, _ method: String) -> [String] {
            let setting = "{ResourcePath: \"\(path)\", HttpMethod: \"\(method)\", ThrottlingRateLimit: 5}"
            return Self.plans("", api: ", MethodSettings: [\(setting)]")
        }
        for (path, method) in [("/*", "*"), ("/a", "GET"), ("/a", "*"), ("/~1b~1{id}", "ANY")] {
            #expect(lines(path, method).isEmpty, "\(path)")
        }
        let warning = "warning /Resources/Back/Properties/MethodSettings/0: the API has no method GET /zz: "
        #expect(lines("/zz", "GET").first?.hasPrefix(warning) == true)
        #expect(lines("/a", "POST").count == 1)
    }

    @Test(arguments: mistakes)
    func mistakesAreTold(_ mistake: (auth: String, event: String, line: String)) {
        let application = readFunction(
            """
            Events:
              A: {Type: Api, Properties: {Path: /a, Method: get, RestApiId: !Ref Back, Auth: \(mistake.event)}}
            """,
            rest: """
                  Back:
                    Type: AWS::Serverless::Api
                    Properties: {StageName: v1, Auth: \(mistake.auth)}
                """
        )
        #expect(application.lines == [mistake.line])
    }
}
