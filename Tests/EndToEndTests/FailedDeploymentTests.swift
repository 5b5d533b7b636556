import Foundation
import JSON
import Programs
import Testing

/// What a deployment makes of stacks that go wrong, which moto's do not: a server that answers as AWS does, one step of
/// the deployment after another.
@Suite(.fewAtATime, .enabled(if: Program.exists("python3"))) struct FailedDeploymentTests {
    /// Answers by the action; those to DescribeStacks and DescribeStackEvents change from call to call. Takes the stack's
    /// statuses, `-` where there is none, what goes wrong and the file that actions are written to, one a line.
    private static let server = #"""
        import http.server, sys, urllib.parse

        def event(number, resource, status, reason=""):
            kind = "AWS::CloudFormation::Stack" if resource == "shop" else "AWS::Lambda::Function"
            return (f"<member><EventId>{number}</EventId><LogicalResourceId>{resource}</LogicalResourceId>"
                    f"<ResourceType>{kind}</ResourceType><ResourceStatus>{status}</ResourceStatus>"
                    f"<ResourceStatusReason>{reason}</ResourceStatusReason></member>")

        EVENTS = [
            event(1, "shop", "REVIEW_IN_PROGRESS"), event(2, "shop", "CREATE_IN_PROGRESS", "User Initiated"),
            event(3, "Till", "CREATE_IN_PROGRESS"), event(4, "Till", "CREATE_FAILED", "Role is not authorized"),
            event(5, "Door", "CREATE_FAILED", "Resource creation cancelled"),
            event(6, "shop", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [Till]"),
            event(7, "Till", "DELETE_COMPLETE"), event(8, "shop", "ROLLBACK_COMPLETE"),
        ]
        STATUSES = [None if status == "-" else status for status in sys.argv[1].split(",")]
        WRONG, LOG = sys.argv[2:]
        seen = {"stacks": 0, "events": 0}

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("latin-1")
                action = urllib.parse.parse_qs(body).get("Action", [""])[0] if self.command == "POST" else ""
                if action:
                    with open(LOG, "a") as file:
                        file.write(action + "\n")
                status, text = self.reply(action)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(text.encode())

            def reply(self, action):
                if action == "GetCallerIdentity":
                    return self.result(action, "<Account>123456789012</Account>")
                if action == "DescribeStacks":
                    status = STATUSES[min(seen["stacks"], len(STATUSES) - 1)]
                    seen["stacks"] += 1
                    if status is None:
                        return 400, ("<ErrorResponse><Error><Code>ValidationError</Code>"
                                     "<Message>Stack with id shop does not exist</Message></Error></ErrorResponse>")
                    return self.result(action, "<Stacks><member><StackId>arn:shop</StackId><StackStatus>"
                                               f"{status}</StackStatus></member></Stacks>")
                if action == "CreateChangeSet":
                    return self.result(action, "<Id>arn:change</Id>")
                if action == "DescribeChangeSet":
                    change = ("<member><ResourceChange><Action>Add</Action><LogicalResourceId>Till</LogicalResourceId>"
                              "<ResourceType>AWS::Lambda::Function</ResourceType></ResourceChange></member>")
                    status = "FAILED" if WRONG == "change set" else "CREATE_COMPLETE"
                    return self.result(action, f"<Status>{status}</Status><Changes>{change}</Changes>")
                if action == "ExecuteChangeSet" and WRONG == "execution":
                    return 400, ("<ErrorResponse><Error><Code>InvalidChangeSetStatus</Code>"
                                 "<Message>No.</Message></Error></ErrorResponse>")
                if action == "GetTemplate":
                    kind = "AWS::Serverless::Function" if WRONG == "transform" else "AWS::Lambda::Function"
                    return self.result(action, '<TemplateBody>{"Resources":{"Till":{"Type":"%s"}}}</TemplateBody>' % kind)
                if action == "DescribeStackEvents":
                    count = [1, 4, 8][min(seen["events"], 2)]
                    seen["events"] += 1
                    return self.result(action, f"<StackEvents>{''.join(reversed(EVENTS[:count]))}</StackEvents>")
                return self.result(action, "") if action else (200, "")

            def result(self, action, text):
                return 200, f"<{action}Response><{action}Result>{text}</{action}Result></{action}Response>"

            do_HEAD = do_PUT = do_POST = answer

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        print(server.server_address[1], flush=True)
        server.serve_forever()
        """#

    /// Deploys a function to such a server. The actions are those that change something.
    private func deploy(
        _ statuses: String,
        wrong: String = ""
    ) async throws -> (result: ProgramResult, url: String, actions: [String]) {
        let workshop = try Workshop()
        let log = "\(workshop.folder)/actions"
        let server = try RunningProgram(
            "/usr/bin/env",
            ["python3", "-c", Self.server, statuses, wrong, log],
            errors: .nowhere
        )
        defer { server.kill() }
        let port = String(decoding: server.output.availableData, as: UTF8.self)
        let url = "http://127.0.0.1:\(port.trimmingCharacters(in: .newlines))"
        try workshop.script("till", "answer")
        try workshop.template(["till": ""])
        let result = try await Program.run(
            Program.hearth,
            [
                "deploy", "--no-build", "--yes", "--stack-name", "shop", "--region", "us-east-1", "--endpoint-url", url,
            ],
            in: workshop.folder
        )
        let actions = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").map(String.init)
        return (result, url, actions.filter { !$0.hasPrefix("Describe") && !$0.hasPrefix("Get") })
    }

    /// A stack that is under review may be another deployment's, which somebody is yet to execute.
    @Test(arguments: [
        ("-,REVIEW_IN_PROGRESS", ["CreateChangeSet", "DeleteChangeSet", "DeleteStack"]),
        ("REVIEW_IN_PROGRESS", ["CreateChangeSet", "DeleteChangeSet"]),
        ("-,CREATE_IN_PROGRESS", ["CreateChangeSet", "DeleteChangeSet"]),
        ("UPDATE_COMPLETE", ["CreateChangeSet", "DeleteChangeSet"]),
    ])
    func onlyStacksThatItHasMadeAreDeleted(_ statuses: String, _ actions: [String]) async throws {
        let deployment = try await deploy(statuses, wrong: "change set")
        #expect(deployment.result.status == 1 && deployment.actions == actions, "\(deployment)")
        #expect(deployment.result.errors.contains("CloudFormation cannot make the change set (FAILED)"))
    }

    @Test func tellsHowAFailedExecutionLeavesTheStack() async throws {
        let deployment = try await deploy("-,REVIEW_IN_PROGRESS", wrong: "execution")
        #expect(deployment.result.status == 1)
        #expect(
            deployment.result.errors.hasSuffix(
                "error: InvalidChangeSetStatus (cloudformation:ExecuteChangeSet): No.; the stack shop is left "
                    + "REVIEW_IN_PROGRESS, with its change set: `aws cloudformation execute-change-set --change-set-name "
                    + "arn:change --region us-east-1 --endpoint-url \(deployment.url)` executes it\n"
            ),
            "\(deployment.result)"
        )
        #expect(!deployment.actions.contains("DeleteStack"))
    }

    @Test(arguments: ["transform", ""])
    func tellsWhereNothingWasTransformed(_ wrong: String) async throws {
        let statuses = "-,REVIEW_IN_PROGRESS,CREATE_IN_PROGRESS,CREATE_COMPLETE"
        let result = try await deploy(statuses, wrong: wrong).result
        #expect(result.status == 0 && result.output.contains("The stack shop is deployed."), "\(result)")
        #expect(result.errors.contains("--transform-locally") == (wrong == "transform"), "\(result)")
    }

    @Test func tellsTheFirstCauseAndThatItIsRolledBack() async throws {
        let deployment = try await deploy("-,REVIEW_IN_PROGRESS,CREATE_IN_PROGRESS,ROLLBACK_COMPLETE")
        let (result, url) = (deployment.result, deployment.url)
        #expect(result.status == 1)
        #expect(
            result.errors.hasSuffix(
                "error: Till (AWS::Lambda::Function): Role is not authorized; what had been made is removed; "
                    + "`aws cloudformation delete-stack --stack-name shop --region us-east-1 --endpoint-url \(url)` "
                    + "before the next one\n"
            ),
            "\(result)"
        )
        // Every event of this deployment once, in order; none from before it.
        let events = result.output.split(separator: "\n").filter {
            $0.contains("_IN_PROGRESS") || $0.contains("_FAILED")
        }
        #expect(
            events == [
                "CREATE_IN_PROGRESS  shop  AWS::CloudFormation::Stack: User Initiated",
                "CREATE_IN_PROGRESS  Till  AWS::Lambda::Function",
                "CREATE_FAILED  Till  AWS::Lambda::Function: Role is not authorized",
                "CREATE_FAILED  Door  AWS::Lambda::Function: Resource creation cancelled",
                "ROLLBACK_IN_PROGRESS  shop  AWS::CloudFormation::Stack: "
                    + "The following resource(s) failed to create: [Till]",
            ]
        )
    }
}
