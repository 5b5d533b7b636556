/// How long a write-ahead log is, and what is to be done about it. Lengths are pages of 4 KB.
struct LogProgress: Sendable {
    /// How much comes between two checkpoints, how long the log gets before it is begun anew, and how long it may get while
    /// a checkpoint is slower than the writes.
    static let step: Int32 = 8000
    static let length: Int32 = 32_000
    static let bound: Int32 = 60_000

    private(set) var pages: Int32 = 0
    private var nextCheckpoint = step
    private var isRunning = false
    /// A checkpoint of a long log has ended.
    private var isNearlyIn = false
    /// All of it has been brought in, and nothing written since.
    private(set) var isIn = false
    /// The writer has brought in what it could, and nothing written since.
    private var isFinished = false

    var isLong: Bool { pages >= Self.length }

    /// A commit has made the log so long, be it that it has begun it anew. Returns whether a checkpoint is to begin beside
    /// the writes.
    mutating func grew(to pages: Int32) -> Bool {
        if pages < self.pages { nextCheckpoint = Self.step }
        self.pages = pages
        (isIn, isFinished) = (false, false)
        guard pages >= nextCheckpoint, !isRunning, !isNearlyIn else { return false }
        isRunning = true
        return true
    }

    /// A checkpoint has ended that `grew` has asked for; the log was long when its last attempt began, or not.
    mutating func checkpointed(wasLong: Bool) {
        (isRunning, isNearlyIn) = (false, wasLong)
        nextCheckpoint = pages + Self.step
    }

    /// Without writes, all of it has been brought in.
    mutating func wentIn() { isIn = true }

    /// Whether the writer must bring in what is left before it writes more.
    var mustBeFinished: Bool { isNearlyIn || isIn || pages >= Self.bound && !isFinished }

    /// The writer has brought in what it could. Where a reader is still at what is in the log, it goes on as it is.
    mutating func finished() {
        (isNearlyIn, isIn, isFinished) = (false, false, true)
        nextCheckpoint = pages + Self.step
    }
}
