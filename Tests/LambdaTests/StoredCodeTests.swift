import Foundation
import JSON
import Testing
import Wire
import ZipWriting

@testable import Lambda

@Suite struct StoredCodeTests {
    private func request(_ body: String) -> HTTPRequest {
        HTTPRequest(method: "POST", target: "/", body: Array(body.utf8))
    }

    @Test(
        arguments: [
            (
                "CreateFunction",
                #"{"FunctionName":"f","Code":{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}}"#, "Code"
            ),
            ("UpdateFunctionCode", #"{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}"#, nil),
            (
                "PublishLayerVersion", #"{"Content":{"S3Bucket":"codes","S3Key":"f.zip","S3ObjectVersion":"v"}}"#,
                "Content"
            ),
        ] as [(String, String, String?)]
    )
    func goesOnWithTheNameOfTheZip(_ action: String, _ body: String, _ member: String?) throws {
        let stored = try #require(StoredCode(request(body), action: action))
        #expect(stored.bucket == "codes" && stored.key == "f.zip" && stored.version == "v")
        let input = try JSON(parsing: stored.request(withZip: "fetched:1").body)
        let code = try #require(member.map { input[$0] ?? .null } ?? input)
        #expect(code["ZipFile"] == "fetched:1" && code["S3Bucket"] == nil && code["S3ObjectVersion"] == nil)
    }

    /// A version's copy of a folder whose program is a link to where it was built.
    @Test func copiesHoldWhatLinksLeadTo() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "links-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.createDirectory(atPath: "\(folder)/code", withIntermediateDirectories: true)
        for name in ["built", "code/own"] { try Data(name.utf8).write(to: URL(filePath: "\(folder)/\(name)")) }
        for (name, target) in [("bootstrap", "../built"), ("alias", "own"), ("lost", "../nowhere")] {
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/code/\(name)",
                withDestinationPath: target
            )
        }
        let store = CodeStore(directory: "\(folder)/store")
        defer { store.close() }
        let copy = try store.snapshot(of: "\(folder)/code", named: "f-1")
        try FileManager.default.removeItem(atPath: "\(folder)/built")
        #expect(FileManager.default.contents(atPath: "\(copy)/bootstrap") == Data("built".utf8))
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(copy)/alias") == "own")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(copy)/lost") == "../nowhere")
    }

    /// A function's folder is often the one that Hearth keeps its state in, and with it the copies.
    @Test func copiesHoldCodeAlone() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "copies-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["lib/own", ".bin/tool", ".git/HEAD", "secrets.json", "data/state.sqlite", "data/logs.sqlite"] {
            let path = URL(filePath: "\(folder)/\(name)")
            try FileManager.default.createDirectory(
                at: path.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(name.utf8).write(to: path)
        }
        let exclusions = CodeExclusions(files: ["\(folder)/secrets.json"])
        let store = CodeStore(directory: "\(folder)/data/lambda", exclusions: exclusions)
        let copy = try store.snapshot(of: folder, named: "f-1")
        let names = try FileManager.default.subpathsOfDirectory(atPath: copy)
        #expect(names.sorted() == [".bin", ".bin/tool", "lib", "lib/own"])
    }

    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html: 50 MB are what a request brings.
    @Test func codeInS3IsLimitedByWhatItHolds() throws {
        let store = CodeStore(directory: nil)
        defer { store.close() }
        let large = Zip.archive([Zip.Entry("data", [UInt8](repeating: 7, count: 1 << 20), checksum: 0)])
        let padded = [UInt8](repeating: 0, count: CodeStore.zippedLimit) + large
        let refusal = #expect(throws: AWSError.self) { try store.store(UploadedZip(padded)) }
        #expect(refusal?.status == 413 && refusal?.message == "Zipped size must be smaller than 52428800 bytes")
        // Gets as far as to being looked into.
        let unreadable = #expect(throws: AWSError.self) { try store.store(UploadedZip(padded, isFromS3: true)) }
        #expect(unreadable?.message.hasPrefix("Could not unzip uploaded file.") == true)
        var entry = Zip.Entry("data", [1])
        entry.size = CodeStore.unzippedLimit
        let huge = #expect(throws: AWSError.self) {
            try store.store(UploadedZip(Zip.archive([entry]), isFromS3: true))
        }
        #expect(huge?.status == 400 && huge?.message == "Unzipped size must be smaller than 262144000 bytes")
    }

    @Test func aRequestTakesItsCodeFromS3() async throws {
        let zip = Zip.archive([Zip.Entry("bootstrap", Array("#!/bin/sh\n".utf8), mode: 0o100755)])
        try await withLambdaAPI(codeObject: { _, _, _, completion in completion(.success(zip)) }) { api in
            let code: JSON = ["S3Bucket": "codes", "S3Key": "f.zip"]
            #expect(try await api.create("g", "", [("Code", code)]).json["CodeSize"] == JSON(zip.count))
            let both: JSON = ["S3Bucket": "codes", "S3Key": "f.zip", "ZipFile": "AQID"]
            let refusal = try await api.create("h", "", [("Code", both)])
            #expect(refusal.code == "InvalidParameterValueException")
            #expect(
                refusal.json["message"]
                    == "Please do not provide other FunctionCode parameters when providing a ZipFile."
            )
        }
    }

    @Test func anImageBesideAnObjectIsRefused() async throws {
        let zip = Zip.archive([Zip.Entry("bootstrap", Array("#!/bin/sh\n".utf8), mode: 0o100755)])
        try await withLambdaAPI(codeObject: { _, _, _, completion in completion(.success(zip)) }) { api in
            let code: JSON = ["S3Bucket": "codes", "S3Key": "f.zip", "ImageUri": "registry/i"]
            let refused = try await api.create("g", "", [("Code", code)])
            #expect(refused.json["message"] == "Please do not provide ImageUri when providing S3Bucket and S3Key.")
        }
    }

    @Test(arguments: [
        ("CreateFunction", #"{"Code":{"ZipFile":"AQID"},"Description":"S3Bucket"}"#),
        ("CreateFunction", #"{"Code":{"S3Bucket":"codes"}}"#),
        ("UpdateFunctionConfiguration", #"{"S3Bucket":"a","S3Key":"b"}"#),
        ("CreateFunction", "S3Bucket"),
    ])
    func otherRequests(_ action: String, _ body: String) { #expect(StoredCode(request(body), action: action) == nil) }
}
