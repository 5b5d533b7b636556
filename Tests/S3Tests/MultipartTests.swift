import FoundationEssentials
import Testing
import Time
import Wire

@testable import S3

@Suite(.timeLimit(.minutes(10))) struct MultipartTests {
    private let large = String(repeating: "x", count: 5 << 20)

    private func begin(_ client: Client, headers: HTTPHeaders = [:]) async -> String {
        let reply = await client.text(await client.send("POST", "/books/a?uploads", headers: headers))
        return Client.element("UploadId", reply) ?? ""
    }

    private func put(_ client: Client, _ id: String, _ number: Int, _ body: String) async -> String {
        let response = await client.send("PUT", "/books/a?uploadId=\(id)&partNumber=\(number)", body)
        return response.headers["ETag"] ?? "\(response.status)"
    }

    private func complete(_ client: Client, _ id: String, _ parts: [(Int, String)]) async -> HTTPResponse {
        let list = parts.map { "<Part><PartNumber>\($0.0)</PartNumber><ETag>\($0.1)</ETag></Part>" }.joined()
        let body = "<CompleteMultipartUpload>\(list)</CompleteMultipartUpload>"
        return await client.send("POST", "/books/a?uploadId=\(id)", body)
    }

    private func code(_ client: Client, _ response: HTTPResponse) async -> String {
        Client.element("Code", await client.text(response)) ?? "\(response.status)"
    }

    @Test func partsBecomeAnObject() async throws {
        let client = try await Client("books")
        let id = await begin(client)
        let parts = [(1, await put(client, id, 1, large)), (2, await put(client, id, 2, "end"))]
        #expect(await client.get("/books/a") == "404 NoSuchKey")
        #expect(Client.elements("Size", await client.get("/books/a?uploadId=\(id)")) == ["5242880", "3"])
        #expect(Client.elements("UploadId", await client.get("/books?uploads")) == [id])
        let completed = await complete(client, id, parts)
        let etag = Client.element("ETag", await client.text(completed)) ?? ""
        #expect(completed.status == 200 && etag.hasSuffix("-2&quot;"))
        #expect(await client.get("/books/a", headers: ["Range": "bytes=5242878-"]) == "xxend")
        #expect(await client.get("/books/a?partNumber=2") == "end")
        #expect(await client.get("/books/a?partNumber=3") == "416 InvalidPartNumber")
        // Asked again, as by a client that has not heard the answer.
        #expect(await complete(client, id, parts).status == 200)
        #expect(Client.elements("UploadId", await client.get("/books?uploads")).isEmpty)
        client.service.close()
    }

    @Test func theChecksumOfTheWholeIsMadeOfThoseOfTheParts() async throws {
        let client = try await Client("books")
        let id = await begin(
            client,
            headers: ["x-amz-checksum-algorithm": "CRC32", "x-amz-checksum-type": "FULL_OBJECT"]
        )
        let parts = [(1, await put(client, id, 1, large)), (3, await put(client, id, 3, "end"))]
        #expect(await complete(client, id, parts).status == 200)
        var crc = CRC(.crc32)
        Array((large + "end").utf8).withUnsafeBytes { crc.update($0) }
        let head = await client.send("HEAD", "/books/a", headers: ["x-amz-checksum-mode": "ENABLED"])
        let expected = Checksum(algorithm: .crc32, value: Data(crc.bytes).base64EncodedString())
        #expect(head.headers["x-amz-checksum-crc32"] == expected.value)
        #expect(head.headers["x-amz-checksum-type"] == "FULL_OBJECT")
        client.service.close()
    }

    @Test func whatCannotBeCompleted() async throws {
        let client = try await Client("books")
        let id = await begin(client)
        let (first, second) = (await put(client, id, 1, "a"), await put(client, id, 2, "b"))
        #expect(await code(client, complete(client, id, [(2, second), (1, first)])) == "InvalidPartOrder")
        #expect(await code(client, complete(client, id, [(1, first), (2, first)])) == "InvalidPart")
        #expect(await code(client, complete(client, id, [(1, first), (3, second)])) == "InvalidPart")
        #expect(await code(client, complete(client, id, [(1, first), (2, second)])) == "EntityTooSmall")
        #expect(await code(client, complete(client, id, [])) == "MalformedXML")
        #expect(await code(client, complete(client, "none", [(1, first)])) == "NoSuchUpload")
        #expect(await put(client, id, 0, "x") == "400")
        #expect(await client.send("DELETE", "/books/a?uploadId=\(id)").status == 204)
        #expect(await put(client, id, 1, "x") == "404")
    }

    @Test func partsThatAreCopied() async throws {
        let client = try await Client("books")
        _ = await client.send("PUT", "/books/source", "0123456789")
        let id = await begin(client)
        let headers: HTTPHeaders = ["x-amz-copy-source": "books/source", "x-amz-copy-source-range": "bytes=2-4"]
        let reply = await client.send("PUT", "/books/a?uploadId=\(id)&partNumber=1", headers: headers)
        let etag = Client.element("ETag", await client.text(reply)) ?? ""
        #expect(await complete(client, id, [(1, etag)]).status == 200)
        #expect(await client.get("/books/a") == "234")
        let beyond: HTTPHeaders = ["x-amz-copy-source": "books/source", "x-amz-copy-source-range": "bytes=2-10"]
        let other = await begin(client)
        #expect(
            await client.refusal("PUT", "/books/a?uploadId=\(other)&partNumber=1", headers: beyond)
                == "400 InvalidArgument"
        )
    }
}
