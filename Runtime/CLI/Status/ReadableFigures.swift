/// Figures as people read them.
enum Readable {
    /// `850 ms`, `12 s`, `4 min`, `2.5 h`.
    static func time(seconds: Double) -> String {
        switch seconds {
        case ..<1: "\(Int(max(0, seconds) * 1_000)) ms"
        case ..<100: "\(Int(seconds)) s"
        case ..<6_000: "\(Int(seconds / 60)) min"
        default: "\(tenths(seconds / 3_600)) h"
        }
    }

    /// `8.3 MB`.
    static func memory(kilobytes: Int) -> String { "\(tenths(Double(kilobytes) / 1_024)) MB" }

    /// `4 KB`, and from a tenth of a megabyte on `8.3 MB`.
    static func size(bytes: Int) -> String {
        bytes < 104_858 ? "\((bytes + 1_023) / 1_024) KB" : memory(kilobytes: bytes / 1_024)
    }

    static func milliseconds(_ value: Double?) -> String {
        guard let value else { return "-" }
        return value < 100 ? "\(tenths(value)) ms" : "\(Int(value.rounded())) ms"
    }

    /// One decimal.
    static func tenths(_ value: Double) -> String { "\((value * 10).rounded() / 10)" }
}
