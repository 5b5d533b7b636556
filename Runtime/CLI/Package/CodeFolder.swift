import FoundationEssentials
import Lambda
import Packaging

/// The files of a function's code on disk.
struct CodeFolder {
    private(set) var entries: [ZipFile.Entry] = []
    /// What is not among them and may be missed, by its path within the folder.
    private(set) var leftOut: [String] = []
    private let path: String
    private let exclusions: CodeExclusions

    /// Finds all files of code below the folder, those that links lead to as files of their own. A folder that is not
    /// there has none.
    init(path: String, without exclusions: CodeExclusions) throws(CommandError) {
        (self.path, self.exclusions) = (path, exclusions)
        guard !CodeExclusions.isState(path) else {
            throw CommandError(
                "\(path) holds a state of Hearth's beside the code: move it, and name it with --data-dir"
            )
        }
        try add("", depth: 0)
    }

    private mutating func add(_ folder: String, depth: Int) throws(CommandError) {
        guard depth < 64 else {
            throw CommandError("\(path)/\(folder) nests too deeply: does a link lead back into it?")
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
        for name in names {
            let relative = folder.isEmpty ? name : "\(folder)/\(name)"
            if let reason = exclusions.reason("\(path)/\(relative)") {
                if reason == .kept { leftOut.append(relative) }
                continue
            }
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: "\(path)/\(relative)", isDirectory: &isDirectory) else {
                throw CommandError("\(path)/\(relative) leads nowhere; build the function first, or remove it")
            }
            if isDirectory {
                try add(relative, depth: depth + 1)
            } else {
                let isExecutable = FileManager.default.isExecutableFile(atPath: "\(path)/\(relative)")
                let bytes = try Self.bytes(of: "\(path)/\(relative)")
                entries.append(ZipFile.Entry(path: relative, bytes: bytes, isExecutable: isExecutable))
            }
        }
    }

    static func bytes(of file: String) throws(CommandError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError("\(file) cannot be read; check that it is there and who may read it")
        }
        return Array(data)
    }
}
