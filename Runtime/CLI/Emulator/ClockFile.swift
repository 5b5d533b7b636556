import FoundationEssentials
import JSON
import Time

#if canImport(Glibc)
    import Glibc
#endif

/// Holds how far a virtual clock is ahead of the machine's.
struct ClockFile {
    let path: String

    /// `nil` where no clock was moved yet.
    var ahead: Duration? {
        guard let data = try? Data(contentsOf: URL(filePath: path)), let json = try? JSON(parsing: data) else {
            return nil
        }
        return json["aheadNanoseconds"]?.stringValue.flatMap { Int64($0) }.map { .nanoseconds($0) }
    }

    /// What writes it, in a microsecond or so, as long as this process lives. Every text has the same length and stands
    /// where the one before stood, so that a process that is killed leaves one of them whole.
    func writer() throws -> @Sendable (Duration) -> Void {
        try Data(Self.text(ahead ?? .zero)).write(to: URL(filePath: path), options: .atomic)
        let file = open(path, O_WRONLY | O_CLOEXEC)
        guard file >= 0 else { throw CommandError("\(path) cannot be written") }
        return { ahead in
            let text = Self.text(ahead)
            pwrite(file, text, text.count, 0)
        }
    }

    private static func text(_ ahead: Duration) -> [UInt8] {
        let digits = String(ahead.nanoseconds)
        let zeros = String(repeating: "0", count: String(Int64.max).count - digits.count)
        let text: JSON = ["aheadNanoseconds": .string(zeros + digits)]
        return text.bytes
    }
}
