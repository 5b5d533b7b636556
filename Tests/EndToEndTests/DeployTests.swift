import Foundation
import JSON
import Programs
import Testing

/// Against moto's server, which takes what AWS's CloudFormation takes but for the transform of SAM's resources.
@Suite(
    .fewAtATime,
    .enabled(if: Program.exists("moto_server") && Program.pythonHas("samtranslator") && Program.pythonHas("boto3")),
    .timeLimit(.minutes(10))
)
struct DeployTests {
    /// moto 5 has nothing for these types of the template, and leaves them out without a word:
    /// AWS::ApiGateway::ApiKey, UsagePlan and UsagePlanKey, AWS::ApiGatewayV2::Api and Stage, AWS::CloudWatch::Alarm,
    /// AWS::ElastiCache::ServerlessCache, AWS::Lambda::Url, AWS::Scheduler::Schedule, AWS::SecretsManager::Secret,
    /// AWS::SNS::Subscription, AWS::SQS::QueuePolicy. References to the cache, which it would
    /// not resolve, and to the bus, which it would resolve to no name, are written out for it.
    private static let forMoto = [
        "${Cache.Endpoint.Address}:${Cache.Endpoint.Port}": "cache.example.com:6379",
        #""Ref": "CatalogBus""#: #""Fn::Sub": "catalog""#,
    ]

    /// The product's whole template, with scripts for programs.
    private static func bookService(_ edits: [String: String] = [:]) throws -> Workshop {
        let workshop = try Workshop()
        var template = try String(contentsOfFile: Program.repository + "/template.json", encoding: .utf8)
        for (text, other) in forMoto.merging(edits, uniquingKeysWith: { $1 }) { template.replace(text, with: other) }
        try workshop.write("template.json", template)
        for product in ["Books", "Catalog"] {
            try workshop.write(".build/hearth/\(product)/bootstrap", "#!/bin/sh\n# \(product)\n", executable: true)
        }
        return workshop
    }

    private static func deploy(_ workshop: Workshop, _ moto: Moto, _ more: String...) async throws -> ProgramResult {
        let words = [
            "deploy", "--no-build", "--stack-name", "books", "--endpoint-url", moto.url, "--region", "us-east-1",
            "--transform-locally",
            // Where they are not said again, moto takes the stack's lists for texts.
            "--parameter-overrides", "SubnetIds=", "SecurityGroupIds=",
        ]
        return try await Program.run(Program.hearth, words + more, in: workshop.folder)
    }

    @Test func deploysTheBookServiceAndUpdatesIt() async throws {
        let moto = try Moto()
        let workshop = try Self.bookService()
        let made = try await Self.deploy(workshop, moto, "--yes")
        #expect(made.status == 0, "\(made)")
        #expect(made.output.contains("The stack books is deployed."))
        #expect(made.output.contains("+  SearchTable ") && made.output.contains("CREATE_COMPLETE  books"))
        #expect(made.errors.contains("Making the bucket hearth-deploy-123456789012-us-east-1"))
        for (output, value) in [("BooksTableName", "books"), ("CatalogBusName", "catalog")] {
            let row = made.output.split(separator: "\n").first { $0.hasPrefix("\(output) ") }
            #expect(row?.split(separator: " ").last == value[...], "\(made)")
        }
        #expect(
            made.output.contains(#/PartnerUrl +https://[a-z0-9]+\.execute-api\.us-east-1\.amazonaws\.com/v1/partner/#)
        )
        #expect(try await moto.methods() == "POST /partner/books, POST /partner/search\n")
        #expect(try await moto.counts() == "46 functions, 11 tables, 8 queues, 2 topics, search takes 10 s\n")

        let again = try await Self.deploy(workshop, moto, "--yes")
        #expect(again.status == 0 && again.output.contains("The stack books is up to date"), "\(again)")
        #expect(again.output.contains("BooksTableName"))
        #expect(again.errors.contains("is in hearth-deploy-123456789012-us-east-1 already"))

        let changed = try await Self.deploy(try Self.bookService([#""Timeout": 10"#: #""Timeout": 9"#]), moto, "--yes")
        #expect(changed.status == 0 && changed.output.contains("~  Search "), "\(changed)")
        #expect(!changed.output.contains("SearchTable "))
        #expect(try await moto.counts() == "46 functions, 11 tables, 8 queues, 2 topics, search takes 9 s\n")
    }

    @Test func showsWithoutDeployingAndNeverAsksWhereNobodyIs() async throws {
        let moto = try Moto()
        let workshop = try Self.bookService()
        let unasked = try await Self.deploy(workshop, moto)
        #expect(unasked.status == 1 && unasked.errors.contains("say --yes to deploy"), "\(unasked)")
        let unknown = try await Self.deploy(workshop, moto, "--yes", "--parameter-overrides", "Subnet=1")
        #expect(
            unknown.status == 1 && unknown.errors.contains("has no parameter Subnet; it has SubnetIds, "),
            "\(unknown)"
        )
        #expect(!unknown.errors.contains("Making the bucket"))
        let shown = try await Self.deploy(workshop, moto, "--no-execute", "--s3-bucket", "mine")
        #expect(shown.status == 0 && shown.output.contains("Not executed."), "\(shown)")
        #expect(shown.output.hasSuffix(" --region us-east-1 --endpoint-url \(moto.url)\n"), "\(shown)")
        #expect(shown.errors.contains("Making the bucket mine"))
        #expect(try await moto.counts() == "0 functions, 0 tables, 0 queues, 0 topics, search takes None s\n")
    }

    @Test func saysWhatIsWrongBeforeAnythingIsUploaded() async throws {
        let workshop = try Self.bookService()
        let environment = ["HOME": workshop.folder, "AWS_ACCESS_KEY_ID": "", "AWS_SECRET_ACCESS_KEY": ""]
        let keys = try await Program.run(
            Program.hearth,
            ["deploy", "--yes"],
            in: workshop.folder,
            environment: environment
        )
        #expect(keys.status == 1 && keys.errors.contains("there are no AWS credentials: set AWS_ACCESS_KEY_ID"))
        #expect(keys.errors.contains("`eval \"$(aws configure export-credentials --format env)\"`"))
        let nobody = try await Program.run(
            Program.hearth,
            ["deploy", "--yes", "--endpoint-url", "http://127.0.0.1:9"],
            in: workshop.folder
        )
        #expect(nobody.status == 1 && nobody.errors.contains("http://127.0.0.1:9: "), "\(nobody)")
    }
}

/// A server of moto's own, on a free port, that ends with the test.
private final class Moto {
    let url: String
    private let program: RunningProgram

    /// What moto 5 cannot do of CloudFormation's, done here with what else it has: the methods of a REST API are taken
    /// from the `Body` in which SAM describes them, and the outputs of a stack are those of the change set that was
    /// executed, but for those of what it does not know.
    private static let server = """
        import threading
        from moto.apigateway.models import RestAPI, apigateway_backends
        from moto.cloudformation.models import CloudFormationBackend
        from moto.server import ThreadedMotoServer

        make, execute = RestAPI.create_from_cloudformation_json.__func__, CloudFormationBackend.execute_change_set

        def with_methods(cls, name, resource, account, region, **more):
            api = make(cls, name, resource, account, region, **more)
            paths = resource["Properties"].get("Body", {}).get("paths", {})
            document = {"openapi": "3.0.0", "paths": paths}
            return apigateway_backends[account][region].put_rest_api(api.id, document, fail_on_warnings=False)

        def with_outputs(self, *arguments, **more):
            execute(self, *arguments, **more)
            for stack in self.stacks.values():
                stack._parse_template()
                stack.output_map = outputs = stack._create_output_map()
                for name in list(outputs._output_json_map or {}):
                    try:
                        outputs[name]
                    except Exception:
                        del outputs._output_json_map[name]

        RestAPI.create_from_cloudformation_json = classmethod(with_methods)
        CloudFormationBackend.execute_change_set = with_outputs
        server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
        server.start()
        print(server.get_host_and_port()[1], flush=True)
        threading.Event().wait()
        """

    init() throws {
        program = try RunningProgram(
            "/usr/bin/env",
            ["python3", "-c", Self.server],
            environment: Program.environment,
            errors: .nowhere
        )
        let port = String(decoding: program.output.availableData, as: UTF8.self)
        try #require(!port.isEmpty, "moto did not start")
        url = "http://127.0.0.1:\(port.trimmingCharacters(in: .newlines))"
    }

    /// Those of all REST APIs.
    func methods() async throws -> String {
        let script = """
            import boto3, sys
            client = boto3.client("apigateway", endpoint_url=sys.argv[1])
            print(*sorted(f"{method} {resource['path']}" for api in client.get_rest_apis()["items"]
                          for resource in client.get_resources(restApiId=api["id"])["items"]
                          for method in resource.get("resourceMethods", {})), sep=", ")
            """
        let result = try await Program.run("/usr/bin/env", ["python3", "-c", script, url])
        return result.status == 0 ? result.output : result.errors
    }

    /// What there is now, asked of the services themselves.
    func counts() async throws -> String {
        let script = """
            import boto3, sys
            def client(name): return boto3.client(name, endpoint_url=sys.argv[1])
            functions = client("lambda").list_functions()["Functions"]
            timeout = next((one["Timeout"] for one in functions if one["FunctionName"] == "search"), None)
            print(f"{len(functions)} functions, {len(client('dynamodb').list_tables()['TableNames'])} tables,",
                  f"{len(client('sqs').list_queues().get('QueueUrls', []))} queues,",
                  f"{len(client('sns').list_topics()['Topics'])} topics, search takes {timeout} s")
            """
        let result = try await Program.run("/usr/bin/env", ["python3", "-c", script, url])
        return result.status == 0 ? result.output : result.errors
    }
}
