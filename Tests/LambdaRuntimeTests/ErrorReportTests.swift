import Testing

@testable import LambdaRuntime

@Suite struct ErrorReportTests {
    @Test(arguments: [
        ("BookError", "Function.BookError"), ("Runtime.UnmarshalError", "Runtime.UnmarshalError"),
        ("error404", "Function.Error"), ("Box<Int>", "Function.BoxInt"), ("É", "Function.Unknown"),
        ("X1", "Function.Unknown"),
    ])
    func headerTypeIsWhatLambdaTakes(_ type: String, _ expected: String) throws {
        let header = ErrorReport(type: type, message: "").headerType
        #expect(header == expected)
        #expect(try #/(Runtime|Function)\.[A-Z][a-zA-Z]+/#.wholeMatch(in: header) != nil)
    }
}
