import FoundationEssentials

/// The source files of a Python function.
enum PythonSources {
    /// A folder of a function may hold thousands of files of the packages that it uses.
    private static let limit = 256

    /// Where the handler is, such as `pkg/app.py` for `pkg.app.handler` or `pkg/app.handler`; `nil` for a handler that names
    /// no module.
    static func module(of handler: String) -> String? {
        guard let dot = handler.lastIndex(of: "."), dot != handler.startIndex else { return nil }
        return handler[..<dot].replacing(".", with: "/") + ".py"
    }

    /// The files of which a change is to be noticed: those next to the root of the folder first, 256 at most, from as many
    /// folders.
    static func files(in folder: String) -> [String] {
        var files: [String] = []
        var folders = [folder]
        var visited = 0
        while visited < min(folders.count, limit), files.count < limit {
            let next = folders[visited]
            visited += 1
            for name in ((try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []).sorted() {
                let path = "\(next)/\(name)"
                if name.hasSuffix(".py") {
                    files.append(path)
                } else if !name.contains("."), name != "__pycache__", FileSystem.isFolder(path) {
                    folders.append(path)
                }
            }
        }
        return Array(files.prefix(limit))
    }
}
