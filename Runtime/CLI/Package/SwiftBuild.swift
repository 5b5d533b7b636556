import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// The release build of a Swift package's executables, as they must be on Lambda: with the standard library in them.
struct SwiftBuild {
    var folder: String
    /// More options of `swift build`.
    var options: [String]

    /// Builds, with C sources that know themselves by their path within the package: the same wherever it lies.
    ///
    /// What the build prints goes to standard error.
    func run(_ product: String) throws(CommandError) {
        guard FileManager.default.fileExists(atPath: "\(folder)/Package.swift") else {
            throw CommandError(
                "\(folder) has no Package.swift to build \(product) from; say --no-build to package what is built"
            )
        }
        let words =
            [
                "swift", "build", "--package-path", folder, "-c", "release", "--static-swift-stdlib", "--product",
                product, "-Xcc", "-ffile-prefix-map=\(Self.wholePath(folder))=.",
            ]
            + options
        let result = try Subprocess(words).run(isOutputWanted: false)
        guard result.status == 0 else { throw CommandError("`\(words.joined(separator: " "))` failed: see above") }
    }

    /// As the compiler is told of it.
    private static func wholePath(_ folder: String) -> String {
        guard let path = realpath(folder, nil) else { return folder }
        defer { free(path) }
        return String(cString: path)
    }

    /// Where the build leaves an executable.
    func program(_ product: String) -> String { "\(folder)/.build/release/\(product)" }
}
