import FoundationEssentials

/// Where external extensions stand: the `extensions` folders of the function's layers, which AWS puts into `/opt`, and one
/// beside the code.
enum ExtensionFolder {
    static let name = "extensions"

    /// The names of the files in them, sorted; the names that extensions register by.
    static func names(of function: FunctionConfiguration) -> [String] {
        Set(folders(of: function).flatMap(names)).sorted()
    }

    /// The program of an extension.
    static func path(_ name: String, of function: FunctionConfiguration) -> String {
        let paths = folders(of: function).map { "\($0)/\(name)" }
        return paths.first { FileSystem.version(of: $0) != nil } ?? paths[0]
    }

    private static func folders(of function: FunctionConfiguration) -> [String] {
        ([function.codeDirectory] + function.layerDirectories).map { "\($0)/\(name)" }
    }

    private static func names(in path: String) -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        return files.filter { file in
            !file.hasPrefix(".") && FileSystem.version(of: "\(path)/\(file)") != nil
                && !FileSystem.isFolder("\(path)/\(file)")
        }
    }
}
