import JSON
import Testing

@Suite struct JSONWriterTests {
    /// Wherever a byte stands among those that are looked at together, it is escaped or left alone as RFC 8259 says.
    @Test func everyByteInEveryPlace() throws {
        for value in UInt8(0)..<0x80 {
            for place in 0..<20 {
                let text =
                    String(repeating: "é", count: place / 2) + String(repeating: "x", count: place % 2)
                    + String(Unicode.Scalar(value)) + String(repeating: "y", count: 19 - place)
                var writer = JSONWriter()
                writer.string(text)
                let isEscaped = value < 0x20 || value == 0x22 || value == 0x5C
                #expect(writer.bytes.contains(0x5C) == isEscaped)
                #expect(try JSON(parsing: writer.bytes) == .string(text))
            }
        }
    }
}
