import AWSClient
import FoundationEssentials

/// How far a file has been loaded, so that a load that was broken off goes on where it was.
///
/// Items are written by their keys, so writing one twice does no harm: a checkpoint may be behind, never ahead.
struct Checkpoint: Codable, Hashable {
    var path: String
    var version: FileVersion
    /// All rows that start up to this line are written.
    var line: Int
    /// The key of an item among them. Where the table lacks it (it is a new table, say), nothing counts as written.
    var witness: [String: String]
}

/// Keeps the checkpoints of one table in a directory, one small file for each file that is being loaded.
struct CheckpointStore {
    let directory: String
    let table: String

    /// The checkpoint of this very version of the file; `nil` where there is none that can be read.
    func read(_ path: String, _ version: FileVersion) -> Checkpoint? {
        guard let data = try? Data(contentsOf: location(path)),
            let checkpoint = try? JSONDecoder().decode(Checkpoint.self, from: data)
        else { return nil }
        return checkpoint.path == path && checkpoint.version == version ? checkpoint : nil
    }

    /// Replaces the old one at once, or not at all.
    func write(_ checkpoint: Checkpoint) throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        try JSONEncoder().encode(checkpoint).write(to: location(checkpoint.path), options: .atomic)
    }

    func remove(_ path: String) throws {
        guard FileManager.default.fileExists(atPath: location(path).path) else { return }
        try FileManager.default.removeItem(at: location(path))
    }

    private func location(_ path: String) -> URL {
        let name = path.split(separator: "/").suffix(3).joined(separator: "-")
        return URL(filePath: directory).appending(path: "\(table)-\(name).checkpoint.json")
    }
}
