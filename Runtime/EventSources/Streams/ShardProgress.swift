/// Which records of a shard are done: lanes finish them in any order, a checkpoint stands behind those that are done
/// without a gap.
struct ShardProgress: Sendable {
    private var pending: [(sequenceNumber: String, isDone: Bool)] = []
    private var head = 0
    private(set) var checkpoint: String?

    init(_ checkpoint: String?) { self.checkpoint = checkpoint }

    /// Read, and not done with all before it.
    var count: Int { pending.count - head }

    mutating func read(_ sequenceNumber: String) { pending.append((sequenceNumber, false)) }

    /// Returns whether the checkpoint has moved.
    mutating func done(_ sequenceNumbers: [String]) -> Bool {
        var left = Set(sequenceNumbers)
        for index in head..<pending.count where !left.isEmpty {
            if left.remove(pending[index].sequenceNumber) != nil { pending[index].isDone = true }
        }
        let before = head
        while head < pending.count, pending[head].isDone {
            checkpoint = pending[head].sequenceNumber
            head += 1
        }
        let hasMoved = head > before
        if head > 1024 && head * 2 > pending.count {
            pending.removeFirst(head)
            head = 0
        }
        return hasMoved
    }
}
