import Synchronization
import Time
import Wire

/// Times as events tell them: `12/Mar/2020:19:03:58 +0000`. Formats each second once; requests on any thread share it.
final class EventClock: Sendable {
    private struct Second {
        var number: Int64
        var text: String
    }

    private let last = Mutex<Second?>(nil)

    func text(_ time: Timestamp) -> String {
        let number = time.millisecondsSinceEpoch / 1000
        return last.withLock { last in
            if let last, last.number == number { return last.text }
            let text = time.commonLogFormat
            last = Second(number: number, text: text)
            return text
        }
    }
}
