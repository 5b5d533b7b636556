import FoundationEssentials
import ServiceKit
import Synchronization
import Time

/// The program of a function as the API describes it: where AWS speaks of the zip, this speaks of the `bootstrap`
/// or of the file that the handler is in.
struct FunctionCode: Sendable {
    /// In bytes; 0 where there is no program.
    var size = 0
    var lastModified = Timestamp(nanosecondsSinceEpoch: 0)
    /// SHA-256 in base64.
    var digest = ""
}

/// Programs that have been looked at: their digests are reckoned once.
final class FunctionCodes: Sendable {
    private let digests = Mutex<[FileVersion: String]>([:])

    /// Reads the file: not for the event loop.
    func code(of function: FunctionConfiguration) -> FunctionCode {
        if let code = function.code { return FunctionCode(size: code.size, digest: code.digest) }
        for path in function.programCandidates {
            guard let version = FileSystem.version(of: path) else { continue }
            let nanoseconds = Int64(version.modifiedSeconds) * 1_000_000_000 + Int64(version.modifiedNanoseconds)
            return FunctionCode(
                size: Int(version.size),
                lastModified: Timestamp(nanosecondsSinceEpoch: nanoseconds),
                digest: digest(path, version)
            )
        }
        return FunctionCode()
    }

    private func digest(_ path: String, _ version: FileVersion) -> String {
        if let known = digests.withLock({ $0[version] }) { return known }
        guard let bytes = try? Data(contentsOf: URL(filePath: path)) else { return "" }
        let digest = Data(SHA256.digest(Array(bytes))).base64EncodedString()
        digests.withLock { $0[version] = digest }
        return digest
    }
}
