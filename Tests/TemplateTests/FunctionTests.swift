import Template
import Testing
import Wire

@Suite struct FunctionTests {
    @Test func aFunctionWithoutARoleHasTheOneThatSAMMakes() throws {
        let role = try #require(readFunction("").function("F")).role
        #expect(role == "arn:aws:iam::000000000000:role/hearth-FRole")
        #expect(readFunction("Role: arn:aws:iam::000000000000:role/x").function("F")?.role?.hasSuffix("/x") == true)
    }

    @Test func readsEveryPropertyItActsOn() throws {
        let application = readFunction(
            """
            FunctionName: search-books
            Description: finds books
            Timeout: "30"
            MemorySize: 512
            EphemeralStorage: {Size: 1024}
            Environment: {Variables: {TABLE: books, PORT: 80, DEBUG: true}}
            Architectures: [arm64]
            Tags: {team: readers}
            ReservedConcurrentExecutions: 5
            AutoPublishAlias: live
            ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}
            Tracing: Active
            SnapStart: {ApplyOn: PublishedVersions}
            Role: arn:aws:iam::000000000000:role/x
            Layers: [layer]
            """
        )
        let function = try #require(application.function("F"))
        #expect(function.name == "search-books")
        #expect(application.function("search-books") == function)
        #expect(function.arn.description == "arn:aws:lambda:us-east-1:000000000000:function:search-books")
        #expect(function.handler == "f" && function.runtime == "provided.al2023" && function.isCustomRuntime)
        #expect(function.codeURI == "build/")
        #expect(function.description == "finds books")
        #expect(function.timeout == .seconds(30) && function.memorySizeMB == 512 && function.ephemeralStorageMB == 1024)
        #expect(function.environment == ["TABLE": "books", "PORT": "80", "DEBUG": "true"])
        #expect(function.architectures == [.arm64] && function.tracing == .active)
        #expect(function.tags == ["team": "readers"] && function.layers == ["layer"])
        #expect(function.reservedConcurrentExecutions == 5 && function.provisionedConcurrentExecutions == 2)
        #expect(function.autoPublishAlias == "live" && function.snapStart == .publishedVersions)
        #expect(!application.hasErrors)
    }

    @Test func readsPlainLambdaFunctions() throws {
        let application = read(
            """
            {"Resources": {"Plain": {"Type": "AWS::Lambda::Function", "Metadata": {"BuildMethod": "makefile"},
              "Properties": {"Code": "build", "Handler": "h", "Role": "arn", "Runtime": "provided.al2",
                "TracingConfig": {"Mode": "Active"}, "Tags": [{"Key": "a", "Value": "b"}]}}}}
            """
        )
        let function = try #require(application.functions.first)
        #expect(function.name == "Plain" && function.codeURI == "build" && function.buildMethod == "makefile")
        #expect(function.tracing == .active && function.tags == ["a": "b"])
        #expect(!application.hasErrors)
    }

    static let mistakes: [(properties: String, line: String)] = [
        ("Timout: 3", "error /Resources/F/Properties/Timout: unknown property; did you mean Timeout?"),
        ("Zzzzzzz: 3", "error /Resources/F/Properties/Zzzzzzz: unknown property"),
        (
            "Timeout: 901",
            "error /Resources/F/Properties/Timeout: Value '901' at 'timeout' failed to satisfy constraint: "
                + "Member must have value less than or equal to 900"
        ),
        (
            "MemorySize: 64",
            "error /Resources/F/Properties/MemorySize: Value '64' at 'memorySize' failed to satisfy constraint: "
                + "Member must have value greater than or equal to 128"
        ),
        ("MemorySize: big", "error /Resources/F/Properties/MemorySize: must be a whole number, not \"big\""),
        ("MemorySize: [1]", "error /Resources/F/Properties/MemorySize: must be a whole number, not a list"),
        (
            "EphemeralStorage: {Size: 5}",
            "error /Resources/F/Properties/EphemeralStorage/Size: 5 is out of range: from 512 to 10240"
        ),
        (
            "FunctionName: a b",
            "error /Resources/F/Properties/FunctionName: a function name has 1 to 64 letters, digits, hyphens and "
                + "underscores: \"a b\" does not do"
        ),
        (
            "Environment: {Variables: [a]}",
            "error /Resources/F/Properties/Environment/Variables: must be an object, not a list"
        ),
        (
            "Environment: {Variable: {}}",
            "error /Resources/F/Properties/Environment/Variable: unknown property; did you mean Variables?"
        ),
        (
            "Environment: {Variables: {AA: [b]}}",
            "error /Resources/F/Properties/Environment/Variables/AA: must be a string, not a list"
        ),
        (
            "Environment: {Variables: {AWS_REGION: x}}",
            "error /Resources/F/Properties/Environment/Variables/AWS_REGION: Lambda was unable to configure your "
                + "environment variables because the environment variables you have provided contains reserved keys "
                + "that are currently not supported for modification. Reserved keys used in this request: AWS_REGION"
        ),
        (
            "Environment: {Variables: {1A: x}}",
            "error /Resources/F/Properties/Environment/Variables/1A: an environment variable's name begins with a "
                + "letter and has at least two letters, digits and underscores"
        ),
        (
            "Architectures: [arm64, x86_64]",
            "error /Resources/F/Properties/Architectures: must hold one of x86_64 and arm64"
        ),
        (
            "Tracing: active",
            "error /Resources/F/Properties/Tracing: active is not one of Active, PassThrough; did you mean Active?"
        ),
        (
            "ProvisionedConcurrencyConfig: {ProvisionedConcurrentExecutions: 2}",
            "error /Resources/F/Properties/ProvisionedConcurrencyConfig: To set ProvisionedConcurrencyConfig "
                + "AutoPublishALias must be defined on the function"
        ),
        (
            "PackageType: Image",
            "error /Resources/F/Properties/PackageType: Hearth cannot use PackageType Image: functions run as "
                + "processes, not as container images"
        ),
        (
            "Events: {E: {Type: HtpApi}}",
            "error /Resources/F/Properties/Events/E/Type: unknown event type HtpApi; did you mean HttpApi?"
        ),
        (
            "Events: {E: {Type: MQ, Properties: {Broker: b}}}",
            "warning /Resources/F/Properties/Events/E: Hearth does not deliver MQ events: this one invokes nothing"
        ),
        ("VpcConfig: {}", "warning /Resources/F/Properties/VpcConfig: Hearth does not act on VpcConfig"),
        (
            "Policies: [x]",
            "note /Resources/F/Properties/Policies: Policies has no effect here: permissions are not enforced"
        ),
    ]

    @Test(arguments: mistakes) func reports(_ properties: String, _ line: String) {
        #expect(readFunction(properties).lines.contains(line), "\(readFunction(properties).lines)")
    }

    @Test func everythingThatIsWrongIsNamed() {
        let application = readSAM(
            """
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties:
                  Timeout: 0
                  Events: {E: {Type: HttpApi, Properties: {Path: x, Method: GET}}}
            """
        )
        #expect(
            application.lines == [
                "error /Resources/F/Properties/Handler: Handler is missing",
                "error /Resources/F/Properties/Runtime: Runtime is missing",
                "error /Resources/F/Properties/Timeout: Value '0' at 'timeout' failed to satisfy constraint: "
                    + "Member must have value greater than or equal to 1",
                "error /Resources/F/Properties/Events/E/Properties/Path: a path begins with a slash: \"x\" does not",
            ]
        )
        #expect(application.functions.isEmpty)
    }

    @Test(arguments: ["", "Globals: {Function: {Timeout: 5}}\n"])
    func codeIsInTheTemplatesFolderWhereNothingIsSaid(globals: String) {
        let application = readSAM(
            globals
                + """
                Resources:
                  F: {Type: AWS::Serverless::Function, Properties: {Handler: f, Runtime: provided.al2023}}
                  G: {Type: AWS::Lambda::Function, Properties: {Handler: f, Runtime: provided.al2023, Role: r}}
                """
        )
        #expect(application.functions.map(\.codeURI) == ["."])
        #expect(
            application.lines.first
                == "error /Resources/G/Properties/Code: Code is missing; Code: . names the folder of the template"
        )
    }

    @Test func otherRuntimesAreKept() {
        func lines(_ runtime: String) -> [String] {
            readSAM(
                "Resources: {F: {Type: AWS::Serverless::Function, "
                    + "Properties: {Handler: a, CodeUri: b, Runtime: \(runtime)}}}"
            ).lines
        }
        #expect(lines("python3.13").isEmpty && lines("nodejs22.x").isEmpty)
        #expect(
            lines("java21") == [
                "warning /Resources/F/Properties/Runtime: Hearth has no java21: it starts the bootstrap that it "
                    + "finds beside the code"
            ]
        )
        #expect(
            lines("provided.al2203") == [
                "error /Resources/F/Properties/Runtime: unknown runtime provided.al2203; did you mean provided.al2023?"
            ]
        )
    }

    @Test func environmentVariablesFitInto4KB() {
        func lines(_ count: Int) -> [String] {
            readFunction("Environment: {Variables: {AB: \(String(repeating: "x", count: count))}}").lines
        }
        #expect(lines(4087).isEmpty)
        #expect(lines(4088).first?.hasSuffix("exceeded the 4KB limit. They measure 4097 bytes") == true)
    }

    @Test func aBucketWithoutAKeyIsNoCode() {
        let application = readSAM(
            """
            Resources:
              F:
                Type: AWS::Serverless::Function
                Properties: {Handler: f, Runtime: provided.al2023, CodeUri: s3://bucket}
            """
        )
        #expect(
            application.lines == [
                "error /Resources/F/Properties/CodeUri: must be the path of a folder on this machine, or name a bucket and a key "
                    + "in S3"
            ]
        )
    }

    @Test func twoFunctionsCannotHaveOneName() {
        let application = readFunction(
            "FunctionName: same",
            rest: """
                  G:
                    Type: AWS::Serverless::Function
                    Properties: {Handler: g, Runtime: provided.al2023, CodeUri: b, FunctionName: same}
                """
        )
        #expect(application.lines == ["error /Resources/G: the function name same is taken by /Resources/F"])
    }
}
