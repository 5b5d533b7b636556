import FoundationEssentials
import JSON
import Lambda
import Programs
import Storage
import Testing
import Time
import Wire
import ZipWriting

@Suite(.fewAtATime) struct CreatedFunctionTests {
    private static let functions = "/2015-03-31/functions"
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:function:g"
    /// Answers each event with the value of `XX`.
    private static let teller = "while next; do answer \"\\\"$XX$1\\\"\"; done"

    @Test func aFunctionIsMadeRunsChangesAndGoes() async throws {
        try await withLambdaAPI(time: VirtualTime()) { (api) async throws in
            let made = try await api.create("g", Self.teller, [("Environment", ["Variables": ["XX": "1"]])])
            #expect(made.status == 201 && made.json["State"] == "Pending" && made.json["StateReasonCode"] == "Creating")
            #expect(made.json["FunctionArn"] == .string(Self.arn) && made.json["Version"] == "$LATEST")
            #expect(made.json["CodeSha256"]?.stringValue?.count == 44 && made.json["LastUpdateStatus"] == nil)
            let size = try #require(Data(base64Encoded: LambdaAPIClient.zip(Self.teller))).count
            #expect(made.json["CodeSize"] == JSON(size))
            #expect(try await api.invoke("g").json == "1")
            let configuration: JSON = ["Environment": ["Variables": ["XX": "2"]], "Timeout": 7]
            let changed = try await api.send("PUT", "\(Self.functions)/g/configuration", configuration)
            #expect(changed.status == 200 && changed.json["LastUpdateStatus"] == "InProgress")
            #expect(try await api.invoke("g").json == "2")
            try await api.pass(.seconds(1))
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("while next; do answer 3; done"))]
            let updated = try await api.update("g/code", code)
            #expect(updated.status == 200 && updated.json["CodeSha256"] != made.json["CodeSha256"])
            #expect(try await api.invoke("g").json == 3)
            let shown = try await api.send("GET", "\(Self.functions)/g").json["Configuration"]
            #expect(shown?["State"] == "Active" && shown?["LastUpdateStatus"] == "Successful")
            #expect(shown?["Timeout"] == 7 && shown?["CodeSha256"] == updated.json["CodeSha256"])
            #expect(try await api.send("DELETE", "\(Self.functions)/g").status == 204)
            #expect(try await api.invoke("g").code == "ResourceNotFoundException")
            #expect(try await api.send("DELETE", "\(Self.functions)/g").code == "ResourceNotFoundException")
        }
    }

    @Test func functionsOutliveTheProcess() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/hearth-\(UInt64.random(in: 0...UInt64.max))"
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        defer {
            database.close()
            try? FileManager.default.removeItem(atPath: folder)
        }
        let store = CodeStore(directory: folder)
        try await withLambdaAPI(time: SystemTime(), database: database, store: store) { (api) async throws in
            try await api.create("g", "while next; do answer 1; done", [("Publish", true)])
            try await api.create("h", "while next; do answer 2; done")
            #expect(try await api.send("DELETE", "\(Self.functions)/h").status == 204)
        }
        try await withLambdaAPI(time: SystemTime(), database: database, store: store) { (api) async throws in
            store.sweep(keeping: api.api.usedCode)
            #expect(try await api.invoke("g").json == 1)
            #expect(try await api.invoke("g", "1").json == 1)
            #expect(try await api.invoke("h").code == "ResourceNotFoundException")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 2)
        }
    }

    @Test func whatHasNoEffectIsShown() async throws {
        try await withLambdaAPI { (api) async throws in
            let made = try await api.create(
                "g",
                "",
                [("SnapStart", ["ApplyOn": "PublishedVersions"]), ("LoggingConfig", ["LogFormat": "JSON"])]
            ).json
            #expect(made["SnapStart"] == ["ApplyOn": "PublishedVersions", "OptimizationStatus": "Off"])
            #expect(made["LoggingConfig"]?["SystemLogLevel"] == "INFO")
            let change: JSON = ["LoggingConfig": ["LogFormat": "Text"]]
            let changed = try await api.send("PUT", "\(Self.functions)/g/configuration", change).json
            #expect(changed["LoggingConfig"] == ["LogFormat": "Text", "LogGroup": "/aws/lambda/g"])
            #expect(changed["SnapStart"] == made["SnapStart"])
        }
    }

    @Test func dryRunsAndStaleRevisionsChangeNothing() async throws {
        try await withLambdaAPI { (api) async throws in
            let made = try await api.create("g")
            let code: JSON = ["ZipFile": .string(LambdaAPIClient.zip("next")), "DryRun": true]
            let dry = try await api.send("PUT", "\(Self.functions)/g/code", code)
            #expect(dry.status == 200 && dry.json["CodeSha256"] != made.json["CodeSha256"])
            let shown = try await api.send("GET", "\(Self.functions)/g/configuration").json
            #expect(shown["CodeSha256"] == made.json["CodeSha256"])
            let stale = try await api.send("PUT", "\(Self.functions)/g/configuration", ["RevisionId": "x"])
            #expect(stale.status == 412 && stale.code == "PreconditionFailedException")
            let current: JSON = ["RevisionId": shown["RevisionId"] ?? .null, "Timeout": 5]
            #expect(try await api.send("PUT", "\(Self.functions)/g/configuration", current).json["Timeout"] == 5)
        }
    }

    /// The template's word stands above what callers made of its functions.
    @Test func functionsOfTheTemplateChangeUntilTheNextStart() async throws {
        let database = try Database(.memory, migrations: LambdaAPI.migrations)
        defer { database.close() }
        try await withLambdaAPI(database: database) { (api) async throws in
            let changed = try await api.send("PUT", "\(Self.functions)/f/configuration", ["Timeout": 5])
            #expect(changed.json["Timeout"] == 5)
        }
        try await withLambdaAPI(database: database) { (api) async throws in
            #expect(try await api.send("GET", "\(Self.functions)/f/configuration").json["Timeout"] == 30)
        }
    }

    @Test func rolesOfOtherAccountsAreRefused() async throws {
        try await withLambdaAPI { (api) async throws in
            let role: JSON = ["Role": "arn:aws:iam::111122223333:role/r"]
            let refused = try await api.send("PUT", "\(Self.functions)/f/configuration", role)
            #expect(refused.status == 403 && refused.code == "AccessDeniedException")
        }
    }

    /// They count beside JSON, whenever that was said.
    @Test func levelsNeedJSON() async throws {
        try await withLambdaAPI { (api) async throws in
            _ = try await api.create("g", "", [("LoggingConfig", ["LogFormat": "JSON"])])
            let level: JSON = ["LoggingConfig": ["SystemLogLevel": "WARN"]]
            let changed = try await api.update("g/configuration", level)
            #expect(changed.status == 200 && changed.json["LoggingConfig"]?["SystemLogLevel"] == "WARN")
            #expect(try await api.update("f/configuration", level).code == "InvalidParameterValueException")
        }
    }

    /// It lasts until code comes without one.
    @Test func theKeyOfTheCodeIsShownBesideIt() async throws {
        try await withLambdaAPI { (api) async throws in
            let key: JSON = "arn:aws:kms:us-east-1:000000000000:key/k"
            func shown() async throws -> JSON? {
                try await api.send("GET", "\(Self.functions)/g").json["Code"]?["SourceKMSKeyArn"]
            }
            let zip = JSON.string(LambdaAPIClient.zip(""))
            _ = try await api.create("g", "", [("Code", ["ZipFile": zip, "SourceKMSKeyArn": key])])
            #expect(try await shown() == key)
            _ = try await api.update("g/configuration", ["Timeout": 7])
            #expect(try await shown() == key)
            _ = try await api.update("g/code", ["ZipFile": zip])
            #expect(try await shown() == nil)
            _ = try await api.update("g/code", ["ZipFile": zip, "SourceKMSKeyArn": key])
            #expect(try await shown() == key)
        }
    }

    @Test(
        arguments: [
            (["FunctionName": "f"], "ResourceConflictException", "Function already exist: f"),
            (["Runtime": "cobol"], "InvalidParameterValueException", nil),
            (["Runtime": "python2.7"], "InvalidParameterValueException", nil),
            (
                ["DeadLetterConfig": ["TargetArn": "arn:aws:sqs:us-east-1:000000000000:q.fifo"]],
                "InvalidParameterValueException", "DeadLetterConfig takes standard queues"
            ),
            (["Role": "r1"], "ValidationException", nil),
            (["Role": "arn:aws:iam::111122223333:role/r"], "AccessDeniedException", nil),
            (["Timeout": 901], "ValidationException", nil),
            (["MemorySize": 127], "ValidationException", nil),
            (["FunctionName": .string(String(repeating: "a", count: 65))], "InvalidParameterValueException", nil),
            (["Code": ["ZipFile": "AAAA"]], "InvalidParameterValueException", "Could not unzip"),
            (["Code": ["ZipFile": ""]], "InvalidParameterValueException", "Uploaded file must be a non-empty zip"),
            (["Code": ["S3Bucket": "bucket", "S3Key": "k"]], "InvalidParameterValueException", "Error occurred"),
            (["Code": [:]], "InvalidParameterValueException", "Please provide a source for function code."),
            (
                ["Environment": ["Variables": ["AWS_REGION": "x"]]], "InvalidParameterValueException",
                "Lambda was unable"
            ),
            (
                ["DeadLetterConfig": ["TargetArn": "arn:aws:s3:::bucket"]], "InvalidParameterValueException",
                "DeadLetterConfig takes standard queues and topics alone, not arn:aws:s3:::bucket"
            ),
            (
                ["VpcConfig": ["SubnetIds": ["subnet-1"]]], "InvalidParameterValueException",
                "SubnetIds and SecurityIds must coexist or be both empty list."
            ),
            (
                [
                    "FileSystemConfigs": [
                        [
                            "Arn":
                                "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0",
                            "LocalMountPath": "/mnt/a",
                        ]
                    ]
                ], "InvalidParameterValueException", "Function must be configured to execute in a VPC to reference"
            ),
            (
                ["Environment": ["Variables": ["AB": "x\0y"]]], "InvalidParameterValueException",
                "Lambda was unable to configure your environment variables"
            ),
            (
                ["LoggingConfig": ["SystemLogLevel": "WARN"]], "InvalidParameterValueException",
                "SystemLogLevel is supported with LogFormat JSON only."
            ),
            (
                ["LoggingConfig": ["ApplicationLogLevel": "WARN", "LogFormat": "Text"]],
                "InvalidParameterValueException", "ApplicationLogLevel is supported with LogFormat JSON only."
            ),
            (
                ["ImageConfig": ["Command": ["c"]]], "InvalidParameterValueException",
                "Please don't provide ImageConfig when the intended function PackageType is Zip."
            ),
            (
                ["PackageType": "Image", "Code": ["ImageUri": "registry/i"]], "InvalidParameterValueException",
                "Please don't provide Handler or Runtime or Layer when the intended function PackageType is Image."
            ),
            (
                ["Code": ["ZipFile": "AAAA", "ImageUri": "i"]], "InvalidParameterValueException",
                "Please do not provide other FunctionCode parameters when providing a ZipFile."
            ),
            (
                ["Code": ["ZipFile": "AAAA", "S3ObjectVersion": "v"]], "InvalidParameterValueException",
                "Please do not provide other FunctionCode parameters when providing a ZipFile."
            ),
            (["Code": ["S3Bucket": "bucket"]], "InvalidParameterValueException", "Please provide both S3Bucket and"),
            (["Architectures": ["mips"]], "ValidationException", nil),
            (["CapacityProviderConfig": [:]], "InvalidParameterValueException", "Hearth does not emulate"),
        ] as [([String: JSON], String, String?)]
    )
    func mistakesAreRefused(_ members: [String: JSON], _ code: String, _ message: String?) async throws {
        try await withLambdaAPI { (api) async throws in
            let answer = try await api.create("g", "", members.map { ($0.key, $0.value) })
            #expect(answer.code == code)
            let text = answer.json["message"]?.stringValue ?? answer.json["Message"]?.stringValue ?? ""
            if let message { #expect(text.hasPrefix(message)) }
            #expect(try await api.send("GET", "\(Self.functions)/g").code == "ResourceNotFoundException")
        }
    }

    @Test func nothingIsWrittenOutsideOfTheFolder() async throws {
        for entry in [
            Zip.Entry("../evil", [1]), Zip.Entry("/tmp/evil", [1]),
            Zip.Entry("link", Array("../..".utf8), mode: 0o120777),
            Zip.Entry("link", Array("/etc/passwd".utf8), mode: 0o120777),
        ] {
            let zip = Data(Zip.archive([Zip.Entry("bootstrap", []), entry])).base64EncodedString()
            try await withLambdaAPI { (api) async throws in
                let answer = try await api.create("g", "", [("Code", ["ZipFile": .string(zip)])])
                #expect(answer.code == "InvalidParameterValueException")
            }
        }
    }
}
