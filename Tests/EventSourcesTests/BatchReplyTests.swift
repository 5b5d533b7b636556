import JSON
import Lambda
import Testing
import Wire

@testable import EventSources

@Suite struct BatchReplyTests {
    private static let cases: [(String, BatchOutcome)] = [
        ("", .success), ("null", .success), ("{}", .success), (#"{"batchItemFailures":[]}"#, .success),
        (#"{"batchItemFailures":null}"#, .success),
        (#"{"batchItemFailures":[{"itemIdentifier":"a"}]}"#, .partial(["a"])),
        (#"{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"b"}]}"#, .partial(["a", "b"])),
        (#"{"batchItemFailures":[{"itemIdentifier":"c"}]}"#, .failure),
        (#"{"batchItemFailures":[{"itemIdentifier":""}]}"#, .failure),
        (#"{"batchItemFailures":[{"itemIdentifier":null}]}"#, .failure),
        (#"{"batchItemFailures":[{"id":"a"}]}"#, .failure),
        (#"{"batchItemFailures":["a"]}"#, .failure), (#"{"batchItemFailures":"a"}"#, .failure),
        ("[]", .success), (#"["a"]"#, .failure), (#""done""#, .failure), ("{", .failure),
    ]

    @Test(arguments: cases) func isReadAsAWSReadsIt(_ payload: String, _ outcome: BatchOutcome) {
        let result = Result<InvocationResult, AWSError>.success(
            InvocationResult(requestID: "r", payload: Array(payload.utf8))
        )
        #expect(BatchReply.outcome(result, reportsItemFailures: true, of: ["a", "b"]) == outcome)
        #expect(BatchReply.outcome(result, reportsItemFailures: false, of: ["a", "b"]) == .success)
    }

    @Test func errorsFailTheBatchAndThrottlesRefuseIt() {
        let failed = InvocationResult(requestID: "r", payload: [], functionError: "Unhandled")
        #expect(BatchReply.outcome(.success(failed), reportsItemFailures: true, of: ["a"]) == .failure)
        let throttle = AWSError("TooManyRequestsException", status: 429, message: "")
        #expect(BatchReply.outcome(.failure(throttle), reportsItemFailures: true, of: ["a"]) == .refused)
    }
}
