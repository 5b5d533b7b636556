import JSON
import Recording

/// The events of a recording, one after another; memory goes with the longest line.
struct RecordingReader {
    let path: String

    func read(_ body: (RecordedEvent, _ line: Int) throws(CommandError) -> Void) throws(CommandError) {
        guard let lines = TextLines(path: path) else { throw CommandError("\(path) cannot be read") }
        var number = 0
        while let line = lines.next() {
            number += 1
            if line.isEmpty { continue }
            let event: RecordedEvent
            do {
                event = try JSONCoder.decode(RecordedEvent.self, from: Array(line))
            } catch {
                throw CommandError("\(path): line \(number): this is no recorded event: \(error)")
            }
            try body(event, number)
        }
        if number == 0 { throw CommandError("\(path) is empty") }
    }
}
