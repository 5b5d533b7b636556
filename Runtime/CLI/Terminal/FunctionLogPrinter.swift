import Dispatch
import Lambda
import Synchronization

/// Prints what functions log, each function in a colour of its own.
///
/// Lines are gathered for a moment and written by a thread of its own: neither many short lines nor a slow terminal
/// slow the functions down. When it cannot keep up with a flood, lines are left out and their number is told.
final class FunctionLogPrinter: FunctionLogSink {
    /// Bytes that may wait for the terminal.
    private static let limit = 4 << 20
    /// How long lines are gathered.
    private static let moment = DispatchTimeInterval.milliseconds(25)
    private static let colours = [39, 208, 76, 170, 220, 45, 203, 141, 114, 215, 87, 177]

    private struct State {
        var waiting: [UInt8] = []
        var leftOut = 0
        var isWriting = false
        var labels: [String: [UInt8]] = [:]

        mutating func add(_ message: [UInt8], _ label: [UInt8]) {
            guard waiting.count + message.count < FunctionLogPrinter.limit else {
                leftOut += 1
                return
            }
            var rest = message[...]
            while let end = rest.firstIndex(of: 0x0A) {
                add(line: rest[..<end], label)
                rest = rest[(end + 1)...]
            }
            add(line: rest, label)
        }

        private mutating func add(line: ArraySlice<UInt8>, _ label: [UInt8]) {
            waiting += label
            waiting += line
            waiting.append(0x0A)
        }
    }

    private let console: Console
    private let descriptor: Int32
    private let state = Mutex(State())
    private let writer = DispatchQueue(label: "hearth.console")

    init(_ console: Console, descriptor: Int32) {
        self.console = console
        self.descriptor = descriptor
    }

    func write(_ event: FunctionLogEvent) {
        let mustStart = state.withLock { state in
            let label = label(event.functionName, &state)
            for message in event.messages { state.add(message, label) }
            if state.waiting.isEmpty { return false }
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if mustStart { writeSoon() }
    }

    private func label(_ function: String, _ state: inout State) -> [UInt8] {
        if let label = state.labels[function] { return label }
        let colour = Self.colours[state.labels.count % Self.colours.count]
        let label = Array((console.coloured("[\(function)]", colour) + " ").utf8)
        state.labels[function] = label
        return label
    }

    private func writeSoon() {
        writer.asyncAfter(deadline: .now() + Self.moment) { [self] in
            guard let bytes = take() else { return }
            console.write(bytes, to: descriptor)
            writeSoon()
        }
    }

    private func take() -> [UInt8]? {
        state.withLock { state in
            if state.leftOut > 0 {
                state.waiting += Array("(\(state.leftOut) lines left out: more was logged than could be shown)\n".utf8)
                state.leftOut = 0
            }
            guard !state.waiting.isEmpty else {
                state.isWriting = false
                return nil
            }
            defer { state.waiting = [] }
            return state.waiting
        }
    }

    /// Returns when all that was logged has been written.
    func flush() {
        writer.sync { while let bytes = take() { console.write(bytes, to: descriptor) } }
    }
}
