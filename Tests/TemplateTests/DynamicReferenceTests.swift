import Template
import Testing

@Suite struct DynamicReferenceTests {
    private static let file = #"""
        {
            "ssm": {"/books/url": "http://books", "/books/url:3": "http://third", "/limit": "901", "name": "kept"},
            "secretsmanager": {
                "key": {"api": "s3cret-key", "number": 5},
                "text": "{\"api\": \"from text\"}",
                "plain": "no members",
                "key:AWSPREVIOUS": {"api": "old key"}
            }
        }
        """#

    private func read(
        _ properties: String,
        secrets: Secrets? = nil,
        rest: String = ""
    ) throws -> Application {
        let template = """
            Transform: AWS::Serverless-2016-10-31
            Parameters: {Stage: {Type: String, Default: books}}
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Handler: f
                  Runtime: provided.al2023
                  CodeUri: build/
            \(properties.indented(6))
            \(rest)
            """
        let secrets = try secrets ?? Secrets(parsing: Self.file, file: "local/secrets.json")
        return TemplateReader(secrets: secrets).application(parsing: template, format: .yaml)
    }

    private func variable(_ value: String) throws -> Application {
        try read("Environment: {Variables: {VALUE: \(value)}}")
    }

    static let values = [
        ("'{{resolve:ssm:/books/url}}'", "http://books"),
        ("'{{resolve:ssm:/books/url:3}}'", "http://third"),
        ("'{{resolve:ssm:/books/url:4}}'", "http://books"),
        ("'a {{resolve:ssm:/books/url}}/{{resolve:ssm:/books/url:3}} z'", "a http://books/http://third z"),
        ("!Sub '{{resolve:ssm:/${Stage}/url}}/v1'", "http://books/v1"),
        ("!Join ['', ['{{resolve:', 'ssm:/books/url}}']]", "http://books"),
        ("'{{resolve:secretsmanager:key:SecretString:api}}'", "s3cret-key"),
        ("'{{resolve:secretsmanager:key:SecretString:api:AWSCURRENT}}'", "s3cret-key"),
        ("'{{resolve:secretsmanager:key:SecretString:api:AWSPREVIOUS}}'", "old key"),
        ("'{{resolve:secretsmanager:key:SecretString:api::some-version}}'", "s3cret-key"),
        ("'{{resolve:secretsmanager:key::number}}'", "5"),
        ("'{{resolve:secretsmanager:key}}'", #"{"api":"s3cret-key","number":5}"#),
        ("'{{resolve:secretsmanager:text:SecretString:api}}'", "from text"),
        ("'{{resolve:secretsmanager:text::::}}'", #"{"api": "from text"}"#),
        (
            "'{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:key:SecretString:api}}'",
            "s3cret-key"
        ),
        (
            "'{{resolve:secretsmanager:arn:aws:secretsmanager:us-east-1:000000000000:secret:key-AbCdEf::api}}'",
            "s3cret-key"
        ),
        ("'{{mustache}} and {resolve:ssm:x}'", "{{mustache}} and {resolve:ssm:x}"),
    ]

    @Test(arguments: values) func standForWhatTheFileSays(_ written: String, _ value: String) throws {
        let application = try variable(written)
        #expect(application.lines.isEmpty)
        #expect(application.functions.first?.environment == ["VALUE": value])
    }

    static let mistakes = [
        (
            "{{resolve:ssm:/books/ulr}}",
            "{{resolve:ssm:/books/ulr}} has no value: \"ssm\" in local/secrets.json has no \"/books/ulr\"; "
                + "did you mean /books/url?"
        ),
        (
            "{{resolve:secretsmanager:nothing/like-it}}",
            "{{resolve:secretsmanager:nothing/like-it}} has no value: \"secretsmanager\" in local/secrets.json has no "
                + "\"nothing/like-it\"; add it there; --secrets names another file"
        ),
        (
            "{{resolve:secretsmanager:key:SecretString:apy}}",
            "{{resolve:secretsmanager:key:SecretString:apy}}: the secret in local/secrets.json has no member apy; "
                + "did you mean api?"
        ),
        (
            "{{resolve:secretsmanager:plain:SecretString:api}}",
            "{{resolve:secretsmanager:plain:SecretString:api}}: the secret in local/secrets.json has no members: "
                + "it is no JSON object"
        ),
        (
            "{{resolve:ssm-secure:/books/url}}",
            "SSM Secure reference is not supported in: [AWS::Serverless::Function/Properties/Environment/Variables/"
                + "VALUE]; keep the value in Secrets Manager: {{resolve:secretsmanager:…}}"
        ),
        (
            "{{resolve:smm:/books/url}}",
            "{{resolve:smm:/books/url}}: there is no service \"smm\" to resolve; did you mean ssm?"
        ),
        (
            "{{resolve:ssm:a b}}",
            "{{resolve:ssm:a b}} is no reference to a parameter; write {{resolve:ssm:NAME}} or "
                + "{{resolve:ssm:NAME:VERSION}}; names have letters, digits and _.-/"
        ),
        (
            "{{resolve:ssm:name:latest}}",
            "{{resolve:ssm:name:latest}}: a parameter's version is a number from 1"
        ),
        (
            "{{resolve:secretsmanager:key:SecretBinary}}",
            "{{resolve:secretsmanager:key:SecretBinary}}: only the SecretString of a secret can be read, not its "
                + "SecretBinary"
        ),
        (
            "{{resolve:secretsmanager:key:SecretString:api:stage:version}}",
            "{{resolve:secretsmanager:key:SecretString:api:stage:version}} names a stage and a version; only one of "
                + "them can be chosen by"
        ),
        ("{{resolve:ssm:name", "a {{resolve: has no }} in \"{{resolve:ssm:name\""),
    ]

    @Test(arguments: mistakes) func reports(_ written: String, _ message: String) throws {
        let application = try variable("'\(written)'")
        #expect(application.lines == ["error /Resources/F/Properties/Environment/Variables/VALUE: \(message)"])
    }

    @Test func aMissingFileIsAnErrorOnlyWhereItIsNeeded() throws {
        let without = Secrets(missing: "secrets.json")
        #expect(try read("Timeout: 3", secrets: without).lines.isEmpty)
        let application = try read("Environment: {Variables: {KEY: '{{resolve:ssm:name}}'}}", secrets: without)
        #expect(
            application.lines == [
                "error /Resources/F/Properties/Environment/Variables/KEY: {{resolve:ssm:name}} has no value: there is "
                    + "no secrets file secrets.json; copy secrets.example.json to it where there is one, or write "
                    + "{\"ssm\": {\"name\": \"…\"}}; --secrets names another file"
            ]
        )
    }

    @Test func standInOtherPropertiesToo() throws {
        let application = try read(
            "FunctionName: 'f-{{resolve:ssm:name}}'",
            rest: """
                Outputs:
                  Arn: {Value: !GetAtt F.Arn}
                  Url: {Value: '{{resolve:ssm:/books/url}}'}
                """
        )
        #expect(application.lines.isEmpty)
        #expect(application.functions.first?.name == "f-kept")
        #expect(application.output("Arn") == "arn:aws:lambda:us-east-1:000000000000:function:f-kept")
        #expect(application.output("Url") == "http://books")
    }

    @Test func parametersAreReadFromTheStoreToo() throws {
        let template = """
            Parameters:
              Url: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /books/url, AllowedPattern: '/.*'}
              All: {Type: 'AWS::SSM::Parameter::Value<List<String>>', Default: list}
              Name: {Type: 'AWS::SSM::Parameter::Name', Default: list}
              Gone: {Type: 'AWS::SSM::Parameter::Value<String>', Default: gone}
            Resources: {G: {Type: AWS::Logs::LogGroup}}
            Outputs:
              Url: {Value: !Ref Url}
              Second: {Value: !Select [1, !Ref All]}
              Name: {Value: !Ref Name}
            """
        let secrets = try Secrets(parsing: #"{"ssm": {"/books/url": "http://b", "list": "a, b"}}"#, file: "s.json")
        let application = TemplateReader(secrets: secrets).application(parsing: template, format: .yaml)
        #expect(application.output("Url") == "http://b" && application.output("Second") == "b")
        #expect(application.output("Name") == "list")
        #expect(
            application.lines.first
                == "error /Parameters/Gone: {{resolve:ssm:gone}} has no value: \"ssm\" in s.json has no \"gone\"; add it "
                + "there; --secrets names another file"
        )
    }

    @Test func imagesOfMachinesNeedNoValue() throws {
        let template = """
            Parameters:
              Image: {Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: /aws/service/ami-linux}
            Resources: {G: {Type: AWS::Logs::LogGroup}}
            Outputs: {Image: {Value: !Ref Image}}
            """
        let application = TemplateReader().application(parsing: template, format: .yaml)
        #expect(!application.hasErrors && application.output("Image") == "ami-00000000000000000")
        let warning = "warning /Parameters/Image: {{resolve:ssm:/aws/service/ami-linux}} has no value"
        #expect(application.lines.first?.hasPrefix(warning) ?? false)
    }

    @Test func nothingSaidHoldsAValue() throws {
        let application = try read(
            """
            Timeout: '{{resolve:ssm:/limit}}'
            Tracing: 'x{{resolve:secretsmanager:key:SecretString:api}}y'
            """,
            rest: "Outputs: {Key: {Value: '{{resolve:secretsmanager:key:SecretString:api}}'}}"
        )
        #expect(application.hasErrors)
        #expect(!application.lines.contains { $0.contains("s3cret-key") || $0.contains("901") })
        #expect(
            application.lines.contains(
                "error /Resources/F/Properties/Timeout: Value '{{resolve:ssm:/limit}}' at 'timeout' failed to satisfy "
                    + "constraint: Member must have value less than or equal to 900"
            )
        )
        #expect(
            application.lines.contains(
                "warning /Resources/F/Properties/Tracing: a secret is no secret here: Hearth and AWS show "
                    + "AWS::Serverless::Function/Properties/Tracing"
            )
        )
        #expect(
            application.lines.contains(
                "error /Outputs/Key/Value: {{resolve:secretsmanager:key:SecretString:api}}: a secret cannot be an "
                    + "output, which everybody may see"
            )
        )
    }

    @Test(arguments: [
        ("{\"ssm\": {\"a\": \"hidden\"", "s.json:1:"),
        ("[]", "s.json: must be a JSON object"),
        (#"{"sms": {"a": "hidden"}}"#, "s.json: /sms: there are two objects in it, \"ssm\" and \"secretsmanager\""),
        (#"{"ssm": {"a/b": ["hidden"]}}"#, "s.json: /ssm/a~1b must be a string"),
        (#"{"secretsmanager": {"a": 5}}"#, "s.json: /secretsmanager/a must be a string or an object"),
    ])
    func refusesFilesThatCannotBeUsed(_ text: String, _ reason: String) throws {
        let error = #expect(throws: SecretsError.self) { try Secrets(parsing: text, file: "s.json") }
        #expect(error?.description.hasPrefix(reason) == true, "\(String(describing: error))")
        #expect(error?.description.contains("hidden") == false)
    }
}
