import CurlHTTP
import Foundation
import JSON
import Programs
import Testing

@Suite(.fewAtATime, .timeLimit(.minutes(20))) struct CommandTests {
    private let echo = #"while true; do next; echo "log line"; answer "$event"; done"#

    @Test func invokeStartsJustForTheCallWhenNothingRuns() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", echo)
        try workshop.template(["echo": ""])
        let result = try await workshop.hearth("invoke", "echo", "--event", "-", "--ephemeral", input: #"{"a":[1]}"#)
        #expect(result.status == 0)
        #expect(result.output == "{\"a\":[1]}\n")
        #expect(result.errors.contains("log line") && result.errors.contains("REPORT RequestId: "))
    }

    @Test(arguments: [
        ("exit 7", "Runtime.ExitError", "exit status 7"),
        ("sleep 60", "Sandbox.Timedout", "Task timed out after 1.00 seconds"),
    ])
    func invokeFailsWhenTheFunctionDoes(_ end: String, _ type: String, _ text: String) async throws {
        let workshop = try Workshop()
        try workshop.script("broken", "while true; do next; \(end); done")
        try workshop.template(["broken": #""Timeout": 1"#])
        let result = try await workshop.hearth("invoke", "broken", "--ephemeral")
        #expect(result.status == 1)
        let error = try JSON(parsing: result.output)
        #expect(error["errorType"]?.stringValue == type)
        #expect(error["errorMessage"]?.stringValue?.contains(text) == true)
    }

    @Test func invokeRefusesWhatIsNoEvent() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", echo)
        try workshop.template(["echo": ""])
        let noJSON = try await workshop.hearth("invoke", "echo", "--event", "{oops", "--ephemeral")
        #expect(noJSON.status == 1 && noJSON.errors.contains("the event is not JSON: "), "\(noJSON)")
        let noFile = try await workshop.hearth("invoke", "echo", "--event", "missing.json", "--ephemeral")
        #expect(noFile.errors.contains("there is no file missing.json"))
        let noFunction = try await workshop.hearth("invoke", "ehco", "--ephemeral")
        #expect(noFunction.status == 1 && noFunction.errors.contains("Function not found: "))
    }

    @Test func invokeTakesNamesAsLambdaDoesAndEventsOfAllKindsOfFiles() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", echo)
        try workshop.template(["echo": ""])
        try workshop.write("bom.json", "\u{FEFF}[2]")
        for (name, event, output) in [
            ("arn:aws:lambda:us-east-1:000000000000:function:echo", "/dev/stdin", "[1]\n"),
            ("echo:$LATEST", "bom.json", "[2]\n"),
        ] {
            let result = try await workshop.hearth("invoke", name, "--event", event, "--ephemeral", input: "[1]")
            #expect(result.status == 0 && result.output == output, "\(result)")
        }
        let version = try await workshop.hearth("invoke", "echo:7", "--ephemeral")
        #expect(version.errors.contains("Function not found: arn:aws:lambda:us-east-1:000000000000:function:echo:7"))
        let dryRun = try await workshop.hearth("invoke", "echo", "--type", "dry-run", "--ephemeral")
        #expect(dryRun.status == 0 && dryRun.output.isEmpty && !dryRun.errors.contains("log line"))
    }

    @Test(arguments: [
        (["--port", "8000", "--endpoint-port", "8000"], "--port and --endpoint-port are both 8000"),
        (["--port", "0", "--endpoint-port", "0", "--host", "nonsense.invalid"], "there is no host of that name."),
        (["--data-dir", ""], "--data-dir must name a folder"),
    ])
    func startRefusesPlacesThatAreNone(_ arguments: [String], _ text: String) async throws {
        let workshop = try Workshop()
        try workshop.script("echo", echo)
        try workshop.template(["echo": ""])
        let all = ["start", "--ephemeral"] + arguments
        let result = try await Program.run(Program.hearth, all, in: workshop.folder, input: "")
        #expect(result.status != 0 && result.errors.contains(text), "\(result)")
    }

    @Test func routesAreAnnouncedWithAddressesThatAnswer() async throws {
        let workshop = try Workshop()
        try workshop.script("f", echo)
        try workshop.write(
            "template.json",
            #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
                "Old": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "old"}},
                "f": {"Type": "AWS::Serverless::Function", "Properties": {
                "Runtime": "provided.al2023", "CodeUri": "f", "Handler": "h", "Events": {
                "A": {"Type": "HttpApi", "Properties": {"Method": "GET", "Path": "/same"}},
                "B": {"Type": "HttpApi"},
                "C": {"Type": "Api", "Properties": {"Method": "GET", "Path": "/same", "RestApiId": {"Ref": "Old"}}}}}}}}
            """#
        )
        let hearth = try await RunningHearth(workshop)
        for path in ["/same", "/*", "/old/same"] { #expect(await hearth.waits(for: "\(hearth.gateway)\(path) ")) }
        let ps = try await workshop.hearth("ps", "--endpoint-url", hearth.gateway)
        #expect(ps.status == 1 && ps.errors.contains("is not the AWS endpoint of a Hearth"), "\(ps)")
        #expect(hearth.interrupt() == 0)
    }

    @Test(arguments: [
        (#""Timeot": 3"#, "/Resources/f/Properties/Timeot: unknown property; did you mean Timeout?"),
        (#""Environment": {"Variables": {"A": {"Ref": "Nope"}}}"#, "/Resources/f/Properties/Environment/Variables/A"),
        (#""MemorySize": 64"#, "/Resources/f/Properties/MemorySize"),
    ])
    func startRefusesABrokenTemplateWithItsPath(_ property: String, _ message: String) async throws {
        let workshop = try Workshop()
        try workshop.script("f", echo)
        try workshop.template(["f": property])
        let result = try await workshop.hearth("start", "--port", "0", "--endpoint-port", "0")
        #expect(result.status == 1)
        #expect(result.errors.contains("template.json:") && result.errors.contains("error \(message)"), "\(result)")
        #expect(result.errors.contains("nothing was started"))
        #expect(!FileManager.default.fileExists(atPath: workshop.folder + "/.hearth"))
    }

    @Test(arguments: [
        (
            #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"f": {"Type": "AWS::Serverless::Function",
                "Properties": {"Runtime": "provided.al2023", "CodeUri": "f"}}}}
            """#,
            ["error /Resources/f", "Handler"]
        ),
        (
            #"""
            {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"f": {"Type": "AWS::Serverless::Function",
                "Properties": {"Runtime": "provided.al2023", "CodeUri": "f", "Handler": "h", "Events": {
                "A": {"Type": "HttpApi", "Properties": {"Method": "GET", "Path": "/same"}},
                "B": {"Type": "HttpApi", "Properties": {"Method": "GET", "Path": "/same"}}}}}}}
            """#,
            ["error /Resources/f/Properties/Events/B", "GET /same", "/Resources/f/Properties/Events/A"]
        ),
        (#"{"Resources": {"#, ["error", "template.json:1:"]),
    ])
    func startRefusesATemplateThatCannotBeServed(_ template: String, _ texts: [String]) async throws {
        let workshop = try Workshop()
        try workshop.script("f", echo)
        try workshop.write("template.json", template)
        let result = try await workshop.hearth("start", "--port", "0", "--endpoint-port", "0")
        #expect(result.status == 1 && result.errors.contains("nothing was started"))
        for text in texts { #expect(result.errors.contains(text), "\(result.errors)") }
    }

    @Test func startSaysWhoHoldsAPort() async throws {
        let workshop = try Workshop()
        try workshop.script("echo", echo)
        try workshop.template(["echo": ""])
        let hearth = try await RunningHearth(workshop)
        let port = hearth.gateway.split(separator: ":").last.map(String.init) ?? ""
        let second = try await workshop.hearth("start", "--port", port, "--endpoint-port", "0", "--ephemeral")
        #expect(second.status == 1)
        #expect(second.errors.contains("cannot listen on 127.0.0.1:\(port): the port is taken: hearth (process "))
        let sameState = try await workshop.hearth("start", "--port", "0", "--endpoint-port", "0")
        #expect(sameState.status == 1)
        #expect(sameState.errors.contains("is in use by another process"))
        #expect(hearth.interrupt() == 0)
    }

    @Test func noFunctionOutlivesHearth() async throws {
        let workshop = try Workshop()
        // Both children would outlive the function, were it not for the guard; one has even left its process group.
        try workshop.script(
            "stubborn",
            #"trap '' TERM; sleep 1000 & setsid sleep 1001 & while true; do next; answer 1; done"#
        )
        try workshop.template(["stubborn": ""])
        let hearth = try await RunningHearth(workshop)
        #expect(try await hearth.send("POST", "/stubborn", "{}").status == 200)
        #expect(hearth.functionProcesses.count >= 3)
        hearth.kill()
        while !hearth.functionProcesses.isEmpty { try await Task.sleep(for: .milliseconds(2)) }
    }

    @Test func ctrlCFinishesWhatIsUnderWay() async throws {
        let workshop = try Workshop()
        try workshop.script("slow", #"while true; do next; echo started; sleep 1; answer '"finished"'; done"#)
        try workshop.template(["slow": ""])
        let hearth = try await RunningHearth(workshop)
        async let response = hearth.send("POST", "/slow", "{}")
        #expect(await hearth.waits(for: "started"))
        #expect(hearth.interrupt() == 0)
        #expect(String(decoding: try await response.body, as: UTF8.self) == "finished")
        #expect(hearth.functionProcesses.isEmpty)
    }

    @Test func aFloodOfLogsHarmsNobody() async throws {
        let workshop = try Workshop()
        try workshop.script("flood", #"while true; do next; seq 300000; answer 1; done"#)
        try workshop.script("echo", echo)
        try workshop.template(["flood": #""Timeout": 30"#, "echo": #""Timeout": 30"#])
        let hearth = try await RunningHearth(workshop)
        async let flood = hearth.send("POST", "/flood", "{}")
        for _ in 0..<5 { #expect(try await hearth.send("POST", "/echo", "{}").status == 200) }
        #expect(try await flood.status == 200)
        #expect(hearth.interrupt() == 0)
    }

    /// Two tables: one of the template's and one made by a call.
    @Test func withoutATemplateThereIsWhatCallersMake() async throws {
        let hearth = try await RunningHearth(try Workshop(), "--no-template")
        let made = try await hearth.sqs("CreateQueue", #"{"QueueName":"orders"}"#)
        #expect(made["QueueUrl"]?.stringValue?.hasSuffix("/000000000000/orders") == true)
        #expect(try await hearth.send("GET", "/").status == 404)
        #expect(hearth.interrupt() == 0)
    }

    @Test func aResetEmptiesEverythingWhereItIsAllowed() async throws {
        let workshop = try Workshop()
        try workshop.template(
            [:],
            resources: #"""
                "Things": {"Type": "AWS::Serverless::SimpleTable",
                    "Properties": {"TableName": "things", "PrimaryKey": {"Name": "id", "Type": "String"}}}
                """#
        )
        for isAllowed in [false, true] {
            let hearth =
                isAllowed ? try await RunningHearth(workshop, "--allow-reset") : try await RunningHearth(workshop)
            _ = try await hearth.dynamoDB(
                "CreateTable",
                #"""
                {"TableName": "mine", "BillingMode": "PAY_PER_REQUEST",
                    "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                    "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}
                """#
            )
            _ = try await hearth.dynamoDB("PutItem", #"{"TableName": "things", "Item": {"id": {"S": "a"}}}"#)
            let reset = CurlRequest(
                method: "POST",
                url: hearth.endpoint + "/_hearth/reset",
                headers: CurlHeaderList([])
            )
            #expect(try await CurlClient.shared.send(reset).status == (isAllowed ? 200 : 403))
            let tables = try await hearth.dynamoDB("ListTables", "{}")["TableNames"]
            #expect(tables == (isAllowed ? ["things"] : ["mine", "things"]))
            let items = try await hearth.dynamoDB("Scan", #"{"TableName": "things"}"#)["Count"]
            #expect(items == JSON(isAllowed ? 0 : 1))
            #expect(hearth.interrupt() == 0)
        }
    }
}
