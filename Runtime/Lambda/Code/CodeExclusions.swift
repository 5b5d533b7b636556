import FoundationEssentials

/// What lies in a folder of code and is no part of it, whether the code is run, watched, copied or packaged: what Hearth
/// keeps, what version control and other tools keep, and what can be made again.
package struct CodeExclusions: Sendable {
    package enum Reason: Sendable {
        /// Hearth's or another tool's, by its name: nobody misses it.
        case byproduct
        /// It may be missed: secrets, a state under another name, builds, what says itself that it can be made again.
        case kept
    }

    private static let byproducts: Set = [
        ".hearth", ".aws-sam",
        ".git", ".hg", ".jj", ".svn",
        "__pycache__", ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".DS_Store",
    ]

    /// Files that are left out wherever they are found, through links too: those with secrets.
    private let files: [String]

    package init(files: [String] = []) { self.files = files }

    /// Why the file or folder at a path is no code; `nil` where it is. Looks at the disk.
    package func reason(_ path: String) -> Reason? {
        if let name = path.split(separator: "/").last, Self.byproducts.contains(String(name)) { return .byproduct }
        if FileSystem.isFolder(path) {
            let isKept = path.hasSuffix("/.build") || Self.isState(path) || CacheDirectory.isTagged(path)
            return isKept ? .kept : nil
        }
        return files.contains { FileSystem.isSame(path, $0) } ? .kept : nil
    }

    /// Whether Hearth keeps its state in a folder, whatever its name.
    package static func isState(_ folder: String) -> Bool {
        ["state.sqlite", "logs.sqlite"].allSatisfy { FileSystem.version(of: "\(folder)/\($0)") != nil }
    }
}

/// Folders that say of themselves that what they hold can be made again, as caches and builds of many tools do, and
/// packages of Hearth's. https://bford.info/cachedir/
package enum CacheDirectory {
    package static let tagName = "CACHEDIR.TAG"
    private static let signature = "Signature: 8a477f597d28d172789f06886806bc55"
    package static let tag = "\(signature)\n# What is here was made by Hearth, and can be made again.\n"

    static func isTagged(_ folder: String) -> Bool {
        let path = "\(folder)/\(tagName)"
        guard FileSystem.version(of: path) != nil, let file = FileManager.default.contents(atPath: path) else {
            return false
        }
        return file.starts(with: Data(signature.utf8))
    }
}
