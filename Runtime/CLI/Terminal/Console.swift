import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where commands speak to people: results on standard output, everything else on standard error. Colour only on a
/// terminal, and not where `NO_COLOR` is set (https://no-color.org).
final class Console: Sendable {
    enum Style: String {
        case plain = "0"
        case bold = "1"
        case dim = "2"
        case red = "31"
        case yellow = "33"
    }

    private let outputIsColoured: Bool
    private let errorsAreColoured: Bool
    private let lock = Mutex(())

    init() {
        let wantsColour = getenv("NO_COLOR") == nil
        outputIsColoured = wantsColour && isatty(1) == 1
        errorsAreColoured = wantsColour && isatty(2) == 1
    }

    /// Whether standard error is a terminal: progress is drawn only there.
    var isInteractive: Bool { isatty(2) == 1 }

    var isOutputTerminal: Bool { isatty(1) == 1 }

    /// Whether there is somebody to ask.
    var canAsk: Bool { isatty(0) == 1 && isInteractive }

    /// Asks, and takes nothing but a yes for one.
    func confirms(_ question: String) -> Bool {
        write("\(question) [y/N] ", to: 2)
        return ["y", "yes"].contains(readLine()?.lowercased())
    }

    func print(_ text: String) { write(text + "\n", to: 1) }

    func note(_ text: String) { write(text + "\n", to: 2) }

    func warning(_ text: String) { write(styled("warning: ", .yellow, errorsAreColoured) + text + "\n", to: 2) }

    func error(_ text: String) { write(styled("error: ", .red, errorsAreColoured) + text + "\n", to: 2) }

    func styled(_ text: String, _ style: Style) -> String { styled(text, style, outputIsColoured) }

    /// Text in one of the 256 colours of terminals.
    func coloured(_ text: String, _ colour: Int) -> String {
        outputIsColoured ? "\u{1B}[38;5;\(colour)m\(text)\u{1B}[0m" : text
    }

    private func styled(_ text: String, _ style: Style, _ isColoured: Bool) -> String {
        isColoured ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }

    /// Writes bytes whole, one writer at a time.
    func write(_ bytes: [UInt8], to descriptor: Int32) {
        lock.withLock { _ in
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
                if count < 0 && errno != EINTR { return }
                rest = rest.dropFirst(max(0, count))
            }
        }
    }

    private func write(_ text: String, to descriptor: Int32) { write(Array(text.utf8), to: descriptor) }
}
