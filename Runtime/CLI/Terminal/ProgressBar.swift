import Loader

/// A line on standard error that shows how far a load is. Draws nothing where that is no terminal.
struct ProgressBar: Sendable {
    private static let width = 30

    private let console: Console

    init(_ console: Console) { self.console = console }

    func show(_ progress: LoadProgress) {
        guard console.isInteractive else { return }
        var line = "\r\u{1B}[K\(progress.stage.rawValue.padded(to: 9)) "
        if let fraction = progress.fraction {
            let filled = Int(Double(Self.width) * min(1, max(0, fraction)))
            line += "[\(String(repeating: "=", count: filled).padded(to: Self.width))] \(Int(fraction * 100))% "
        }
        line += "\(progress.done)"
        if progress.perSecond > 0 { line += ", \(Int(progress.perSecond))/s" }
        console.write(Array(line.utf8), to: 2)
    }

    func clear() {
        if console.isInteractive { console.write(Array("\r\u{1B}[K".utf8), to: 2) }
    }
}
