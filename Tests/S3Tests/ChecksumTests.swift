import FoundationEssentials
import Testing
import Wire

@testable import S3

@Suite struct ChecksumTests {
    private let check = Array("123456789".utf8)

    /// The check values of the catalogue of CRC algorithms. https://reveng.sourceforge.io/crc-catalogue/
    @Test(
        arguments: [
            (CRC.Kind.crc32, 0xCBF4_3926), (.crc32c, 0xE306_9283), (.crc64nvme, 0xAE8B_1486_0A79_9888),
        ] as [(CRC.Kind, UInt64)]
    )
    func catalogue(_ kind: CRC.Kind, _ value: UInt64) {
        var crc = CRC(kind)
        check.withUnsafeBytes { crc.update($0) }
        #expect(crc.value == value)
    }

    @Test(arguments: CRC.Kind.allCases)
    func ofPartsPutTogether(_ kind: CRC.Kind) {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        func value(_ bytes: ArraySlice<UInt8>) -> UInt64 {
            var crc = CRC(kind)
            bytes.withUnsafeBytes { crc.update($0) }
            return crc.value
        }
        for cut in [0, 1, 8, 333, 999, 1_000] {
            let combined = CRC.combine(value(bytes[..<cut]), value(bytes[cut...]), secondCount: 1_000 - cut, kind)
            #expect(combined == value(bytes[...]))
        }
    }

    @Test func chunksAreTakenApartWhereverTheyAreCut() throws {
        let body = Array(
            "5;chunk-signature=abc\r\nhello\r\n3\r\n wo\r\n0;chunk-signature=d\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n"
                .utf8
        )
        for cut in 0...body.count {
            var chunks = ChunkedBody()
            let payload = try chunks.take(Array(body[..<cut])) + chunks.take(Array(body[cut...]))
            #expect(String(decoding: payload, as: UTF8.self) == "hello wo")
            #expect(chunks.isComplete && chunks.trailers["x-amz-checksum-crc32"] == "AAAAAA==")
        }
    }

    @Test(arguments: ["zz\r\n", "5\r\nhelloX\r\n", "-1\r\n"])
    func whatIsNotChunked(_ body: String) {
        var chunks = ChunkedBody()
        #expect(throws: AWSError.incompleteBody) { try chunks.take(Array(body.utf8)) }
    }

    private func refusal(_ headers: HTTPHeaders) -> String? {
        do throws(AWSError) {
            var intake = try Intake(headers)
            _ = try intake.take(check)
            _ = try intake.finish(trailers: [:])
            return nil
        } catch {
            return error.code
        }
    }

    @Test func whatArrivesIsHeldAgainstTheHeader() {
        #expect(refusal(["Content-MD5": "JfnnlDI7RTiF9RgfG2JNCw=="]) == nil)
        #expect(refusal(["Content-MD5": "AAAAAAAAAAAAAAAAAAAAAA=="]) == "BadDigest")
        #expect(refusal(["Content-MD5": "x"]) == "InvalidDigest")
        #expect(refusal(["x-amz-checksum-crc32": "y/Q5Jg=="]) == nil)
        #expect(refusal(["x-amz-checksum-crc32": "AAAAAA=="]) == "BadDigest")
        #expect(refusal(["x-amz-checksum-crc32": "AAAA"]) == "InvalidRequest")
        #expect(refusal(["x-amz-checksum-sha1": "98O8HYCOBHMq3eaZZcczKfIxwxE="]) != "InvalidRequest")
        #expect(refusal(["x-amz-content-sha256": String(repeating: "0", count: 64)]) == "XAmzContentSHA256Mismatch")
        #expect(
            refusal(["x-amz-content-sha256": "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"]) == nil
        )
        #expect(refusal(["x-amz-decoded-content-length": "8"]) == "IncompleteBody")
        #expect(refusal(["x-amz-sdk-checksum-algorithm": "MD4"]) == "InvalidRequest")
    }
}
