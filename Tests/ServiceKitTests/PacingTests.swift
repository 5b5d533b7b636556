import ServiceKit
import Synchronization
import Testing
import Time
import Wire

@Suite struct PacingTests {
    @Test func spreadsTheCallsOfEachReceiver() async throws {
        let time = ManualTime()
        let (pacing, start) = (Pacing(), time.now)
        let calls = Mutex<[Duration]>([])
        func call(_ receiver: String) throws {
            let receiver = try #require(ARN("arn:aws:sns:us-east-1:123456789012:\(receiver)"))
            pacing.perform(receiver, perSecond: 4, by: time) { calls.withLock { $0.append(time.now - start) } }
        }
        for _ in 0..<3 { try call("one") }
        try call("other")
        #expect(calls.withLock { $0 } == [.zero, .zero])
        for _ in 0..<2 { time.advance(by: .milliseconds(250)) }
        #expect(calls.withLock { $0 } == [.zero, .zero, .milliseconds(250), .milliseconds(500)])
        time.advance(by: .seconds(2))
        try call("one")
        #expect(calls.withLock { $0.last } == .milliseconds(2_500))
    }
}
