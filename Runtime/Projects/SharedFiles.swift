import JSON

/// What the projects of all languages have.
struct SharedFiles {
    var name: ProjectName
    var architecture: Project.Architecture

    /// The template with its one function, which `GET /hello` calls.
    func template(handler: String, runtime: String, codeURI: String, metadata: JSON? = nil) -> Project.File {
        var properties = JSON.Object([
            ("FunctionName", .string(name.text)), ("Description", "Says hello"), ("Handler", .string(handler)),
            ("Runtime", .string(runtime)), ("CodeUri", .string(codeURI)), ("MemorySize", 128), ("Timeout", 10),
        ])
        // AWS takes x86_64 where nothing is said.
        if architecture != .x86_64 { properties["Architectures"] = [.string(architecture.rawValue)] }
        properties["Events"] = ["Hello": ["Type": "HttpApi", "Properties": ["Method": "GET", "Path": "/hello"]]]
        var function = JSON.Object([("Type", "AWS::Serverless::Function")])
        function["Metadata"] = metadata
        function["Properties"] = .object(properties)
        let url = "https://${ServerlessHttpApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/hello"
        let template: JSON = [
            "AWSTemplateFormatVersion": "2010-09-09",
            "Transform": "AWS::Serverless-2016-10-31",
            "Description": .string(name.text),
            "Resources": .object(JSON.Object([(name.camelCase, .object(function))])),
            "Outputs": ["Url": ["Description": "Where it says hello", "Value": ["Fn::Sub": .string(url)]]],
        ]
        return .init("template.json", template.prettyText)
    }

    /// The request that `GET /hello?name=Ada` makes.
    var event: Project.File {
        .init(
            "events/hello.json",
            #"""
            {
              "version": "2.0",
              "routeKey": "GET /hello",
              "rawPath": "/hello",
              "rawQueryString": "name=Ada",
              "headers": {
                "accept": "application/json",
                "host": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
                "user-agent": "curl/8.5.0",
                "x-forwarded-for": "203.0.113.7",
                "x-forwarded-port": "443",
                "x-forwarded-proto": "https"
              },
              "queryStringParameters": {
                "name": "Ada"
              },
              "requestContext": {
                "accountId": "000000000000",
                "apiId": "a1b2c3d4e5",
                "domainName": "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com",
                "domainPrefix": "a1b2c3d4e5",
                "http": {
                  "method": "GET",
                  "path": "/hello",
                  "protocol": "HTTP/1.1",
                  "sourceIp": "203.0.113.7",
                  "userAgent": "curl/8.5.0"
                },
                "requestId": "JKJaXmPLvHcESHA=",
                "routeKey": "GET /hello",
                "stage": "$default",
                "time": "14/Mar/2026:09:26:53 +0000",
                "timeEpoch": 1773480413000
              },
              "isBase64Encoded": false
            }
            """#
        )
    }

    func ignored(_ more: String...) -> Project.File {
        .init(".gitignore", ([".build/", ".hearth/", "secrets.json"] + more).joined(separator: "\n"))
    }

    /// `build` and `test` are recipes, `variables` come before them.
    func makefile(variables: String = "", build: [String], test: [String], clean: String = "rm -rf .build .hearth")
        -> Project.File
    {
        func rule(_ name: String, _ needs: String, _ recipe: [String]) -> String {
            "\(name):\(needs.isEmpty ? "" : " " + needs)\n" + recipe.map { "\t\($0)\n" }.joined()
        }
        let built = build.isEmpty ? "" : "build"
        let rules = [
            rule("start", built, ["hearth start $(ARGS)"]),
            rule("invoke", built, ["hearth invoke \(name.text) --event events/hello.json"]),
            build.isEmpty ? "" : rule("build", "", build),
            rule("test", "", test),
            rule("package", built, ["hearth package $(ARGS)"]),
            rule("clean", "", [clean]),
        ].filter { !$0.isEmpty }
        let names = rules.map { $0.prefix { $0 != ":" } }.joined(separator: " ")
        return .init(
            "Makefile",
            """
            # `make start` serves template.json on port 3000: curl 'localhost:3000/hello?name=Ada'
            \(variables)
            .PHONY: \(names)

            \(rules.joined(separator: "\n"))
            """
        )
    }

    /// `layout` says what is where, `notes` what there is to know besides.
    func readMe(layout: [(String, String)], notes: String) -> Project.File {
        let rows = layout.map { "| `\($0.0)` | \($0.1) |" }.joined(separator: "\n")
        return .init(
            "README.md",
            """
            # \(name.text)

            A function that says hello: `GET /hello?name=Ada`.

            ```console
            $ make start      # serves it on http://localhost:3000, until Ctrl-C
            $ make invoke     # calls it once, with events/hello.json
            $ make test       # passes the tests
            $ make package    # makes what is deployed
            ```

            | | |
            |---|---|
            \(rows)
            | `template.json` | the function and its route, for Hearth and for AWS |
            | `events/hello.json` | a request to try it with; `hearth generate-event` makes others |

            \(notes)
            """
        )
    }
}
