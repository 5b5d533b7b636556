/// The twenty digits that tell the order of messages in a FIFO queue.
enum SequenceNumber {
    static func text(_ message: Int64) -> String {
        let digits = String(message)
        return "188" + String(repeating: "0", count: max(0, 17 - digits.count)) + digits
    }
}
