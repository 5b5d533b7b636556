import Foundation
import JSON
import Programs
import Testing

/// Tools and runtimes that are not ours, where the machine has them.
@Suite(.fewAtATime) struct StrangerTests {
    @Test(.enabled(if: Program.exists("cfn-lint")))
    func cfnLintAcceptsTheTemplate() async throws {
        let result = try await Program.run("/usr/bin/env", ["cfn-lint", "template.json"])
        #expect(result.status == 0, "\(result)")
    }

    @Test(.enabled(if: Program.pythonHas("samtranslator")))
    func theSAMTranslatorAcceptsTheTemplate() async throws {
        let script = """
            import json
            # The translator is for templates whose code is uploaded already.
            template = json.load(open("template.json"))
            template["Globals"]["Function"]["CodeUri"] = "s3://bucket/Books.zip"
            for resource in template["Resources"].values():
                if "CodeUri" in resource.get("Properties", {}):
                    resource["Properties"]["CodeUri"] = "s3://bucket/Catalog.zip"
            from samtranslator.parser.parser import Parser
            from samtranslator.translator.translator import Translator
            out = Translator({}, Parser()).translate(template, {})
            types = [r["Type"] for r in out["Resources"].values()]
            apis = [types.count(f"AWS::{kind}") for kind in ["ApiGatewayV2::Api", "ApiGateway::RestApi"]]
            print(types.count("AWS::Lambda::Function"), *apis)
            """
        let result = try await Program.run("/usr/bin/env", ["python3", "-c", script])
        #expect(result.output == "46 2 1\n", "\(result)")
    }

    @Test(.enabled(if: Program.pythonHas("awslambdaric")))
    func pythonFunctionsRunOnTheirOwnRuntimeClient() async throws {
        let workshop = try Workshop()
        let python = try await Program.run("/usr/bin/env", ["python3", "-c", "import sys; print(sys.executable)"])
        let interpreter = python.output.trimmingCharacters(in: .newlines)
        try workshop.write(
            "py/bootstrap",
            "#!/bin/sh\nexec \(interpreter) -m awslambdaric \"$_HANDLER\"\n",
            executable: true
        )
        try workshop.write(
            "py/app.py",
            """
            def handler(event, context):
                if event.get("fail"): raise ValueError("broken on purpose")
                return {"name": context.function_name, "left": context.get_remaining_time_in_millis() > 0}
            """
        )
        try workshop.template(["py": #""MemorySize": 256"#])
        let good = try await workshop.hearth("invoke", "py", "--ephemeral")
        #expect(good.output == "{\"name\": \"py\", \"left\": true}\n", "\(good)")
        let bad = try await workshop.hearth("invoke", "py", "--ephemeral", "--event", #"{"fail":1}"#)
        #expect(bad.status == 1)
        #expect(try JSON(parsing: bad.output)["errorType"] == "ValueError")
    }

    /// `HEARTH_CPP_BOOTSTRAP` names a function built on aws-lambda-cpp that answers with what it gets.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["HEARTH_CPP_BOOTSTRAP"] != nil))
    func functionsOnAWSLambdaCppRun() async throws {
        let workshop = try Workshop()
        let program = try #require(ProcessInfo.processInfo.environment["HEARTH_CPP_BOOTSTRAP"])
        try workshop.write("cpp/bootstrap", "#!/bin/sh\nexec '\(program)'\n", executable: true)
        try workshop.template(["cpp": ""])
        let result = try await workshop.hearth("invoke", "cpp", "--ephemeral", "--event", #"{"a":"b"}"#)
        #expect(result.status == 0 && result.output == "{\"a\":\"b\"}\n", "\(result)")
    }

    @Test(.enabled(if: Program.pythonHas("boto3")))
    func boto3InvokesAndStores() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", #"while true; do next; echo logged; answer "$event"; done"#)
        try workshop.template(
            ["echo": ""],
            resources: #"""
                "Things": {"Type": "AWS::Serverless::SimpleTable",
                    "Properties": {"TableName": "things", "PrimaryKey": {"Name": "id", "Type": "String"}}}
                """#
        )
        let hearth = try await RunningHearth(workshop)
        let script = """
            import base64, boto3, json
            client = boto3.client("lambda", endpoint_url="\(hearth.endpoint)")
            reply = client.invoke(FunctionName="echo", Payload=b'{"n": 1}', LogType="Tail")
            assert reply["StatusCode"] == 200 and reply["ExecutedVersion"] == "$LATEST", reply
            assert reply["Payload"].read() == b'{"n": 1}'
            assert b"\\nlogged\\n" in base64.b64decode(reply["LogResult"])
            assert client.invoke(FunctionName="echo", InvocationType="Event")["StatusCode"] == 202
            assert client.invoke(FunctionName="echo", InvocationType="DryRun")["StatusCode"] == 204
            try:
                client.invoke(FunctionName="nope")
                assert False
            except client.exceptions.ResourceNotFoundException as error:
                assert "Function not found" in error.response["Error"]["Message"], error.response
            try:
                boto3.client("ec2", endpoint_url="\(hearth.endpoint)").describe_security_groups()
                assert False
            except Exception as error:
                assert "Hearth has no service for DescribeSecurityGroups of ec2;" in str(error), error
            things = boto3.resource("dynamodb", endpoint_url="\(hearth.endpoint)").Table("things")
            things.put_item(Item={"id": "a", "n": 1, "tags": {"x", "y"}})
            item = things.get_item(Key={"id": "a"})["Item"]
            assert item["n"] == 1 and item["tags"] == {"x", "y"}, item
            print("ok")
            """
        let result = try await Program.run("/usr/bin/env", ["python3", "-c", script])
        #expect(result.output == "ok\n", "\(result)")
        #expect(hearth.interrupt() == 0)
    }
}
