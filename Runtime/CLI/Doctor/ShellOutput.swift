import Glibc

/// What a shell command prints on its standard output.
enum ShellOutput {
    /// The first line, or `nil` where the command fails, prints nothing, or takes more than ten seconds.
    static func firstLine(_ command: String) -> String? {
        guard let pipe = popen("timeout 10 \(command) 2>/dev/null", "r") else { return nil }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = fread(&piece, 1, piece.count, pipe), count > 0 { text += piece[..<count] }
        guard pclose(pipe) == 0 else { return nil }
        let line = String(decoding: text.prefix { $0 != 0x0A }, as: UTF8.self)
        return line.isEmpty ? nil : line
    }
}
