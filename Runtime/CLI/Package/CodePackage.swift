import Lambda
import Packaging
import ServiceKit

/// Code as it goes to AWS.
struct CodePackage {
    /// What Lambda takes, in bytes. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static let largestUnzipped = 262_144_000

    var code: LocalCode
    var zip: [UInt8]
    var unzippedSize: Int
    /// What the zip brings along that Lambda has only in older versions; `nil` where it brings nothing.
    var libraries: String?
    /// What lies in the folder, is not in the zip and may be missed.
    var leftOut: [String] = []

    /// Of the bytes, so that the same code keeps its name and changed code gets a new one.
    var digest: String { SHA256.hex(zip) }

    /// `path` is where the code is on disk; `program` is what stands for a `bootstrap` that the folder does not have.
    init(
        _ code: LocalCode,
        at path: String,
        program: String?,
        without exclusions: CodeExclusions
    ) throws(CommandError) {
        self.code = code
        if path.hasSuffix(".zip") {
            zip = try CodeFolder.bytes(of: path)
            unzippedSize = zip.count
            return
        }
        let folder = try CodeFolder(path: path, without: exclusions)
        var entries = folder.entries
        leftOut = folder.leftOut
        var bootstrap = "\(path)/bootstrap"
        if let program, !entries.contains(where: { $0.path == "bootstrap" }) {
            bootstrap = program
            entries.append(.init(path: "bootstrap", bytes: try CodeFolder.bytes(of: program), isExecutable: true))
        }
        try Self.check(code, entries, path)
        if let index = entries.firstIndex(where: { $0.path == "bootstrap" && ELFFile.isELF($0.bytes) }) {
            let file = try Self.program(code, entries.remove(at: index).bytes, bootstrap)
            entries += file.entries
            libraries = file.libraries
        }
        let archive = ZipFile(entries)
        unzippedSize = archive.unzippedSize
        guard unzippedSize <= Self.largestUnzipped else {
            throw CommandError("\(path) holds \(unzippedSize / 1_048_576) MB, and Lambda takes 250 MB; leave data out")
        }
        do {
            zip = try archive.data()
        } catch {
            throw CommandError("\(path) cannot be compressed: \(error)")
        }
    }

    private static func check(
        _ code: LocalCode,
        _ entries: [ZipFile.Entry],
        _ path: String
    ) throws(CommandError) {
        guard !entries.isEmpty else {
            throw CommandError("\(path), the code of \(code.resources.joined(separator: ", ")), is not there or empty")
        }
        guard code.runtimes.contains(where: { $0.hasPrefix("provided") }) else { return }
        guard let bootstrap = entries.first(where: { $0.path == "bootstrap" }) else {
            throw CommandError(
                "\(path) has no bootstrap, which is what custom runtimes start; build it, or link it there"
            )
        }
        guard bootstrap.isExecutable else {
            throw CommandError("\(path)/bootstrap is not executable; `chmod +x` it")
        }
    }

    private static func program(
        _ code: LocalCode,
        _ bytes: [UInt8],
        _ path: String
    ) throws(CommandError) -> (entries: [ZipFile.Entry], libraries: String?) {
        let file: ELFFile
        do throws(ELFError) {
            file = try ELFFile(bytes)
        } catch {
            throw CommandError("\(path) is no program for Lambda: \(error)")
        }
        let wrong = code.architectures.filter { $0 != "\(file.machine)" }.sorted()
        guard wrong.isEmpty else {
            throw CommandError(
                "\(path) is built for \(file.machine), and \(code.resources.joined(separator: ", ")) wants "
                    + "\(wrong.joined(separator: ", ")): set its Architectures, or build on such a machine"
            )
        }
        guard let shared = try SharedLibraries(of: file, at: path) else {
            return ([.init(path: "bootstrap", bytes: file.stripped, isExecutable: true)], nil)
        }
        let contained: SelfContainedProgram
        do throws(PackagingError) {
            contained = try SelfContainedProgram(program: file, loader: shared.loader, libraries: shared.libraries)
        } catch {
            throw CommandError("\(path) cannot be packaged: \(error)")
        }
        let glibc = contained.neededGlibc.map { ", symbols up to glibc \($0)" } ?? ""
        return (contained.entries, "\(shared.libraries.count) libraries\(glibc)")
    }
}
