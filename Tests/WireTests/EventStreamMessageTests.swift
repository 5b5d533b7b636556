import Testing

@testable import Wire

@Suite struct EventStreamMessageTests {
    @Test func theChecksumIsThatOfZip() {
        #expect(CRC32.of(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.of([]) == 0)
    }

    /// As botocore writes it.
    @Test func anEvent() {
        let message = EventStreamMessage(event: "E", contentType: "t", payload: [1, 2])
        let fields =
            [11] + Array(":event-type".utf8) + [7, 0, 1] + Array("E".utf8) + [13] + Array(":content-type".utf8)
            + [7, 0, 1] + Array("t".utf8) + [13] + Array(":message-type".utf8) + [7, 0, 5] + Array("event".utf8)
        let bytes = message.bytes
        #expect(Array(bytes[..<8]) == [0, 0, 0, UInt8(16 + fields.count + 2), 0, 0, 0, UInt8(fields.count)])
        #expect(Array(bytes[12..<(12 + fields.count)]) == fields)
        #expect(Array(bytes[(12 + fields.count)..<(14 + fields.count)]) == [1, 2])
    }
}
