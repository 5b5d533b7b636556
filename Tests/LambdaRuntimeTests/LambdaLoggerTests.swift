import FoundationEssentials
import JSON
import Testing

@testable import LambdaRuntime

@Suite struct LambdaLoggerTests {
    private func line(_ message: String, _ metadata: LambdaLogger.Metadata) -> LogLine {
        LogLine(time: Date(timeIntervalSince1970: 0.25), level: .warning, message: message, metadata: metadata)
    }

    @Test func textLines() {
        let text = line("hello", ["b": "2", "a": .stringConvertible(1)]).text
        #expect(text == "1970-01-01T00:00:00.250Z warning a=1 b=2 hello")
    }

    @Test func jsonLines() {
        let json = line("hel\"lo", ["requestId": "x", "list": ["y", ["k": "v"]]]).json
        #expect(
            json == [
                "timestamp": "1970-01-01T00:00:00.250Z", "level": "WARNING", "message": "hel\"lo", "requestId": "x",
                "list": ["y", ["k": "v"]],
            ]
        )
    }

    @Test func levels() {
        #expect(LambdaLogger.Level(name: "WARN") == .warning && LambdaLogger.Level(name: "FATAL") == .critical)
        #expect(LambdaLogger.Level(name: "debug") == .debug && LambdaLogger.Level(name: "loud") == nil)
        #expect(LambdaLogger.Level.trace < .debug && LambdaLogger.Level.error < .critical)
    }
}
