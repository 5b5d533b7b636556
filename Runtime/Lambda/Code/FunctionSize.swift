import ServiceKit
import Wire

/// How large a function and its layers are unpacked.
/// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
enum FunctionSize {
    /// In bytes, of the code with all layers.
    private static let limit = CodeStore.unzippedLimit

    /// Throws AWS's error for more than that. Code alone is held to it when it is unpacked. It looks at all files.
    static func check(_ function: FunctionConfiguration, _ exclusions: CodeExclusions) throws(AWSError) {
        guard !function.layers.isEmpty else { return }
        let folders = [function.codeDirectory] + function.layers.map(\.directory)
        let size = folders.reduce(0) { $0 + FolderContents(of: $1, without: exclusions).size }
        guard size > limit else { return }
        throw .invalidParameter(
            "Function code combined with layers exceeds the maximum allowed size of \(limit) bytes. "
                + "The actual size is \(size) bytes."
        )
    }
}
