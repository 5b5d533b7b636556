import FoundationEssentials
import Packaging

/// The files of a function's code on disk.
struct CodeFolder {
    private static let leftOut: Set = ["__pycache__", ".git", ".DS_Store"]

    var path: String

    /// All files below the folder, those that links lead to as files of their own. A folder that is not there has none.
    func entries() throws(CommandError) -> [ZipFile.Entry] { try entries(in: "", depth: 0) }

    private func entries(in folder: String, depth: Int) throws(CommandError) -> [ZipFile.Entry] {
        guard depth < 64 else {
            throw CommandError("\(path)/\(folder) nests too deeply: does a link lead back into it?")
        }
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(folder)")) ?? []).sorted()
        var entries: [ZipFile.Entry] = []
        for name in names where !Self.leftOut.contains(name) {
            let relative = folder.isEmpty ? name : "\(folder)/\(name)"
            var isDirectory = false
            guard FileManager.default.fileExists(atPath: "\(path)/\(relative)", isDirectory: &isDirectory) else {
                throw CommandError("\(path)/\(relative) leads nowhere; build the function first, or remove it")
            }
            if isDirectory {
                entries += try self.entries(in: relative, depth: depth + 1)
            } else {
                let isExecutable = FileManager.default.isExecutableFile(atPath: "\(path)/\(relative)")
                let bytes = try Self.bytes(of: "\(path)/\(relative)")
                entries.append(ZipFile.Entry(path: relative, bytes: bytes, isExecutable: isExecutable))
            }
        }
        return entries
    }

    static func bytes(of file: String) throws(CommandError) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw CommandError("\(file) cannot be read; check that it is there and who may read it")
        }
        return Array(data)
    }
}
