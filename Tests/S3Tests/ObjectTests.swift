import FoundationEssentials
import ServiceKit
import Storage
import Testing
import Time
import Wire

@testable import S3

@Suite(.timeLimit(.minutes(10))) struct ObjectTests {
    @Test func anObjectComesBackAsItWent() async throws {
        let client = try await Client("books")
        let put = await client.send(
            "PUT",
            "/books/a%20b/../%C3%BC",
            "5\r\nhello\r\n0\r\n\r\n",
            headers: ["Content-Encoding": "aws-chunked,gzip", "x-amz-decoded-content-length": "5"]
        )
        #expect(put.status == 200)
        let chunked = await client.send("GET", "/books/a%20b/../%C3%BC")
        #expect(await client.text(chunked) == "hello" && chunked.headers["Content-Encoding"] == "gzip")
        let plain = await client.send(
            "PUT",
            "/books/k",
            "hello",
            headers: ["Content-Type": "text/plain", "X-Amz-Meta-Who": "ann"]
        )
        #expect(plain.headers["ETag"] == "\"5d41402abc4b2a76b9719d911017c592\"")
        let get = await client.send("GET", "/books/k")
        #expect(await client.text(get) == "hello")
        #expect(get.headers["Content-Type"] == "text/plain" && get.headers["x-amz-meta-who"] == "ann")
        let head = await client.send("HEAD", "/books/k")
        #expect(head.body.isEmpty && head.contentLength == 5 && head.headers["ETag"] == plain.headers["ETag"])
        #expect(await client.get("/books/k", headers: ["Range": "bytes=1-2"]) == "el")
        #expect(await client.get("/books/k", headers: ["Range": "bytes=9-"]) == "416 InvalidRange")
        #expect(
            await client.get("/books/k", headers: ["If-None-Match": "\"5d41402abc4b2a76b9719d911017c592\""]) == "304 "
        )
        #expect(await client.get("/books/none") == "404 NoSuchKey")
        #expect(await client.get("/none/none") == "404 NoSuchBucket")
    }

    @Test func largeBodiesLieInFiles() async throws {
        let client = try await Client("books")
        let text = String(repeating: "0123456789", count: 20_000)
        #expect(await client.send("PUT", "/books/large", text).status == 200)
        let get = await client.send("GET", "/books/large", headers: ["Range": "bytes=99999-100009"])
        #expect(get.status == 206 && get.stream != nil && get.contentLength == 11)
        #expect(await client.text(get) == "90123456789")
        #expect(await client.get("/books/large") == text)
        #expect(await client.send("DELETE", "/books/large").status == 204)
        #expect(await client.get("/books/large") == "404 NoSuchKey")
        client.service.close()
    }

    @Test func whatIsBeingReadCanBeRemoved() async throws {
        let client = try await Client("books")
        let text = String(repeating: "x", count: 700_000)
        _ = await client.send("PUT", "/books/large", text)
        let get = await client.send("GET", "/books/large")
        _ = await client.send("PUT", "/books/large", "short")
        #expect(await client.text(get) == text)
        #expect(await client.get("/books/large") == "short")
        client.service.close()
    }

    @Test func whatHasGoneIsNotTakenForNothing() async throws {
        let client = try await Client("books")
        _ = await client.send("PUT", "/books/a", "old")
        let database = client.service.context.database
        let row = try database.readAndWait { try $0.existing("books", "a", version: nil) }
        #expect(try database.readAndWait { try $0.body(of: row) }.inline == Array("old".utf8))
        _ = await client.send("PUT", "/books/a", "new")
        #expect(throws: AWSError.self) { try database.readAndWait { try $0.body(of: row) } }
        #expect(await client.get("/books/a") == "new")
    }

    @Test func aBodyThatIsNotWhatItShouldBeLeavesNothing() async throws {
        let client = try await Client("books")
        let headers: HTTPHeaders = ["Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="]
        #expect(await client.refusal("PUT", "/books/a", "x", headers: headers) == "400 BadDigest")
        let large = String(repeating: "x", count: 200_000)
        #expect(await client.refusal("PUT", "/books/a", large, headers: headers) == "400 BadDigest")
        #expect(await client.refusal("PUT", "/none/a", large) == "404 NoSuchBucket")
        #expect(await client.get("/books/a") == "404 NoSuchKey")
    }

    @Test func writesUnderConditions() async throws {
        let client = try await Client("books")
        #expect(await client.refusal("PUT", "/books/a", "1", headers: ["If-Match": "\"x\""]) == "404 NoSuchKey")
        #expect(await client.send("PUT", "/books/a", "1", headers: ["If-None-Match": "*"]).status == 200)
        #expect(
            await client.refusal("PUT", "/books/a", "2", headers: ["If-None-Match": "*"]) == "412 PreconditionFailed"
        )
        #expect(
            await client.refusal("PUT", "/books/a", "2", headers: ["If-Match": "\"x\""]) == "412 PreconditionFailed"
        )
        #expect(await client.get("/books/a") == "1")
    }

    @Test func copies() async throws {
        let client = try await Client("books", "others")
        _ = await client.send("PUT", "/books/a", "hello", headers: ["Content-Type": "text/x", "x-amz-meta-a": "1"])
        let copy = await client.send("PUT", "/others/b%2Fc", headers: ["x-amz-copy-source": "/books/a"])
        #expect(await client.text(copy).contains("5d41402abc4b2a76b9719d911017c592"))
        let get = await client.send("GET", "/others/b/c")
        #expect(await client.text(get) == "hello" && get.headers["x-amz-meta-a"] == "1")
        let replaced: HTTPHeaders = [
            "x-amz-copy-source": "books/a", "x-amz-metadata-directive": "REPLACE", "x-amz-meta-b": "2",
        ]
        #expect(await client.send("PUT", "/books/a", headers: replaced).status == 200)
        let head = await client.send("HEAD", "/books/a")
        #expect(head.headers["x-amz-meta-a"] == nil && head.headers["x-amz-meta-b"] == "2")
        #expect(
            await client.refusal("PUT", "/books/a", headers: ["x-amz-copy-source": "books/a"]) == "400 InvalidRequest"
        )
        #expect(
            await client.refusal("PUT", "/books/x", headers: ["x-amz-copy-source": "books/none"]) == "404 NoSuchKey"
        )
        let condition: HTTPHeaders = ["x-amz-copy-source": "books/a", "x-amz-copy-source-if-match": "\"x\""]
        #expect(await client.refusal("PUT", "/books/x", headers: condition) == "412 PreconditionFailed")
    }

    @Test func manyAreDeletedAtOnce() async throws {
        let client = try await Client("books")
        for key in ["a", "b", "c"] { _ = await client.send("PUT", "/books/\(key)", "x") }
        let body =
            "<Delete><Object><Key>a</Key></Object><Object><Key>none</Key></Object><Object><Key>b</Key></Object></Delete>"
        #expect(await client.refusal("POST", "/books?delete", body) == "400 InvalidRequest")
        let md5 = Data(MD5.digest(Array(body.utf8))).base64EncodedString()
        let reply = await client.text(await client.send("POST", "/books?delete", body, headers: ["Content-MD5": md5]))
        #expect(Client.elements("Key", reply) == ["a", "none", "b"])
        #expect(Client.elements("Key", await client.get("/books")) == ["c"])
    }

    @Test func lists() async throws {
        let client = try await Client("books")
        for key in ["a/1", "a/2", "b%2B%20c", "d"] { _ = await client.send("PUT", "/books/\(key)", "x") }
        let top = await client.get("/books?list-type=2&delimiter=%2F&encoding-type=url")
        #expect(Client.elements("Key", top) == ["b%2B+c", "d"] && Client.elements("Prefix", top).last == "a/")
        let first = await client.get("/books?list-type=2&max-keys=2")
        #expect(Client.elements("Key", first) == ["a/1", "a/2"] && Client.element("KeyCount", first) == "2")
        let token = Client.element("NextContinuationToken", first) ?? ""
        #expect(
            Client.elements("Key", await client.get("/books?list-type=2&continuation-token=\(token)")) == ["b+ c", "d"]
        )
        #expect(Client.elements("Key", await client.get("/books?marker=b%2B%20c")) == ["d"])
        #expect(await client.refusal("GET", "/books?max-keys=-1") == "400 InvalidArgument")
        #expect(await client.refusal("GET", "/books?list-type=2&continuation-token=x") == "400 InvalidArgument")
    }

    @Test func versions() async throws {
        let client = try await Client("books")
        _ = await client.send("PUT", "/books/a", "0")
        let on = "<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>"
        #expect(await client.send("PUT", "/books?versioning", on).status == 200)
        let first = await client.send("PUT", "/books/a", "1").headers["x-amz-version-id"] ?? ""
        let second = await client.send("PUT", "/books/a", "2").headers["x-amz-version-id"] ?? ""
        #expect(!first.isEmpty && first != second)
        #expect(await client.get("/books/a") == "2")
        #expect(await client.get("/books/a?versionId=\(first)") == "1")
        #expect(await client.get("/books/a?versionId=null") == "0")
        let deleted = await client.send("DELETE", "/books/a")
        let marker = deleted.headers["x-amz-version-id"] ?? ""
        #expect(deleted.headers["x-amz-delete-marker"] == "true")
        let gone = await client.send("GET", "/books/a")
        #expect(gone.status == 404 && gone.headers["x-amz-delete-marker"] == "true")
        #expect(await client.get("/books/a?versionId=\(marker)") == "405 MethodNotAllowed")
        let list = await client.get("/books?versions")
        #expect(Client.elements("VersionId", list) == [marker, second, first, "null"])
        #expect(Client.elements("IsLatest", list) == ["true", "false", "false", "false"])
        let page = await client.get("/books?versions&key-marker=a&version-id-marker=\(second)&max-keys=1")
        #expect(Client.elements("VersionId", page) == [first] && Client.element("IsTruncated", page) == "true")
        _ = await client.send("DELETE", "/books/a?versionId=\(marker)")
        #expect(await client.get("/books/a") == "2")
        _ = await client.send("DELETE", "/books/a?versionId=\(second)")
        #expect(await client.get("/books/a") == "1")
        #expect(await client.refusal("DELETE", "/books") == "409 BucketNotEmpty")
    }

    @Test func requestsOfOtherKinds() async throws {
        let client = try await Client("books")
        #expect(await client.refusal("GET", "/books?inventory&id=1") == "501 NotImplemented")
        #expect(await client.refusal("PUT", "/books?replication", "<x/>") == "501 NotImplemented")
        #expect(await client.refusal("POST", "/books/a?select&select-type=2", "<x/>") == "501 NotImplemented")
        #expect(await client.refusal("PUT", "/books?uploads") == "405 MethodNotAllowed")
        #expect(await client.refusal("PATCH", "/books/a") == "405 MethodNotAllowed")
        #expect(
            await client.refusal("PUT", "/books/a", "x", headers: ["x-amz-object-lock-mode": "GOVERNANCE"])
                == "501 NotImplemented"
        )
        #expect(
            await client.refusal("GET", "/books", headers: ["x-amz-expected-bucket-owner": "1"]) == "403 AccessDenied"
        )
        #expect(await client.refusal("GET", "/books/%FF") == "400 InvalidURI")
    }

    @Test func signedAddressesHoldForTheirTime() async throws {
        let time = ManualTime(now: try #require(Timestamp(iso8601: "2026-11-21T03:04:05Z")))
        let client = try await Client("books", time: time)
        _ = await client.send("PUT", "/books/a", "x")
        let query =
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=A%2F20261121%2Fus-east-1%2Fs3%2Faws4_request"
            + "&X-Amz-Date=20261121T030400Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0"
        #expect(await client.get("/books/a?\(query)&X-Amz-Expires=5") == "x")
        #expect(await client.get("/books/a?\(query)&X-Amz-Expires=4") == "403 AccessDenied")
        #expect(await client.get("/books/a?\(query)&X-Amz-Expires=604801") == "400 AuthorizationQueryParametersError")
        #expect(await client.get("/books/a?\(query)") == "400 AuthorizationQueryParametersError")
    }
}
