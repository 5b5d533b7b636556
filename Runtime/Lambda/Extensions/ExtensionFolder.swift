import FoundationEssentials

/// Where external extensions stand: the `extensions` folder beside the code, as a layer would put it into `/opt`.
enum ExtensionFolder {
    static let name = "extensions"

    /// The names of the files in it, sorted; the names that extensions register by.
    static func names(in codeDirectory: String) -> [String] {
        let path = "\(codeDirectory)/\(name)"
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { file in
            !file.hasPrefix(".") && FileSystem.version(of: "\(path)/\(file)") != nil
                && !FileSystem.isFolder("\(path)/\(file)")
        }.sorted()
    }
}
