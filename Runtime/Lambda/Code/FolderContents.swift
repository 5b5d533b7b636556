import FoundationEssentials
import Time

/// The files of a folder of code, as far as they are code: running a function, and Hearth in the folder, change nothing
/// about it.
struct FolderContents {
    struct File {
        /// From the folder on.
        var path: String
        var version: FileVersion
    }

    /// More than anybody uploads; a folder that holds more is told by its first ones.
    private static let limit = 20_000
    private static let depthLimit = 32

    /// In the order of their paths. What links lead to counts as if it were there itself.
    private(set) var files: [File] = []
    /// Files and folders: links may lead back into the folder.
    private var visited = 0
    private let exclusions: CodeExclusions

    init(of folder: String, without exclusions: CodeExclusions) {
        self.exclusions = exclusions
        add(folder, at: "", depth: 0)
    }

    private mutating func add(_ folder: String, at prefix: String, depth: Int) {
        guard depth < Self.depthLimit else { return }
        for name in ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() {
            guard visited < Self.limit else { return }
            visited += 1
            let path = "\(folder)/\(name)"
            if exclusions.reason(path) != nil { continue }
            if FileSystem.isFolder(path) {
                add(path, at: "\(prefix)\(name)/", depth: depth + 1)
            } else if let version = FileSystem.version(of: path) {
                files.append(File(path: prefix + name, version: version))
            }
        }
    }

    /// In bytes, unpacked.
    var size: Int { files.reduce(0) { $0 + Int($1.version.size) } }

    /// `nil` where there is no file.
    var lastModified: Timestamp? { files.map(\.version.lastModified).max() }
}

extension FileVersion {
    var lastModified: Timestamp {
        Timestamp(nanosecondsSinceEpoch: Int64(modifiedSeconds) * 1_000_000_000 + Int64(modifiedNanoseconds))
    }
}
