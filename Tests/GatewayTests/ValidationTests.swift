import JSON
import Lambda
import Template
import Testing
import Time
import Wire

@testable import Gateway

@Suite struct JSONSchemaTests {
    private func schema(_ text: String) throws -> JSONSchema {
        let application = TemplateReader().application(
            parsing: """
                {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                  "F": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "f", "Runtime": "provided.al2023",
                    "CodeUri": "b/", "Events": {"E": {"Type": "Api", "Properties": {"Path": "/a", "Method": "post",
                      "RestApiId": {"Ref": "A"}, "RequestModel": {"Model": "M", "ValidateBody": true}}}}}},
                  "A": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "s", "Models": {"M": \(text)}}}}}
                """,
            format: .json
        )
        #expect(application.diagnostics.isEmpty)
        return try #require(application.restAPIs.first?.routes.first?.guards.validation?.body)
    }

    private static let nested = String(repeating: "}", count: 90)

    static let cases: [(schema: String, accepted: [String], refused: [String])] = [
        (#"{"type":"object","required":["a"]}"#, [#"{"a":null}"#], ["{}", "[]", "null"]),
        (#"{"type":["string","null"]}"#, [#""x""#, "null"], ["1", "true"]),
        (#"{"type":"integer","minimum":1,"maximum":3,"exclusiveMaximum":true}"#, ["1", "2.0"], ["0", "3", "1.5"]),
        (#"{"minimum":1,"exclusiveMinimum":true}"#, ["1.1", #""x""#], ["1"]),
        (#"{"multipleOf":0.5}"#, ["1.5", "2"], ["1.2"]),
        (
            #"{"multipleOf":0.01}"#, ["0.07", "0.29", "4.35", "19.99", "0", "-1e3", "1e400000000000"],
            ["0.001", "4.355", "1e-400000000000"]
        ),
        (#"{"multipleOf":7e2}"#, ["700", "-0.7e3", "7e400"], ["70", "710", "1e400"]),
        (#"{"multipleOf":300}"#, ["600", "3e2", "3e40"], ["100", "1e2"]),
        (#"{"maximum":9007199254740992}"#, ["9007199254740992.0", "-1e99"], ["9007199254740993", "1e16"]),
        (#"{"minimum":-0.5}"#, ["-0.5", "-0.49", "0"], ["-0.51", "-1"]),
        (#"{"type":"integer"}"#, ["1e2", "1.50e1"], ["1.5", "1e-1"]),
        (#"{"enum":[1,2,{"a":[10]}]}"#, ["1.0", "1e0", "0.2e1", #"{"a":[1e1]}"#], ["1.01", "-1", #""1""#]),
        (#"{"uniqueItems":true}"#, ["[1,2]", #"[1,"1"]"#], ["[1,1.0]", #"[{"a":1,"b":2},{"b":2.0,"a":1}]"#]),
        (#"{"minLength":2,"maxLength":3,"pattern":"^b"}"#, [#""bü""#, "7"], [#""b""#, #""bbbb""#, #""ab""#]),
        (#"{"pattern":"b"}"#, [#""abc""#], [#""ac""#]),
        (#"{"pattern":"^(a+)+$"}"#, [#""aaa""#], [#""\#(String(repeating: "a", count: 60))!""#]),
        (#"{"enum":["x",1,{"a":[]}]}"#, [#""x""#, "1", #"{"a":[]}"#], [#""y""#, "2"]),
        (
            #"{"items":{"type":"number"},"minItems":1,"maxItems":2,"uniqueItems":true}"#, ["[1]", "[1,2]"],
            ["[]", "[1,1]", "[1,2,3]", #"["x"]"#]
        ),
        (#"{"properties":{"a":{"type":"number"}},"additionalProperties":false}"#, [#"{"a":1}"#, "{}"], [#"{"b":1}"#]),
        (#"{"additionalProperties":{"type":"number"},"maxProperties":1}"#, [#"{"b":1}"#], [#"{"b":"x"}"#]),
        (#"{"allOf":[{"minimum":1},{"maximum":2}]}"#, ["1"], ["3"]),
        (#"{"anyOf":[{"type":"null"},{"minimum":5}]}"#, ["null", "5"], ["4"]),
        (#"{"oneOf":[{"minimum":1},{"maximum":2}]}"#, ["0", "3"], ["1"]),
        (#"{"not":{"type":"string"}}"#, ["1"], [#""x""#]),
        (
            ##"{"definitions":{"t":{"type":"object","properties":{"next":{"$ref":"#/definitions/t"}},"##
                + ##""required":["v"]}},"$ref":"#/definitions/t"}"##,
            [#"{"v":1,"next":{"v":2}}"#], [#"{"v":1,"next":{}}"#]
        ),
        (##"{"definitions":{"t":{"$ref":"#/definitions/t"}},"$ref":"#/definitions/t"}"##, [], ["1"]),
        (
            ##"{"type":"object","properties":{"next":{"$ref":"#"},"a":{"$ref":"#/properties/b~1c/items/1"},"##
                + ##""b/c":{"items":[{},{"type":"number"}]}}}"##,
            [#"{"next":{"next":{}},"a":1}"#, String(repeating: #"{"next":"#, count: 90) + "{}" + nested],
            [#"{"next":1}"#, #"{"a":"x"}"#, #"{"b/c":[1,"x"]}"#, #"{"next":{"next":{"a":"x"}}}"#]
        ),
        (
            #"{"dependencies":{"card":["address","name"]}}"#,
            ["{}", #"{"name":1}"#, #"{"card":1,"address":2,"name":3}"#, "[]"], [#"{"card":1,"name":2}"#]
        ),
        (
            #"{"dependencies":{"card":{"required":["address"],"properties":{"address":{"type":"string"}}}}}"#,
            ["{}", #"{"address":1}"#, #"{"card":1,"address":"x"}"#], [#"{"card":1}"#, #"{"card":1,"address":1}"#]
        ),
        (
            #"{"patternProperties":{"^n_":{"type":"number"},"_1$":{"minimum":5}},"additionalProperties":false,"#
                + #""properties":{"n_a":{"maximum":9},"x":{}}}"#,
            [#"{"n_a":9,"x":"x"}"#, #"{"n_1":5}"#, #"{"_1":"x"}"#],
            [#"{"n_a":10}"#, #"{"n_a":"x"}"#, #"{"n_1":4}"#, #"{"n_b":"x"}"#, #"{"y":1}"#]
        ),
        (
            #"{"patternProperties":{"^s":{"type":"string"}},"additionalProperties":{"type":"number"}}"#,
            [#"{"s":"x","y":1}"#], [#"{"s":1}"#, #"{"y":"x"}"#]
        ),
        (
            #"{"items":[{"type":"number"},{"type":"string"}],"additionalItems":false}"#,
            ["[]", "[1]", #"[1,"x"]"#, "{}"], [#"["x"]"#, "[1,2]", #"[1,"x",null]"#]
        ),
        (
            #"{"items":[{"type":"number"}],"additionalItems":{"type":"string"}}"#,
            ["[1]", #"[1,"x","y"]"#], ["[1,2]", #"[1,"x",3]"#]
        ),
        (#"{"items":[{"type":"number"}]}"#, [#"[1,"x",null]"#], ["[null]"]),
        (#"{"items":{"type":"number"},"additionalItems":false}"#, ["[1,2,3]"], [#"[1,"x"]"#]),
        (#"{"minProperties":1,"maxProperties":2}"#, [#"{"a":1}"#, "[]"], ["{}", #"{"a":1,"b":2,"c":3}"#]),
        (#"{"format":"email","title":"t","description":"d","default":1,"id":"i"}"#, [#""no mail""#], []),
    ]

    @Test(arguments: cases)
    func accepts(_ one: (schema: String, accepted: [String], refused: [String])) throws {
        let schema = try schema(one.schema)
        for text in one.accepted { #expect(schema.accepts(try JSON(parsing: text)), "\(text)") }
        for text in one.refused { #expect(!schema.accepts(try JSON(parsing: text)), "\(text)") }
    }

    /// Which variant a value is stands behind what is inside it, in both of them: without memory, each level would double
    /// the work.
    @Test(.timeLimit(.minutes(1))) func modelsThatReferToThemselvesTwiceTakeNoTimeForThat() throws {
        let variant = { (kind: String) in
            ##"{"properties":{"child":{"$ref":"#"},"kind":{"enum":["\##(kind)"]}},"required":["kind"]}"##
        }
        let schema = try schema(##"{"oneOf":[\##(variant("a")),\##(variant("b"))]}"##)
        let body = { (last: String) in
            (0..<60).reduce(##"{"kind":"\##(last)"}"##) { body, _ in ##"{"child":\##(body),"kind":"a"}"## }
        }
        #expect(schema.accepts(try JSON(parsing: body("b"))))
        #expect(!schema.accepts(try JSON(parsing: body("c"))))
    }
}

@Suite struct ReferredModelTests {
    private func schema(_ models: String) -> Application {
        TemplateReader().application(
            parsing: """
                {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                  "F": {"Type": "AWS::Serverless::Function", "Properties": {"Handler": "f", "Runtime": "provided.al2023",
                    "CodeUri": "b/", "Events": {"E": {"Type": "Api", "Properties": {"Path": "/a", "Method": "post",
                      "RestApiId": {"Ref": "A"}, "RequestModel": {"Model": "M", "ValidateBody": true}}}}}},
                  "A": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "s", "Models": \(models)}}}}
                """,
            format: .json
        )
    }

    private func reference(to model: String) -> String {
        #"{"$ref":{"Fn::Sub":"https://apigateway.amazonaws.com/restapis/x/models/\#(model)"}}"#
    }

    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
    @Test func modelsReferToOthers() throws {
        let application = schema(
            """
            {"M": {"type": "array", "items": \(reference(to: "Item")), "definitions": {"t": {"type": "string"}}},
             "Item": {"definitions": {"t": {"type": "number"}}, "type": "object", "required": ["a"],
                      "properties": {"a": {"$ref": "#/definitions/t"}, "next": \(reference(to: "Item"))}}}
            """
        )
        #expect(application.diagnostics.isEmpty)
        let model = try #require(application.restAPIs.first?.routes.first?.guards.validation?.body)
        for text in [#"[{"a":1}]"#, #"[{"a":1,"next":{"a":2}}]"#, "[]"] {
            #expect(model.accepts(try JSON(parsing: text)), "\(text)")
        }
        for text in ["{}", "[{}]", #"[{"a":"x"}]"#, #"[{"a":1,"next":{}}]"#] {
            #expect(!model.accepts(try JSON(parsing: text)), "\(text)")
        }
    }

    @Test func aModelThatIsNotThereIsAnError() {
        let application = schema(#"{"M": \#(reference(to: "Itm")), "Item": {}}"#)
        #expect(application.diagnostics.contains { $0.severity == .error && $0.message.contains("no model Itm") })
    }
}

@Suite struct ValidationTests {
    private func harness(responses: [Application.GatewayResponse] = []) throws -> GatewayHarness {
        var validation = Application.RequestValidation()
        validation.requiredParameters = [.init(.querystring, "q"), .init(.header, "x-h"), .init(.path, "id")]
        var schema = JSONSchema()
        schema.types = ["object"]
        validation.body = schema
        var route = GatewayConfiguration.Route("POST", "/a/{id}", function: "f")
        route.guards.validation = validation
        var api: GatewayConfiguration.API = .rest(route, variables: ["v": "1"])
        api.gatewayResponses = responses
        return try GatewayHarness(GatewayConfiguration(apis: [api])) { _ in
            .success(InvocationResult(requestID: "r", payload: Array("{}".utf8)))
        }
    }

    @Test func whatIsMissingIsNamed() throws {
        let harness = try harness()
        let answer = try #require(harness.send("POST", "/a/1", body: Array("{}".utf8)))
        #expect(answer.status == 400 && answer.headers["x-amzn-ErrorType"] == "BadRequestException")
        #expect(answer.text == #"{"message":"Missing required request parameters: [x-h, q]"}"#)
        #expect(harness.send("POST", "/a/1?q=1", ["X-H": "1"], body: Array("{}".utf8))?.status == 200)
    }

    @Test func aBodyIsHeldAgainstItsModel() throws {
        let harness = try harness()
        func answer(_ body: String, _ type: String?) -> HTTPResponse? {
            var headers: HTTPHeaders = ["x-h": "1"]
            if let type { headers.add("Content-Type", type) }
            return harness.send("POST", "/a/1?q=1", headers, body: Array(body.utf8))
        }
        for (body, type) in [("[]", "application/json"), ("", nil), ("{", "Application/JSON; charset=utf-8")] {
            let answer = try #require(answer(body, type))
            #expect(answer.status == 400 && answer.text == #"{"message":"Invalid request body"}"#)
        }
        #expect(answer("[]", "text/plain")?.status == 200)
        #expect(answer("{}", nil)?.status == 200)
    }

    @Test func gatewayResponsesWordErrors() throws {
        var body = Application.GatewayResponse(type: "BAD_REQUEST_BODY")
        body.statusCode = 422
        body.templates = [
            "application/json": #"{"m":$context.error.messageString,"t":"$context.error.responseType","#
                + #""v":"$stageVariables.v","p":"$context.resourcePath.","n":"$context.nothing"}"#
        ]
        var others = Application.GatewayResponse(type: "DEFAULT_4XX")
        others.headers = [
            .init(name: "Access-Control-Allow-Origin", value: .text("*")),
            .init(name: "x-query", value: .parameter(.init(.querystring, "z"))),
            .init(name: "x-type", value: .context("error.responseType")),
            .init(name: "x-nothing", value: .context("nothing")),
        ]
        let harness = try harness(responses: [body, others])
        let first = try #require(harness.send("POST", "/a/1?q=1", ["x-h": "1"], body: Array("[]".utf8)))
        #expect(first.status == 422)
        #expect(
            first.text
                == #"{"m":"Invalid request body","t":"BAD_REQUEST_BODY","v":"1","p":"/a/{id}.","n":""}"#
        )
        let second = try #require(harness.send("POST", "/a/1?z=9"))
        #expect(second.status == 400 && second.headers["Access-Control-Allow-Origin"] == "*")
        #expect(second.headers["x-query"] == "9" && second.headers["x-type"] == "BAD_REQUEST_PARAMETERS")
        #expect(second.text == #"{"message":"Missing required request parameters: [x-h, q]"}"#)
        let unknown = try #require(harness.send("GET", "/nowhere"))
        #expect(unknown.status == 403 && unknown.headers["Access-Control-Allow-Origin"] == "*")
        #expect(unknown.headers["x-type"] == "MISSING_AUTHENTICATION_TOKEN")
        // What there is not makes no header.
        #expect(unknown.headers["x-query"] == nil && second.headers["x-nothing"] == nil)
    }
}
