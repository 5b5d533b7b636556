struct PythonProject {
    var name: ProjectName
    var architecture: Project.Architecture
    /// Such as `3.12`.
    var version: String

    private var folder: String { "Functions/\(name.text)" }

    var project: Project {
        let shared = SharedFiles(name: name, architecture: architecture)
        return Project(files: [
            application, bootstrap, tests,
            shared.template(handler: "app.handler", runtime: "python\(version)", codeURI: folder),
            shared.event,
            shared.makefile(
                build: [],
                test: ["python3 -m unittest discover --start-directory Tests"],
                clean: "rm -rf .build .hearth && find . -name __pycache__ -exec rm -rf {} +"
            ),
            shared.ignored("__pycache__/", ".venv/"),
            shared.readMe(
                layout: [
                    ("\(folder)/app.py", "takes the request and replies"),
                    ("\(folder)/bootstrap", "runs it here; AWS has a runtime of its own for Python"),
                    ("Tests", "its tests"),
                ],
                notes: """
                    It needs Python alone, no package. Those that it comes to need go beside `app.py`: \
                    `python3 -m pip install --target \(folder) …`.
                    """
            ),
        ])
    }

    private var application: Project.File {
        .init(
            "\(folder)/app.py",
            #"""
            import json


            def greeting(name):
                return {"message": f"Hello, {name or 'world'}!"}


            def handler(event, context):
                parameters = event.get("queryStringParameters") or {}
                print("Saying hello for", context.aws_request_id)
                return {
                    "statusCode": 200,
                    "headers": {"content-type": "application/json"},
                    "body": json.dumps(greeting(parameters.get("name"))),
                }
            """#
        )
    }

    private var tests: Project.File {
        .init(
            "Tests/test_app.py",
            #"""
            import json
            import sys
            import types
            import unittest
            from pathlib import Path

            ROOT = Path(__file__).parent.parent
            sys.path.insert(0, str(ROOT / "\#(folder)"))

            import app


            class GreetingTests(unittest.TestCase):
                def test_greets_by_name(self):
                    event = json.loads((ROOT / "events/hello.json").read_text())
                    reply = app.handler(event, types.SimpleNamespace(aws_request_id="1"))
                    self.assertEqual(reply["statusCode"], 200)
                    self.assertEqual(json.loads(reply["body"]), {"message": "Hello, Ada!"})

                def test_greets_the_world_otherwise(self):
                    self.assertEqual(app.greeting(None), {"message": "Hello, world!"})


            if __name__ == "__main__":
                unittest.main()
            """#
        )
    }

    private var bootstrap: Project.File {
        .init(
            "\(folder)/bootstrap",
            isExecutable: true,
            #"""
            #!/usr/bin/env python3
            """Runs the handler that _HANDLER names, as AWS's runtime for Python does: asks the Runtime API for an event,
            hands it over, sends back what comes of it, and so on.

            https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
            """
            import http.client
            import importlib
            import json
            import os
            import sys
            import time
            import traceback

            API = "/2018-06-01/runtime"


            class Context:
                """https://docs.aws.amazon.com/lambda/latest/dg/python-context.html"""

                def __init__(self, headers):
                    self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
                    self.invoked_function_arn = headers["Lambda-Runtime-Invoked-Function-Arn"]
                    self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
                    self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
                    self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
                    self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
                    self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
                    self._deadline = int(headers["Lambda-Runtime-Deadline-Ms"])

                def get_remaining_time_in_millis(self):
                    return max(0, self._deadline - int(time.time() * 1000))


            def report(error):
                frames = traceback.format_list(traceback.extract_tb(error.__traceback__))
                print("".join(traceback.format_exception(error)), end="", flush=True)
                return {"errorMessage": str(error), "errorType": type(error).__name__, "stackTrace": frames}


            def post(connection, path, document, headers={}):
                body = json.dumps(document, ensure_ascii=False).encode()
                connection.request("POST", f"{API}/{path}", body, headers)
                connection.getresponse().read()


            def post_error(connection, path, error):
                headers = {"Lambda-Runtime-Function-Error-Type": type(error).__name__}
                post(connection, path, report(error), headers)


            def load(name):
                sys.path.insert(0, os.environ.get("LAMBDA_TASK_ROOT", os.path.dirname(os.path.abspath(__file__))))
                module, _, function = name.rpartition(".")
                return getattr(importlib.import_module(module.replace("/", ".")), function)


            def main():
                connection = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
                try:
                    handler = load(os.environ["_HANDLER"])
                except BaseException as error:
                    post_error(connection, "init/error", error)
                    sys.exit(1)
                while True:
                    connection.request("GET", f"{API}/invocation/next")
                    reply = connection.getresponse()
                    event = reply.read()
                    context = Context(reply.headers)
                    os.environ["_X_AMZN_TRACE_ID"] = reply.headers.get("Lambda-Runtime-Trace-Id", "")
                    path = f"invocation/{context.aws_request_id}"
                    try:
                        result = handler(json.loads(event), context)
                        sys.stdout.flush()
                        post(connection, f"{path}/response", result)
                    except Exception as error:
                        post_error(connection, f"{path}/error", error)


            main()
            """#
        )
    }
}
