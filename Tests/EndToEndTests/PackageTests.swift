import Foundation
import JSON
import Programs
import Testing

@Suite(.fewAtATime, .enabled(if: Program.exists("cc") && Program.pythonHas("zipfile"))) struct PackageTests {
    /// A function that needs nothing but the C library: it answers each event with its own name and the event.
    private static let function = #"""
        #include <arpa/inet.h>
        #include <math.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <unistd.h>

        static char reply[65536];

        static const char *exchange(const char *method, const char *path, const char *body) {
            char host[64], request[70000];
            snprintf(host, sizeof host, "%s", getenv("AWS_LAMBDA_RUNTIME_API"));
            char *colon = strchr(host, ':');
            *colon = 0;
            struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(colon + 1))};
            inet_pton(AF_INET, host, &address.sin_addr);
            int connection = socket(AF_INET, SOCK_STREAM, 0);
            // An emulator may start the function before it listens.
            for (int tries = 0; connect(connection, (struct sockaddr *)&address, sizeof address); tries++) {
                if (tries == 1000) exit(3);
                usleep(10000);
            }
            int count = snprintf(request, sizeof request,
                                 "%s /2018-06-01/runtime/invocation/%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                                 "Content-Length: %zu\r\n\r\n%s", method, path, strlen(body), body);
            if (write(connection, request, count) != count) exit(4);
            size_t size = 0;
            ssize_t more;
            while ((more = read(connection, reply + size, sizeof reply - 1 - size)) > 0) size += more;
            reply[size] = 0;
            close(connection);
            char *end = strstr(reply, "\r\n\r\n");
            return end ? end + 4 : "";
        }

        int main(int count, char **arguments) {
            for (;;) {
                char path[128] = "", body[66000];
                const char *event = exchange("GET", "next", "");
                const char *id = strcasestr(reply, "lambda-runtime-aws-request-id:");
                if (!id) return 5;
                sscanf(id + 30, " %64[^\r]", path);
                strcat(path, "/response");
                snprintf(body, sizeof body, "{\"root\":%.0f,\"handler\":\"%s\",\"event\":%s}", cbrt(27 + (count < 0)),
                         getenv("_HANDLER"), event);
                exchange("POST", path, body);
            }
        }
        """#

    private static func workshop(_ properties: String = "") async throws -> Workshop {
        let workshop = try Workshop()
        try workshop.write("call.c", function)
        try workshop.write("call/data/words.txt", "word\n")
        let compiler = try await Program.run(
            "/usr/bin/env",
            ["cc", "-D_GNU_SOURCE", "-O1", "-o", "call/bootstrap", "call.c", "-lm"],
            in: workshop.folder
        )
        #expect(compiler.status == 0, "\(compiler)")
        try workshop.template(["call": properties])
        return workshop
    }

    @Test func theSameCodeMakesTheSameBytes() async throws {
        let workshop = try await Self.workshop()
        var zips: [Data] = []
        for folder in ["one", "two"] {
            let result = try await workshop.hearth("package", "--output-dir", folder)
            #expect(result.status == 0 && result.output.contains("\(folder)/call.zip"), "\(result)")
            zips.append(try Data(contentsOf: URL(filePath: "\(workshop.folder)/\(folder)/call.zip")))
            // As if everything had been checked out again.
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSince1970: 1)],
                ofItemAtPath: "\(workshop.folder)/call/bootstrap"
            )
        }
        #expect(zips[0] == zips[1])
        let template = try JSON(parsing: Data(contentsOf: URL(filePath: "\(workshop.folder)/one/template.json")))
        #expect(template["Resources"]?["call"]?["Properties"]?["CodeUri"] == "call.zip")
        let script = "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist())"
        let path = "\(workshop.folder)/one/call.zip"
        let names = try await Program.run("/usr/bin/env", ["python3", "-c", script, path]).output
        for name in ["bin/bootstrap", "bootstrap", "data/words.txt", "lib/ld.so", "lib/libc.so.6", "lib/libm.so.6"] {
            #expect(names.split(whereSeparator: \.isWhitespace).contains(Substring(name)), "\(names)")
        }
    }

    /// Of a function whose folder is the template's own, where Hearth keeps its state and people keep much else.
    @Test(arguments: [#""CodeUri": ".","#, ""])
    func onlyCodeIsPackaged(_ place: String) async throws {
        let workshop = try Workshop()
        try workshop.write("app.py", "def handler(event, context): return 1\n")
        try workshop.write("lib/secrets.json", "{}")
        try workshop.write(
            "template.json",
            #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"app": {"Type": "AWS::Serverless::Function",
            "Properties": {\#(place) "Handler": "app.handler", "Runtime": "python3.12"}}}}
            """#
        )
        for name in ["secrets.json", "other.json", ".git/HEAD", "lib/__pycache__/app.pyc"] {
            try workshop.write(name, #"{"ssm": {}}"#)
        }
        var zips: [Data] = []
        for run in 1...2 {
            let result = try await workshop.hearth("package", "--output-dir", "out", "--secrets", "other.json")
            #expect(result.status == 0, "\(result)")
            zips.append(try Data(contentsOf: URL(filePath: "\(workshop.folder)/out/code.zip")))
            let left = run == 1 ? "other.json, secrets.json" : "other.json, out, secrets.json, state"
            #expect(result.errors.contains("Left out of code: \(left)\n"), "\(result)")
            // What a Hearth that runs here leaves behind, in the usual place and in another.
            for folder in [".hearth", "state"] {
                for name in ["state.sqlite", "logs.sqlite", "running.json", "lambda/index.py"] {
                    try workshop.write("\(folder)/\(name)", "\(run)")
                }
            }
        }
        #expect(zips[0] == zips[1])
        let script = "import sys, zipfile; print(*zipfile.ZipFile(sys.argv[1]).namelist())"
        let path = "\(workshop.folder)/out/code.zip"
        let names = try await Program.run("/usr/bin/env", ["python3", "-c", script, path]).output
        #expect(names == "app.py lib/secrets.json template.json\n")
    }

    @Test func packagesAreNotWrittenOverWhatTheyAreMadeOf() async throws {
        let workshop = try Workshop()
        try workshop.write("small/bootstrap", "#!/bin/sh\n", executable: true)
        try workshop.template(["small": ""])
        for folder in [".", "small", "small/"] {
            let result = try await workshop.hearth("package", "--output-dir", folder)
            #expect(result.status == 1 && result.errors.contains("holds what is packaged"), "\(result)")
        }
    }

    /// AWS's own emulator and the package, and nothing else: no loader, no C library, no shell.
    @Test(.enabled(if: runtimeEmulator != nil && Program.canChangeRoot)) func runsWhereNothingElseIs() async throws {
        let workshop = try await Self.workshop()
        let result = try await workshop.hearth("package")
        #expect(result.status == 0, "\(result)")
        let script = """
            import json, os, socket, subprocess, sys, time, urllib.request, zipfile
            emulator, archive, root = sys.argv[1:]
            os.makedirs(f"{root}/var/task")
            os.makedirs(f"{root}/dev")
            open(f"{root}/dev/null", "w").close()  # The emulator wants it.
            with zipfile.ZipFile(archive) as file:
                for one in file.infolist():
                    path = file.extract(one, f"{root}/var/task")
                    os.chmod(path, one.external_attr >> 16 & 0o777)
            with open(emulator, "rb") as source, open(f"{root}/emulator", "wb") as target:
                target.write(source.read())
            os.chmod(f"{root}/emulator", 0o755)
            ports = []
            for _ in range(2):
                with socket.socket() as one:
                    one.bind(("127.0.0.1", 0))
                    ports.append(one.getsockname()[1])
            command = ["unshare", "-r", "chroot", root, "/emulator", "--log-level", "error",
                       "--runtime-interface-emulator-address", f"127.0.0.1:{ports[0]}",
                       "--runtime-api-address", f"127.0.0.1:{ports[1]}", "/var/task/bootstrap", "a.handler"]
            process = subprocess.Popen(command, env={"PATH": os.environ["PATH"], "AWS_REGION": "us-east-1"})
            try:
                for _ in range(200):
                    try:
                        socket.create_connection(("127.0.0.1", ports[0])).close()
                        break
                    except OSError:
                        time.sleep(0.05)
                url = f"http://127.0.0.1:{ports[0]}/2015-03-31/functions/function/invocations"
                print(urllib.request.urlopen(url, b'{"n":1}', timeout=30).read().decode())
            finally:
                process.kill()
            """
        let emulator = try #require(Self.runtimeEmulator)
        let words = ["python3", "-c", script, emulator, ".hearth/package/call.zip", "root"]
        let answer = try await Program.run("/usr/bin/env", words, in: workshop.folder)
        #expect(answer.output.contains(#"{"root":3,"handler":"a.handler","event":{"n":1}}"#), "\(answer)")
    }

    /// The product's own function, which is Swift and loads libcurl: it asks for an event, reads it and answers. What a
    /// build for tests does not have in it, the standard library among it, is in the package.
    @Test(.enabled(if: Program.canChangeRoot)) func theBookServiceRunsWhereNothingElseIs() async throws {
        let workshop = try Workshop()
        try FileManager.default.createDirectory(atPath: "\(workshop.folder)/books", withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: "\(workshop.folder)/books/bootstrap",
            withDestinationPath: "\(Program.products)/Books"
        )
        try workshop.template(["books": ""])
        let packaged = try await workshop.hearth("package", "--no-build")
        #expect(packaged.status == 0, "\(packaged)")
        let script = """
            import http.server, json, os, subprocess, sys, threading, zipfile
            archive, root, repository = sys.argv[1:]
            os.makedirs(f"{root}/var/task")
            with zipfile.ZipFile(archive) as file:
                for one in file.infolist():
                    os.chmod(file.extract(one, f"{root}/var/task"), one.external_attr >> 16 & 0o777)
            with open(f"{repository}/events/search.json") as file:
                event = json.load(file) | {"body": "nothing", "isBase64Encoded": False}
            with open(f"{repository}/template.json") as file:
                names = json.load(file)["Globals"]["Function"]["Environment"]["Variables"]

            class Runtime(http.server.BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self):
                    body = json.dumps(event).encode()
                    self.send_response(200)
                    self.send_header("Lambda-Runtime-Aws-Request-Id", "1")
                    self.send_header("Lambda-Runtime-Deadline-Ms", "9999999999999")
                    self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:1:function:search")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

                def do_POST(self):
                    print(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode(), flush=True)
                    process.kill()

                def log_message(self, *_):
                    pass

            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Runtime)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            variables = {name: "redis://127.0.0.1:9" if name == "REDIS_URL" else name.lower() for name in names} | {
                "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}", "_HANDLER": "search",
                "LAMBDA_TASK_ROOT": "/var/task", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "id",
                "AWS_SECRET_ACCESS_KEY": "secret", "PATH": os.environ["PATH"],
            }
            process = subprocess.Popen(["unshare", "-r", "chroot", root, "/var/task/bootstrap"], env=variables)
            process.wait(120)
            """
        let words = ["python3", "-c", script, ".hearth/package/books.zip", "root", Program.repository]
        let answer = try await Program.run("/usr/bin/env", words, in: workshop.folder)
        #expect(answer.output.hasPrefix("/2018-06-01/runtime/invocation/1/response "), "\(answer)")
        #expect(answer.output.contains(#""statusCode":400"#), "\(answer)")
        #expect(answer.output.contains(#"The body is not a JSON object"#), "\(answer)")
    }

    @Test(arguments: [
        (#""Architectures": ["arm64"]"#, #""Architectures": ["x86_64"]"#)
    ])
    func refusesProgramsOfAnotherMachine(_ arm: String, _ intel: String) async throws {
        #if arch(arm64)
            let other = intel
        #else
            let other = arm
        #endif
        let result = try await Self.workshop(other).hearth("package")
        #expect(result.status == 1)
        #expect(result.errors.contains("call wants") && result.errors.contains("set its Architectures"), "\(result)")
    }

    @Test func smallZipsHaveASize() async throws {
        let workshop = try Workshop()
        try workshop.write("small/bootstrap", "#!/bin/sh\n", executable: true)
        try workshop.template(["small": ""])
        let result = try await workshop.hearth("package")
        #expect(result.status == 0 && result.output.contains(#/small\.zip +1 KB +1 KB /#), "\(result)")
    }

    @Test func saysWhatIsNotBuilt() async throws {
        let workshop = try Workshop()
        try workshop.write("empty/readme.txt", "nothing to start")
        try workshop.template(["empty": ""])
        let result = try await workshop.hearth("package")
        #expect(result.status == 1)
        #expect(result.errors.contains("./empty has no bootstrap, which is what custom runtimes start"), "\(result)")
    }

    /// `HEARTH_RIE` names AWS's aws-lambda-rie where it is not on the path.
    private static let runtimeEmulator: String? = {
        let named = ProcessInfo.processInfo.environment["HEARTH_RIE"]
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let places = folders.map { "\($0)/aws-lambda-rie" } + ["\(Program.repository)/.build/aws-lambda-rie"]
        return named ?? places.first(where: FileManager.default.isExecutableFile(atPath:))
    }()
}
