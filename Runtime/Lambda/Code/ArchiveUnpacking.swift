import Compression
import FoundationEssentials

/// Writes what a zip holds below a folder, and nothing beside it: links come last, so that no file is written through one,
/// and lead nowhere outside.
enum ArchiveUnpacking {
    static func unpack(_ archive: ZipArchive, into folder: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for entry in archive.entries where entry.kind != .symbolicLink {
            let path = ([folder] + entry.path).joined(separator: "/")
            if entry.kind == .folder {
                try files.createDirectory(atPath: path, withIntermediateDirectories: true)
                continue
            }
            try files.createDirectory(
                atPath: ([folder] + entry.path.dropLast()).joined(separator: "/"),
                withIntermediateDirectories: true
            )
            try Data(archive.contents(of: entry)).write(to: URL(filePath: path))
            try files.setAttributes([.posixPermissions: Int(permissions(entry))], ofItemAtPath: path)
        }
        for entry in archive.entries where entry.kind == .symbolicLink {
            let target = String(decoding: try archive.contents(of: entry), as: UTF8.self)
            guard staysInside(target, from: entry.path) else {
                throw ZipArchive.Failure.unsafeName(entry.path.joined(separator: "/"))
            }
            let parent = ([folder] + entry.path.dropLast()).joined(separator: "/")
            try files.createDirectory(atPath: parent, withIntermediateDirectories: true)
            let path = ([folder] + entry.path).joined(separator: "/")
            try files.createSymbolicLink(atPath: path, withDestinationPath: target)
        }
    }

    /// The owner can read and replace everything.
    private static func permissions(_ entry: ZipArchive.Entry) -> UInt16 {
        entry.permissions == 0 ? 0o644 : entry.permissions | 0o600
    }

    /// Whether the target of a link at `path` is relative, goes up first and no further than to the folder, and then only
    /// down: so that no chain of links leads out.
    static func staysInside(_ target: String, from path: [String]) -> Bool {
        guard !target.isEmpty, !target.hasPrefix("/"), !target.contains("\0") else { return false }
        let segments = target.split(separator: "/").filter { $0 != "." }
        let ups = segments.prefix { $0 == ".." }.count
        return ups < path.count && !segments.dropFirst(ups).contains("..")
    }
}
