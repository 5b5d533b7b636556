import Compression
import FoundationEssentials
import ServiceKit
import Wire

/// The programs that were uploaded: each zip, and the folder it is unpacked to, both named after the zip's digest. Versions
/// with the same code share them.
///
/// A folder appears whole or not at all. All of it blocks.
package final class CodeStore: Sendable {
    /// Bytes of a zip that a request brings, and of all that a zip holds unpacked.
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    static let zippedLimit = 52_428_800
    static let unzippedLimit = 262_144_000

    /// Absolute: programs are started in folders of their own.
    private let directory: String
    private let isTemporary: Bool
    /// What of the folders of code that are not this store's is no code.
    let exclusions: CodeExclusions

    /// Keeps programs below `directory`, or in a folder of the process's own, removed by `close`, where there is none.
    package init(directory: String?, exclusions: CodeExclusions = CodeExclusions()) {
        self.exclusions = exclusions
        isTemporary = directory == nil
        self.directory = Self.absolute(
            directory ?? FileManager.default.temporaryDirectory.path
                + "/hearth-lambda-\(UInt64.random(in: 0...UInt64.max))"
        )
    }

    private static func absolute(_ path: String) -> String {
        let path = URL(filePath: path).standardizedFileURL.path
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }

    package func close() {
        if isTemporary { try? FileManager.default.removeItem(atPath: directory) }
    }

    /// Unpacks a zip unless it is here already. Throws AWS's errors for one that is too large or no zip.
    package func store(_ zip: UploadedZip) throws(AWSError) -> UploadedCode {
        let (zip, isFromS3) = (zip.bytes, zip.isFromS3)
        guard !zip.isEmpty else { throw .invalidParameter("Uploaded file must be a non-empty zip") }
        guard isFromS3 || zip.count < Self.zippedLimit else { throw .zipTooLarge(limit: Self.zippedLimit) }
        let digest = SHA256.digest(zip)
        let code = UploadedCode(
            size: zip.count,
            digest: Data(digest).base64EncodedString(),
            directory: "\(directory)/\(SHA256.hex(digest))"
        )
        if FileSystem.isFolder(code.directory) { return code }
        let archive = try Self.archive(zip)
        do {
            try place(archive, zip, in: code.directory)
        } catch is ZipArchive.Failure {
            throw .notUnzipped
        } catch {
            throw .serviceException("the code could not be stored in \(directory): \(error)")
        }
        return code
    }

    /// Puts a text into a file, in a folder of its own that is named after both. Returns the folder.
    package func store(_ text: String, as file: String) throws(AWSError) -> String {
        let folder = "\(directory)/\(Self.folder(of: text, file))"
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(file)"), options: .atomic)
        } catch {
            throw .serviceException("the code could not be stored in \(directory): \(error)")
        }
        return folder
    }

    private static func folder(of text: String, _ file: String) -> String {
        SHA256.hex(SHA256.digest(Array("\(file)\n\(text)".utf8)))
    }

    /// The path of the program that runs functions for Node.js; it is written when it is first asked for.
    func nodeClient() throws(AWSError) -> String {
        let path = "\(directory)/\(Self.nodeClientFolder)/nodejs.mjs"
        if FileSystem.version(of: path) == nil { _ = try store(Self.nodeClient, as: "nodejs.mjs") }
        return path
    }

    private static let nodeClient = String(decoding: PackageResources.nodejs_mjs, as: UTF8.self)
    private static let nodeClientFolder = folder(of: nodeClient, "nodejs.mjs")

    /// The zip that a folder of this store was unpacked from; `nil` for any other folder.
    func uploaded(to codeDirectory: String) -> UploadedCode? {
        guard codeDirectory.hasPrefix(directory + "/"),
            let digest = Self.bytes(ofHexadecimal: codeDirectory.dropFirst(directory.count + 1)),
            let zip = FileSystem.version(of: codeDirectory + ".zip")
        else { return nil }
        return UploadedCode(
            size: Int(zip.size),
            digest: Data(digest).base64EncodedString(),
            directory: codeDirectory
        )
    }

    private static func bytes(ofHexadecimal text: Substring) -> [UInt8]? {
        let digits = text.compactMap(\.hexDigitValue)
        guard digits.count == text.count, digits.count == 64 else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }

    /// The zip of stored code; `nil` where the folder is not of this store.
    package func zip(of codeDirectory: String) -> [UInt8]? {
        let codeDirectory = Self.absolute(codeDirectory)
        guard codeDirectory.hasPrefix(directory + "/") else { return nil }
        return zip(named: String(codeDirectory.dropFirst(directory.count + 1)))
    }

    /// `name` is the digest of the zip in hexadecimal; `nil` where it is none, or nothing has it.
    func zip(named name: String) -> [UInt8]? {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isDigit || $0.isSmallLetter }) else { return nil }
        return (try? Data(contentsOf: URL(filePath: "\(directory)/\(name).zip"))).map { Array($0) }
    }

    /// A copy of a folder as it is now, for a published version of a function that was not uploaded. Links that lead out
    /// of the folder become what they lead to: the copy stands elsewhere and is to stay as it is.
    func snapshot(of folder: String, named name: String) throws(AWSError) -> String {
        let copy = "\(directory)/\(name)"
        do {
            try prepare()
            try? FileManager.default.removeItem(atPath: copy)
            try copyCode(from: folder, to: copy)
            try Self.followLinks(from: folder, in: copy)
        } catch {
            throw .serviceException("\(folder) could not be copied to \(copy): \(error)")
        }
        return copy
    }

    private func copyCode(from folder: String, to copy: String) throws {
        let files = FileManager.default
        try files.createDirectory(atPath: copy, withIntermediateDirectories: true)
        for name in try files.contentsOfDirectory(atPath: folder) {
            let (path, target) = ("\(folder)/\(name)", "\(copy)/\(name)")
            if exclusions.reason(path) != nil { continue }
            let isLink = (try? files.destinationOfSymbolicLink(atPath: path)) != nil
            if !isLink, FileSystem.isFolder(path) {
                try copyCode(from: path, to: target)
            } else {
                try files.copyItem(atPath: path, toPath: target)
            }
        }
    }

    private static func followLinks(from folder: String, in copy: String) throws {
        let files = FileManager.default
        let inside = URL(filePath: folder).resolvingSymlinksInPath().path + "/"
        for name in try files.subpathsOfDirectory(atPath: copy) {
            guard (try? files.destinationOfSymbolicLink(atPath: "\(copy)/\(name)")) != nil else { continue }
            let target = URL(filePath: "\(folder)/\(name)").resolvingSymlinksInPath().path
            guard !target.hasPrefix(inside), files.fileExists(atPath: target) else { continue }
            try files.removeItem(atPath: "\(copy)/\(name)")
            try files.copyItem(atPath: target, toPath: "\(copy)/\(name)")
        }
    }

    /// Removes what no function uses any more. For start-up: a process may still use what has just been replaced.
    package func sweep(keeping used: Set<String>) {
        let used = Set(used.map(Self.absolute))
        for name in (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? [] {
            let path = "\(directory)/\(name)"
            let folder = path.hasSuffix(".zip") ? String(path.dropLast(4)) : path
            if used.contains(folder) || name == Self.nodeClientFolder { continue }
            try? FileManager.default.removeItem(atPath: path)
        }
    }

    static func archive(_ zip: [UInt8]) throws(AWSError) -> ZipArchive {
        do throws(ZipArchive.Failure) {
            return try ZipArchive(zip, limit: unzippedLimit - 1)
        } catch {
            switch error {
            case .tooLong:
                throw .invalidParameter("Unzipped size must be smaller than \(unzippedLimit) bytes")
            case .malformed, .unsafeName: throw .notUnzipped
            }
        }
    }

    private func prepare() throws {
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    }

    private func place(_ archive: ZipArchive, _ zip: [UInt8], in folder: String) throws {
        try prepare()
        let unfinished = "\(folder).\(UInt64.random(in: 0...UInt64.max))"
        do {
            try ArchiveUnpacking.unpack(archive, into: unfinished)
            try Data(zip).write(to: URL(filePath: folder + ".zip"), options: .atomic)
            try FileManager.default.moveItem(atPath: unfinished, toPath: folder)
        } catch {
            try? FileManager.default.removeItem(atPath: unfinished)
            // Somebody has uploaded the same at the same time.
            if !FileSystem.isFolder(folder) { throw error }
        }
    }
}

/// A zip as it has come. How large one from S3 may be is limited by what it holds alone.
package struct UploadedZip: Sendable {
    package var bytes: [UInt8]
    package var isFromS3: Bool

    package init(_ bytes: [UInt8], isFromS3: Bool = false) {
        self.bytes = bytes
        self.isFromS3 = isFromS3
    }
}

/// A program that has been uploaded.
package struct UploadedCode: Sendable, Hashable {
    /// Of the zip, in bytes.
    var size: Int
    /// SHA-256 of the zip in base64.
    var digest: String
    /// Where it is unpacked.
    package var directory: String
}

extension AWSError {
    static let notUnzipped = invalidParameter(
        "Could not unzip uploaded file. Please check your file, then try to upload again."
    )

    static func zipTooLarge(limit: Int) -> AWSError {
        lambda(
            "RequestEntityTooLargeException",
            status: 413,
            "Zipped size must be smaller than \(limit) bytes",
            key: "message"
        )
    }
}
