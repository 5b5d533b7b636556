import Testing

@testable import LambdaRuntime

@Suite struct TraceVariableTests {
    @Test func theVariableIsWhatWasSetLast() {
        let long = String(repeating: "x", count: 5_000)
        for traceID in ["Root=1-2-3;Sampled=0", "", long, "Root=4", nil, "Root=5", nil] {
            TraceVariable.set(traceID)
            #expect(Launch.environment("_X_AMZN_TRACE_ID") == (traceID == "" ? nil : traceID))
        }
    }
}
