/// How far a simulation is, on a terminal.
struct SimulationProgress {
    private static let width = 30

    let console: Console
    /// What is simulated, where there are several.
    private let label: String

    init(_ console: Console, label: String = "") { (self.console, self.label) = (console, label) }

    func show(_ share: Double) {
        guard console.isInteractive else { return }
        let filled = String(repeating: "=", count: Int(Double(Self.width) * min(1, max(0, share))))
        let name = label.isEmpty ? "" : label + " "
        console.write(Array("\r\u{1B}[K\(name)[\(filled.padded(to: Self.width))] \(Int(share * 100)) %".utf8), to: 2)
    }

    func show(rowsRead rows: Int) {
        guard console.isInteractive else { return }
        let millions = SimulationTable.digits(Double(rows) / 1e6)
        console.write(Array("\r\u{1B}[K\(millions) million rows read".utf8), to: 2)
    }

    func clear() {
        if console.isInteractive { console.write(Array("\r\u{1B}[K".utf8), to: 2) }
    }
}
