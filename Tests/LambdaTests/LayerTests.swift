import FoundationEssentials
import JSON
import Lambda
import Testing
import Time
import ZipWriting

#if canImport(Glibc)
    import Glibc
#endif

@Suite struct LayerTests {
    private static let layers = "/2018-10-31/layers"
    private static let arn = "arn:aws:lambda:us-east-1:000000000000:layer:tools"

    private func publish(_ api: LambdaAPIClient, _ text: String) async throws -> LambdaAPIClient.Answer {
        let zip = Zip.archive([Zip.Entry("bin/tool", Array("#!/bin/sh\necho \(text)\n".utf8), mode: 0o100755)])
        let content: JSON = ["ZipFile": .string(Data(zip).base64EncodedString())]
        let request: JSON = ["Content": content, "CompatibleRuntimes": ["provided.al2023"], "LicenseInfo": "MIT"]
        return try await api.send("POST", "\(Self.layers)/tools/versions", request)
    }

    @Test func versionsOfALayerAreKept() async throws {
        try await withLambdaAPI { (api) async throws in
            let first = try await publish(api, "one")
            #expect(first.status == 201 && first.json["LayerVersionArn"] == .string(Self.arn + ":1"))
            #expect(first.json["LayerArn"] == .string(Self.arn) && first.json["Version"] == 1)
            #expect(try await publish(api, "two").json["Version"] == 2)
            let path = "\(Self.layers)/tools/versions"
            #expect(try await api.send("GET", "\(path)/1").json == first.json)
            let byARN = "\(Self.layers)?find=LayerVersion&Arn=" + (Self.arn + ":1").replacing(":", with: "%3A")
            #expect(try await api.send("GET", byARN).json == first.json)
            let versions = try await api.send("GET", path).json["LayerVersions"]?.arrayValue
            #expect(versions?.map { $0["Version"] } == [2, 1])
            #expect(first.json["Description"] == "" && versions?.allSatisfy { $0["Description"] == nil } == true)
            let list = try await api.send("GET", "\(Self.layers)?CompatibleRuntime=provided.al2023").json["Layers"]
            #expect(list?.arrayValue?.first?["LatestMatchingVersion"]?["Version"] == 2)
            #expect(try await api.send("GET", "\(Self.layers)?CompatibleRuntime=java21").json == ["Layers": []])
            #expect(try await api.send("DELETE", "\(path)/2").status == 204)
            #expect(try await api.send("GET", "\(path)/2").code == "ResourceNotFoundException")
            #expect(try await publish(api, "three").json["Version"] == 3)
        }
    }

    @Test func permissionsOfALayerAreKept() async throws {
        try await withLambdaAPI { (api) async throws in
            _ = try await publish(api, "one")
            let path = "\(Self.layers)/tools/versions/1/policy"
            let request: JSON = ["StatementId": "s", "Action": "lambda:GetLayerVersion", "Principal": "*"]
            let added = try await api.send("POST", path, request)
            #expect(added.status == 201 && added.json["RevisionId"] != nil)
            #expect(try await api.send("POST", path, request).code == "ResourceConflictException")
            #expect(try await api.send("GET", path).json["Policy"]?.stringValue?.contains("GetLayerVersion") == true)
            #expect(try await api.send("DELETE", "\(path)/s?RevisionId=x").code == "PreconditionFailedException")
            #expect(try await api.send("DELETE", "\(path)/s").status == 204)
            #expect(try await api.send("GET", path).code == "ResourceNotFoundException")
        }
    }

    /// Layers of other regions, partitions and accounts do not stand for the own ones of the same name.
    @Test(arguments: [
        ("arn:aws:lambda:eu-west-1:000000000000", 404, "ResourceNotFoundException"),
        ("arn:aws-cn:lambda:us-east-1:000000000000", 404, "ResourceNotFoundException"),
        ("arn:aws:lambda:us-east-1:111111111111", 403, "AccessDeniedException"),
        ("arn:aws:lambda:eu-west-1:111111111111", 403, "AccessDeniedException"),
    ])
    func onlyOwnLayersAreReached(_ owner: String, _ status: Int, _ code: String) async throws {
        try await withLambdaAPI { (api) async throws in
            let first = try await publish(api, "one").json
            let permission: JSON = ["StatementId": "s", "Action": "lambda:GetLayerVersion", "Principal": "*"]
            let content: JSON = ["Content": ["ZipFile": .string(LambdaAPIClient.zip(""))]]
            #expect(try await api.send("POST", "\(Self.layers)/tools/versions/1/policy", permission).status == 201)
            let path = "\(Self.layers)/\("\(owner):layer:tools".replacing(":", with: "%3A"))/versions"
            let byARN = "\(Self.layers)?find=LayerVersion&Arn=" + "\(owner):layer:tools:1".replacing(":", with: "%3A")
            let requests: [(String, String, JSON?)] = [
                ("DELETE", "\(path)/1", nil), ("GET", "\(path)/1", nil), ("GET", path, nil), ("GET", byARN, nil),
                ("POST", path, content), ("POST", "\(path)/1/policy", permission), ("GET", "\(path)/1/policy", nil),
                ("DELETE", "\(path)/1/policy/s", nil),
            ]
            for (method, path, body) in requests {
                let answer = try await api.send(method, path, body)
                #expect(answer.status == status && answer.code == code, "\(method) \(path): \(answer)")
            }
            let own = "\(Self.layers)/\(Self.arn.replacing(":", with: "%3A"))/versions"
            #expect(try await api.send("GET", "\(own)/1").json == first)
            #expect(try await api.send("GET", own).json["LayerVersions"]?.arrayValue?.count == 1)
            #expect(try await api.send("GET", "\(own)/1/policy").status == 200)
            #expect(try await api.send("DELETE", "\(own)/1").status == 204)
            #expect(try await api.send("GET", "\(own)/1").status == 404)
        }
    }

    @Test func deniedLayersAreToldInAWSsWords() async throws {
        try await withLambdaAPI { (api) async throws in
            let arn = "arn:aws:lambda:us-west-2:694952825547:layer:axiom:10"
            let refused = try await api.create("g", "", [("Layers", [.string(arn)])])
            #expect(refused.status == 403 && refused.code == "AccessDeniedException")
            let text =
                "User: arn:aws:iam::000000000000:root is not authorized to perform: lambda:GetLayerVersion on resource: "
                + "\(arn) because no resource-based policy allows the lambda:GetLayerVersion action"
            #expect(refused.json["Message"]?.stringValue ?? refused.json["message"]?.stringValue == text, "\(refused)")
        }
    }

    @Test(arguments: [
        "a:tools", "arn:aws:lambda:us-east-1:1:layer:tools", "arn:aws:sqs:us-east-1:000000000000:layer:tools",
    ])
    func whatIsNoNameOfALayerIsRefused(_ name: String) async throws {
        try await withLambdaAPI { (api) async throws in
            let path = "\(Self.layers)/\(name.replacing(":", with: "%3A"))/versions"
            #expect(try await api.send("GET", path).code == "ValidationException")
        }
    }

    /// Code and layers together may hold 250 MB.
    @Test func layersCountAsCode() async throws {
        try await withLambdaAPI { (api) async throws in
            var layers: [JSON] = []
            for name in ["one", "two"] {
                let zip = Zip.archive([Zip.Entry("data", Array(name.utf8))])
                let content: JSON = ["ZipFile": .string(Data(zip).base64EncodedString())]
                let made = try await api.send("POST", "\(Self.layers)/\(name)/versions", ["Content": content])
                layers.append(made.json["LayerVersionArn"] ?? .null)
                let folder = api.settings[.init(.layer, name, "1")]?["CodeDirectory"]?.stringValue ?? ""
                #expect(truncate("\(folder)/data", 131_072_000) == 0)
            }
            let path = "/2015-03-31/functions"
            for (method, path) in [("POST", path), ("PUT", "\(path)/g/configuration")] {
                #expect(try await api.create("g", "", [("Layers", [layers[0]])]).status == 201)
                let request: JSON = [
                    "FunctionName": "h", "Runtime": "provided.al2023", "Handler": "h", "Layers": .array(layers),
                    "Role": "arn:aws:iam::000000000000:role/r", "Code": ["ZipFile": .string(LambdaAPIClient.zip(""))],
                ]
                let refused = try await api.send(method, path, request)
                let text = refused.json["message"]?.stringValue ?? ""
                #expect(refused.code == "InvalidParameterValueException", "\(refused)")
                let sentence = "Function code combined with layers exceeds the maximum allowed size of 262144000 bytes."
                #expect(text.hasPrefix(sentence + " The actual size is 262144"), "\(text)")
                _ = try await api.send("DELETE", "/2015-03-31/functions/g")
            }
        }
    }

    @Test func functionsFindWhatIsInTheirLayers() async throws {
        try await withLambdaAPI(time: SystemTime()) { (api) async throws in
            _ = try await publish(api, "one")
            let layers: JSON = [.string(Self.arn + ":1")]
            let made = try await api.create(
                "g",
                "while next; do answer \"\\\"$(tool)\\\"\"; done",
                [("Layers", layers)]
            )
            #expect(made.json["Layers"]?.arrayValue?.first?["Arn"] == .string(Self.arn + ":1"))
            #expect(try await api.invoke("g").json == "one")
            let wrong: [(JSON, String)] = [
                ([.string(Self.arn + ":9")], "InvalidParameterValueException"),
                ([.string(Self.arn)], "ValidationException"),
                ([.string(Self.arn + ":1"), .string(Self.arn + ":1")], "InvalidParameterValueException"),
                (
                    [.string(Self.arn.replacing("us-east-1", with: "eu-west-1") + ":1")],
                    "InvalidParameterValueException"
                ),
            ]
            for (layers, code) in wrong { #expect(try await api.create("h", "", [("Layers", layers)]).code == code) }
        }
    }
}
