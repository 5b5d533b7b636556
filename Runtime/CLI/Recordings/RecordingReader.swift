import JSON
import Recording

/// The events of a recording, one after another and in order; memory goes with the longest line.
///
/// A last line that is cut off, as one is when Hearth was killed or the disk was full, is left out with a warning.
struct RecordingReader {
    let path: String

    func read(_ body: (RecordedEvent, _ line: Int) throws(CommandError) -> Void) throws(CommandError) {
        guard let lines = TextLines(path: path) else { throw CommandError("\(path) cannot be read") }
        var number = 0
        var order = RecordingOrder()
        while let line = lines.next() {
            number += 1
            if line.isEmpty { continue }
            guard let event = try? JSONCoder.decode(RecordedEvent.self, from: Array(line)) else {
                guard number > 1, (try? JSON(parsing: Array(line))) == nil, lines.next() == nil else {
                    throw CommandError(
                        "\(path): line \(number) is no recorded event; recordings are written by `hearth start --record`"
                    )
                }
                Console().warning("\(path): line \(number), the last one, is cut off and left out")
                break
            }
            do throws(RecordingError) {
                try order.check(event, line: number)
            } catch {
                throw CommandError("\(path): \(error)")
            }
            try body(event, number)
        }
        if number == 0 { throw CommandError("\(path) is empty") }
    }
}
