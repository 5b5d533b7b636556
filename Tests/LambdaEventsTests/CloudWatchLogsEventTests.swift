import FoundationEssentials
import JSON
import LambdaEvents
import Testing

@Suite struct CloudWatchLogsEventTests {
    /// The same two lines, compressed with codes of its own and with the fixed ones.
    private static let dynamic =
        "H4sIAAAAAAACA6WQS0sDMRCA/0oYPBayE7XVvQVci6CXJnipi2TdWALZh0nWIqX/3YzuwYMo6Bznm8c3c4DOxmh2Vr+NFkoGV1LL"
        + "x7tKKbmuYMFg2Pc2EEBxena+XF1cFigI+GG3DsM0EuNmH7k3XdMa/jxDlYI1HVFRiCVH5AL59uRW6krp2jRUFqcmPgU3Jjf0184n"
        + "G2Ju2ILxHurPMdWr7dNH9gCupXHFH4MWJpfPTaYja1x9gZnNj6AVSsuNZhv7MuXqm7ZkBbvPbtmyZPMFDz0cF+yfTviTE/7ihN86"
        + "1cd30GqFutMBAAA="
    private static let fixed =
        "H4sIAAAAAAACA6tWyk0tLk5MTw2pLEhVslJQcnEMcYz3dQ0OdnR3VdJRUMovz0stAkkYGhmbmJqZW1gaGBqBJHLy092L8ksLQHL6"
        + "ieXF+jmJuUkpifppUMngkqLUxFyQrJGBkZm+oaG+kaF+tIqPY4hrcEhsYhJIWXFpUnFyUWZBSWZ+nltmTklqUTFQQ7RSYk6OUizE"
        + "GNey1LwSsGi1UmYKyDgDMgHIwpJMoHdLEnNBrjY0R5IEykEDAmRFcIhjUIhCUGphKVC1Z4qVgoFCGNBtQFdaKUB9EJOnVKujQKGb"
        + "DPG5yZCAmwyxuim2FgDQaoW60wEAAA=="
    /// A control message, not compressed.
    private static let stored =
        "H4sIAAAAAAAEAwF/AID/eyJtZXNzYWdlVHlwZSI6IkNPTlRST0xfTUVTU0FHRSIsIm93bmVyIjoiQ2xvdWR3YXRjaExvZ3MiLCJs"
        + "b2dHcm91cCI6IiIsImxvZ1N0cmVhbSI6IiIsInN1YnNjcmlwdGlvbkZpbHRlcnMiOltdLCJsb2dFdmVudHMiOltdfRnkllJ/AAAA"

    private func logs(_ data: String) throws -> CloudWatchLogsEvent.LogData {
        let text = #"{"awslogs":{"data":"\#(data)"}}"#
        return try JSONCoder.decode(CloudWatchLogsEvent.self, from: text).decodeLogs()
    }

    @Test(arguments: [dynamic, fixed]) func linesAreRead(_ data: String) throws {
        let logs = try logs(data)
        #expect(logs.messageType == "DATA_MESSAGE" && logs.logGroup == "/aws/lambda/f")
        #expect(logs.logStream == "2026/11/21/[$LATEST]ab" && logs.subscriptionFilters == ["all"])
        #expect(logs.logEvents.map(\.timestamp) == [1_700_000_000_000, 1_700_000_000_001])
        #expect(logs.logEvents.last?.message == "START RequestId: 1 Version: $LATEST\n")
    }

    @Test func controlMessagesAreRead() throws {
        #expect(try logs(Self.stored).messageType == "CONTROL_MESSAGE")
    }

    @Test(arguments: [dynamic, fixed, stored]) func damagedDataIsRefused(_ data: String) throws {
        let bytes = try #require(Data(base64Encoded: data))
        for index in bytes.indices where index > 9 {
            var damaged = bytes
            damaged[index] ^= 0x5A
            let text = damaged.base64EncodedString()
            #expect(throws: DecodingError.self) { try logs(text) }
            let cut = bytes[..<index].base64EncodedString()
            #expect(throws: DecodingError.self) { try logs(cut) }
        }
    }

    @Test(arguments: ["", "!", "AAAA", "eyJhIjoxfQ=="]) func otherDataIsRefused(_ data: String) {
        #expect(throws: DecodingError.self) { try logs(data) }
    }
}
