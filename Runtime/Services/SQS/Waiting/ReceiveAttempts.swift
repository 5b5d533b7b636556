import Time

/// The latest attempts to receive from a FIFO queue, by the id that a client has given each: a client that has not got
/// the answer gets the same messages again.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
struct ReceiveAttempts: Sendable {
    private static let lifetime = Duration.seconds(300)

    private var attempts: [String: (handles: [ReceiptHandle], end: Timestamp)] = [:]

    mutating func handles(_ id: String, at now: Timestamp) -> [ReceiptHandle]? {
        guard let attempt = attempts[id], attempt.end > now else { return nil }
        return attempt.handles
    }

    mutating func remember(_ id: String, _ handles: [ReceiptHandle], at now: Timestamp) {
        if attempts.count > 100 { attempts = attempts.filter { $0.value.end > now } }
        attempts[id] = (handles, now + Self.lifetime)
    }
}
