import Foundation
import JSON
import Programs
import Testing

@Suite(.fewAtATime) struct ValidateTests {
    private func validated(
        _ properties: String = "",
        resources: String = "",
        program: Bool = true
    ) async throws -> (status: Int32, problems: [JSON]) {
        let workshop = try Workshop()
        if program { try workshop.script("f", "exit 1") }
        try workshop.template(["f": properties], resources: resources)
        let result = try await workshop.hearth("validate", "--output", "json")
        let report = try JSON(parsing: result.output)
        #expect(report["valid"]?.boolValue == (result.status == 0))
        let problems = try #require(report["problems"]?.arrayValue)
        #expect(report["errors"]?.intValue == problems.count { $0["severity"] == "error" })
        return (result.status, problems)
    }

    @Test func aSoundTemplateHasNoProblems() async throws {
        let (status, problems) = try await validated()
        #expect(status == 0)
        #expect(problems.isEmpty)
    }

    /// Each is found by another part: reader, references, secrets, account, services, event sources.
    @Test(arguments: [
        (#""Timeot": 3"#, "", "/Resources/f/Properties/Timeot", "unknown property"),
        (
            #""Environment": {"Variables": {"A1": {"Ref": "Nope"}}}"#, "",
            "/Resources/f/Properties/Environment/Variables/A1", "Nope"
        ),
        (
            #""Environment": {"Variables": {"A1": "{{resolve:secretsmanager:partner/key}}"}}"#, "",
            "/Resources/f/Properties/Environment/Variables/A1", "has no value"
        ),
        (#""ReservedConcurrentExecutions": 950"#, "", "/Resources/f", "UnreservedConcurrentExecution"),
        (
            #""FunctionUrlConfig": {"AuthType": "NONE", "Cors": {"AllowOrigins": [""]}}"#, "",
            "/Resources/f/Properties/FunctionUrlConfig", "at 'cors.allowOrigins' failed to satisfy constraint"
        ),
        (
            "",
            #""P": {"Type": "AWS::SSM::Parameter", "Properties": {"Name": "aws/x y", "Type": "String", "Value": "1"}}"#,
            "/Resources/P", "Parameter name"
        ),
        (
            #""Timeout": 60"#, mappings(#""Enabled": true"#), "/Resources/M0/Properties",
            "Queue visibility timeout: 30 seconds is less than Function timeout: 60 seconds"
        ),
        (
            "", mappings(#""BatchSize": 100"#), "/Resources/M0/Properties",
            "Maximum batch window in seconds must be greater than 0"
        ),
        (
            "", mappings(#""Enabled": false"#, #""BatchSize": 1"#), "/Resources/M1/Properties",
            "An event source mapping with SQS arn"
        ),
    ])
    func errorsAreToldWithTheirPath(
        _ properties: String,
        _ resources: String,
        _ path: String,
        _ message: String
    ) async throws {
        let (status, problems) = try await validated(properties, resources: resources)
        #expect(status == 1)
        let problem = try #require(problems.first { $0["severity"] == "error" })
        #expect(problem["path"]?.stringValue == path)
        #expect(problem["message"]?.stringValue?.contains(message) == true, "\(problem)")
        #expect(problem["line"]?.intValue != nil)
    }

    /// A queue and mappings of it to the function, with a property each.
    private static func mappings(_ properties: String...) -> String {
        let mappings = properties.enumerated().map { number, property in
            let names = #""FunctionName": {"Ref": "f"}, "EventSourceArn": {"Fn::GetAtt": "Q.Arn"}"#
            let type = #""Type": "AWS::Lambda::EventSourceMapping""#
            return #""M\#(number)": {\#(type), "Properties": {\#(names), \#(property)}}"#
        }
        return (mappings + [#""Q": {"Type": "AWS::SQS::Queue"}"#]).joined(separator: ", ")
    }

    @Test func whatFollowsFromAnErrorIsNotTold() async throws {
        let rule = #"{"EventPattern": {"a": "b"}, "Targets": [{"Id": "t", "Arn": {"Fn::GetAtt": "f.Arn"}}]}"#
        let (status, problems) = try await validated(
            resources: #""R": {"Type": "AWS::Events::Rule", "Properties": \#(rule)}"#
        )
        #expect(status == 1)
        #expect(problems.map { $0["message"]?.stringValue?.prefix(27) } == ["Event pattern is not valid."])
    }

    /// `start` tells what `validate` does.
    @Test func startTellsAllThatServicesRefuse() async throws {
        let workshop = try Workshop()
        try workshop.script("f", "exit 1")
        let properties = #"{"Name": "aws/x", "Type": "String", "Value": "1"}"#
        let parameter = #""P": {"Type": "AWS::SSM::Parameter", "Properties": \#(properties)}"#
        try workshop.template(["f": ""], resources: Self.mappings(#""BatchSize": 100"#) + ", " + parameter)
        let result = try await workshop.hearth("start", "--ephemeral", "--port", "0", "--endpoint-port", "0")
        #expect(result.status == 1)
        for text in ["error /Resources/P: ", "error /Resources/M0/Properties: ", "has 2 errors"] {
            #expect(result.errors.contains(text), "\(result.errors)")
        }
    }

    /// What one function asks for in vain is no one else's fault.
    @Test func everyFunctionThatAsksForTooMuchIsTold() async throws {
        let workshop = try Workshop()
        let half = #""ReservedConcurrentExecutions": 500"#
        let provisioned =
            #""AutoPublishAlias": "live", "ProvisionedConcurrencyConfig": {"ProvisionedConcurrentExecutions": 10}"#
        try workshop.template(["a": half, "b": half, "c": #""ReservedConcurrentExecutions": 5, \#(provisioned)"#])
        let result = try await workshop.hearth("validate")
        #expect(result.status == 1)
        #expect(result.output.contains("UnreservedConcurrentExecution"), "\(result.output)")
        #expect(
            result.output.contains("should not be greater than the reservedConcurrentExecution"),
            "\(result.output)"
        )
    }

    @Test func aMissingProgramIsAWarning() async throws {
        let (status, problems) = try await validated(program: false)
        #expect(status == 0)
        #expect(problems.count == 1)
        #expect(problems[0]["severity"] == "warning")
        #expect(problems[0]["path"] == "/Resources/f")
        #expect(problems[0]["message"]?.stringValue?.contains("f has no program: there is no folder ") == true)
        #expect(problems[0]["remedy"]?.stringValue?.contains("build it") == true)
    }

    @Test func theTextIsAsCompilersWriteIt() async throws {
        let workshop = try Workshop()
        try workshop.script("f", "exit 1")
        try workshop.template(["f": #""Timeot": 3"#])
        let result = try await workshop.hearth("validate")
        #expect(result.status == 1)
        #expect(
            result.output.contains(
                "error /Resources/f/Properties/Timeot: unknown property; did you mean Timeout?"
            )
        )
        #expect(result.output.contains("template.json cannot be served: 1 error\n"))
        #expect(!result.output.contains("\u{1B}"))
    }
}
