import JSON
import Testing

@testable import Lambda

/// Constraints of AWS's model of Lambda's API.
@Suite struct ConstraintTests {
    private static let functions = "/2015-03-31/functions"
    private static let key = "arn:aws:kms:us-east-1:000000000000:key/k"
    private static let accessPoint =
        "arn:aws:elasticfilesystem:us-east-1:000000000000:access-point/fsap-0123456789abcdef0"
    private static let topic = "arn:aws:sns:us-east-1:000000000000:t"

    @Test func whatIsRightIsTaken() async throws {
        try await withLambdaAPI { (api) async throws in
            let configuration: JSON = [
                "VpcConfig": ["SubnetIds": ["subnet-0a"], "SecurityGroupIds": ["sg-0A"]],
                "DeadLetterConfig": ["TargetArn": .string(Self.topic)], "KMSKeyArn": .string(Self.key),
                "FileSystemConfigs": [["Arn": .string(Self.accessPoint), "LocalMountPath": "/mnt/a-b_c.d"]],
                "LoggingConfig": ["LogGroup": "/aws/a.b-c_d#1"],
            ]
            let changed = try await api.send("PUT", "\(Self.functions)/f/configuration", configuration)
            #expect(changed.status == 200, "\(changed.json.text)")
            let permission: JSON = [
                "StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com",
                "SourceArn": .string(Self.topic), "SourceAccount": "000000000000", "EventSourceToken": "a.b_c-d",
                "PrincipalOrgID": "o-0123456789",
            ]
            #expect(try await api.send("POST", "\(Self.functions)/f/policy", permission).status == 201)
            for action in ["lambda:*", "*"] {
                let other: JSON = [
                    "StatementId": .string("s\(action.count)"), "Action": .string(action), "Principal": "*",
                ]
                #expect(try await api.send("POST", "\(Self.functions)/f/policy", other).status == 201)
            }
            for query in ["MasterRegion=ALL&FunctionVersion=ALL", "MasterRegion=us-gov-west-1&FunctionVersion=ALL"] {
                #expect(try await api.send("GET", "\(Self.functions)?\(query)").status == 200)
            }
            for version in ["$LATEST", "7"] {
                let path = "\(Self.functions)/f/aliases?FunctionVersion=\(version)"
                #expect(try await api.send("GET", path).status == 200)
            }
        }
    }

    @Test(
        arguments: [
            (["KMSKeyArn": "k"], "kMSKeyArn"), (["DeadLetterConfig": ["TargetArn": "q"]], "deadLetterConfig.targetArn"),
            (["FileSystemConfigs": [["Arn": "a", "LocalMountPath": "/mnt/a"]]], "fileSystemConfigs.1.member.arn"),
            (
                ["FileSystemConfigs": [["Arn": .string(accessPoint), "LocalMountPath": "/a"]]],
                "fileSystemConfigs.1.member.localMountPath"
            ),
            (["LoggingConfig": ["LogGroup": "a b"]], "loggingConfig.logGroup"),
            (
                ["ImageConfig": ["WorkingDirectory": .string(String(repeating: "w", count: 1_001))]],
                "imageConfig.workingDirectory"
            ),
            (
                ["ImageConfig": ["Command": .array(Array(repeating: "c", count: 1_501))]], "imageConfig.command"
            ),
            (["VpcConfig": ["SubnetIds": ["net-1"]]], "vpcConfig.subnetIds"),
        ] as [(JSON, String)]
    )
    func configurationsAreChecked(_ change: JSON, _ path: String) async throws {
        try await withLambdaAPI { (api) async throws in
            let answer = try await api.send("PUT", "\(Self.functions)/f/configuration", change)
            #expect(answer.code == "ValidationException")
            let message = answer.json["message"]?.stringValue ?? ""
            #expect(
                message.hasPrefix("1 validation error detected: Value '") && message.contains("' at '\(path)' failed")
            )
        }
    }

    @Test func aListIsToldWhole() async throws {
        try await withLambdaAPI { (api) async throws in
            let change: JSON = ["VpcConfig": ["SubnetIds": [], "SecurityGroupIds": ["bad-format-x"]]]
            let answer = try await api.send("PUT", "\(Self.functions)/f/configuration", change)
            #expect(
                answer.json["message"]
                    == .string(
                        "1 validation error detected: Value '[bad-format-x]' at 'vpcConfig.securityGroupIds' failed to "
                            + "satisfy constraint: Member must satisfy constraint: [Member must have length less than or "
                            + "equal to 1024, Member must have length greater than or equal to 0, Member must satisfy "
                            + "regular expression pattern: sg-[0-9a-zA-Z]*]"
                    )
            )
        }
    }

    @Test(arguments: [
        ("Action", "s3:GetObject"), ("SourceArn", "t"), ("SourceAccount", "12"), ("EventSourceToken", "a b"),
        ("PrincipalOrgID", "x-0123456789"),
    ])
    func permissionsAreChecked(_ member: String, _ value: String) async throws {
        try await withLambdaAPI { (api) async throws in
            var request = JSON.Object([
                ("StatementId", "s"), ("Action", "lambda:InvokeFunction"), ("Principal", "sns.amazonaws.com"),
            ])
            request[member] = .string(value)
            let answer = try await api.send("POST", "\(Self.functions)/f/policy", .object(request))
            #expect(answer.code == "ValidationException")
        }
    }

    @Test(arguments: [
        ("GET", "\(functions)?MasterRegion=nowhere", "ValidationException"),
        ("GET", "\(functions)/f/aliases?FunctionVersion=live", "ValidationException"),
        ("DELETE", "\(functions)/f/policy/a%20b", "ValidationException"),
        ("GET", "\(functions)?Marker=not%20base64", "InvalidParameterValueException"),
        ("GET", "\(functions)/f/versions?Marker=//8%3D", "InvalidParameterValueException"),
    ])
    func queriesAreChecked(_ method: String, _ path: String, _ code: String) async throws {
        try await withLambdaAPI { (api) async throws in
            #expect(try await api.send(method, path).code == code)
        }
    }

    @Test func codeIsChecked() async throws {
        try await withLambdaAPI { (api) async throws in
            for code in [["S3Bucket": "ends.", "S3Key": "k"], ["ImageUri": "i", "SourceKMSKeyArn": "k"]] as [JSON] {
                #expect(try await api.create("g", "", [("Code", code)]).code == "ValidationException")
            }
            for request in [("PUT", "/code", 400), ("POST", "/versions", 400)] {
                let body: JSON = ["PublishTo": "LATEST_PUBLISHED"]
                let answer = try await api.send(request.0, "\(Self.functions)/f\(request.1)", body)
                #expect(answer.json["message"] == "Hearth does not emulate PublishTo.")
            }
            let signing: JSON = ["AllowedPublishers": ["SigningProfileVersionArns": ["p"]]]
            let answer = try await api.send("POST", "/2020-04-22/code-signing-configs", signing)
            #expect(
                answer.json["message"]?.stringValue?.contains("'allowedPublishers.signingProfileVersionArns'") == true
            )
        }
    }

    @Test func anEmptyDeadLetterConfigChangesNothing() async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "f/configuration"
            _ = try await api.update(path, ["DeadLetterConfig": ["TargetArn": .string(Self.topic)]])
            let kept = try await api.update(path, ["DeadLetterConfig": [:]])
            #expect(kept.json["DeadLetterConfig"]?["TargetArn"] == .string(Self.topic))
            let removed = try await api.update(path, ["DeadLetterConfig": ["TargetArn": ""]])
            #expect(removed.status == 200 && removed.json["DeadLetterConfig"] == nil)
        }
    }

    @Test func networksAreShownAsAWSDoes() async throws {
        try await withLambdaAPI { (api) async throws in
            let change: JSON = ["VpcConfig": ["SubnetIds": [], "SecurityGroupIds": []]]
            let shown = try await api.send("PUT", "\(Self.functions)/f/configuration", change).json["VpcConfig"]
            #expect(
                shown == ["SubnetIds": [], "SecurityGroupIds": [], "VpcId": "", "Ipv6AllowedForDualStack": false]
            )
        }
    }
}
