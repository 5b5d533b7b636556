import Testing

@testable import Storage

/// When a write-ahead log is brought into its file.
@Suite final class LogProgressTests {
    private var progress = LogProgress()

    private func grew(to pages: Int32) -> Bool { progress.grew(to: pages) }

    /// The lengths at which checkpoints begin while it grows, each over at once.
    private func checkpoints(upTo pages: Int32, from start: Int32 = 0) -> [Int32] {
        stride(from: start + 100, through: pages, by: 100).filter { length in
            let begins = progress.grew(to: length)
            if begins { progress.checkpointed(wasLong: progress.isLong) }
            return begins
        }
    }

    /// A log that has begun anew is brought in as often as the one before it, however long that one was.
    @Test func aLongLogIsBegunAnewByTheWriter() {
        for _ in 0..<3 {
            #expect(checkpoints(upTo: 31_900) == [8000, 16_000, 24_000])
            #expect(!progress.mustBeFinished)
            #expect(checkpoints(upTo: 32_000, from: 31_900) == [32_000])
            #expect(progress.mustBeFinished)
            // None begins beside what the writer is to do.
            #expect(checkpoints(upTo: 50_000, from: 32_000).isEmpty)
            progress.finished()
            #expect(!progress.mustBeFinished)
        }
    }

    @Test func aSlowCheckpointIsWaitedForWhenTheLogIsVeryLong() {
        #expect(grew(to: 8000))
        #expect(!grew(to: 59_999) && !progress.mustBeFinished)
        #expect(!grew(to: 60_000) && progress.mustBeFinished)
        progress.checkpointed(wasLong: false)
        progress.finished()
        #expect(!progress.mustBeFinished)
        #expect(checkpoints(upTo: 8000) == [8000])
    }

    /// It cannot be begun anew: each commit tries again, and checkpoints come no more often.
    @Test func aReaderOfALongLogIsLeftAlone() {
        #expect(grew(to: 60_000))
        progress.checkpointed(wasLong: true)
        progress.finished()
        #expect(!grew(to: 60_001) && progress.mustBeFinished)
        progress.finished()
        #expect(!grew(to: 60_002))
    }

    @Test func whatIsAllInIsCut() {
        #expect(!grew(to: 10))
        progress.wentIn()
        #expect(progress.mustBeFinished && progress.isIn)
        #expect(!grew(to: 11))
        #expect(!progress.mustBeFinished && !progress.isIn)
    }
}
