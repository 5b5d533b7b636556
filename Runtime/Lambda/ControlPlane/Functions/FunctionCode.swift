import FoundationEssentials
import ServiceKit
import Synchronization
import Time

/// The code of a function as the API describes it: the zip that was uploaded, or the folder that the program is in, where
/// nothing was.
struct FunctionCode: Sendable {
    /// In bytes, of the zip, or of all files of the folder.
    var size: Int
    /// Of the newest file; `nil` for what was uploaded, which is as old as its upload.
    var lastModified: Timestamp?
    /// SHA-256 in base64.
    var digest: String
}

/// Code that has been looked at: the digest of a file is reckoned once, and again when the file has changed.
final class FunctionCodes: Sendable {
    /// What no zip of a function holds is not read: such a file is told by its size.
    private static let readLimit = CodeStore.unzippedLimit

    private let digests = Mutex<[FileVersion: [UInt8]]>([:])
    private let store: CodeStore
    /// How old a folder without files is.
    private let started: Timestamp

    init(_ store: CodeStore, started: Timestamp) {
        self.store = store
        self.started = started
    }

    /// Looks at all files of a folder: not for the event loop.
    func code(of function: FunctionConfiguration) -> FunctionCode {
        if let code = function.code { return FunctionCode(size: code.size, digest: code.digest) }
        let contents = FolderContents(of: function.codeDirectory, without: store.exclusions)
        if let code = store.uploaded(to: function.codeDirectory) {
            return FunctionCode(size: code.size, lastModified: contents.lastModified, digest: code.digest)
        }
        return FunctionCode(
            size: contents.size,
            lastModified: contents.lastModified ?? started,
            digest: digest(contents, in: function.codeDirectory)
        )
    }

    /// The same for the same names and bytes, wherever and whenever they are written.
    private func digest(_ contents: FolderContents, in folder: String) -> String {
        var listing: [UInt8] = []
        for file in contents.files {
            listing += Array(file.path.utf8) + [0]
            listing += digest("\(folder)/\(file.path)", file.version)
        }
        return Data(SHA256.digest(listing)).base64EncodedString()
    }

    private func digest(_ path: String, _ version: FileVersion) -> [UInt8] {
        if let known = digests.withLock({ $0[version] }) { return known }
        guard version.size < Self.readLimit, let bytes = try? Data(contentsOf: URL(filePath: path)) else {
            return SHA256.digest(Array("\(version.size)".utf8))
        }
        let digest = SHA256.digest(Array(bytes))
        digests.withLock { $0[version] = digest }
        return digest
    }
}
