import FoundationEssentials

/// The source files of a function that an interpreter runs.
enum SourceFiles {
    /// A folder of a function may hold thousands of files.
    private static let limit = 256

    /// The files of which a change is to be noticed: those next to the root of the folder first, 256 at most, from as many
    /// folders. Packages of others in `node_modules` are not among them.
    static func files(
        in folder: String,
        of runtime: ManagedRuntime,
        without exclusions: CodeExclusions
    ) -> [String] {
        var files: [String] = []
        var folders = [folder]
        var visited = 0
        while visited < min(folders.count, limit), files.count < limit {
            let next = folders[visited]
            visited += 1
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []).sorted() {
                let path = "\(next)/\(name)"
                if runtime.sourceEndings.contains(where: name.hasSuffix) {
                    if exclusions.reason(path) == nil { files.append(path) }
                } else if !name.contains("."), name != "node_modules", FileSystem.isFolder(path),
                    exclusions.reason(path) == nil
                {
                    folders.append(path)
                }
            }
        }
        return Array(files.prefix(limit))
    }
}
