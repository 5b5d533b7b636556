/// A program with the loader and all libraries that it was linked with, so that it runs on any Linux whose kernel is new
/// enough, whatever libraries are there: on `provided.al2023`, whose glibc is 2.34, as in an empty folder.
///
/// In the zip: `bootstrap`, a launcher that needs nothing; `bin/bootstrap`, the program; `lib/ld.so`, the loader, which
/// finds all else in `lib`.
package struct SelfContainedProgram: Sendable {
    private let program: ELFFile
    private let loader: ELFFile
    /// By the names that programs ask for.
    private let libraries: [String: ELFFile]

    /// Throws `PackagingError` when one of the parts wants a library, or a version of a symbol, that none of them has.
    package init(program: ELFFile, loader: ELFFile, libraries: [String: ELFFile]) throws(PackagingError) {
        (self.program, self.loader, self.libraries) = (program, loader, libraries)
        for (name, file) in parts {
            let flaw: String?
            do throws(ELFError) {
                flaw = try self.flaw(name, file)
            } catch {
                flaw = "\(name) cannot be read: \(error)"
            }
            if let flaw { throw PackagingError(flaw) }
        }
    }

    package var entries: [ZipFile.Entry] {
        let libraries = libraries.map { ZipFile.Entry(path: "lib/\($0)", bytes: $1.stripped, isExecutable: true) }
        return libraries + [
            ZipFile.Entry(path: "bootstrap", bytes: Launcher.bytes, isExecutable: true),
            ZipFile.Entry(path: "bin/bootstrap", bytes: program.stripped, isExecutable: true),
            ZipFile.Entry(path: "lib/ld.so", bytes: loader.stripped, isExecutable: true),
        ]
    }

    /// The newest version of glibc that a part wants, such as `2.36`: with AL2023's own, 2.34 would have to do.
    package var neededGlibc: String? {
        let versions = parts.flatMap { (try? $0.file.neededVersions.values.joined()).map(Array.init) ?? [] }
        let numbers = versions.compactMap { $0.hasPrefix("GLIBC_2.") ? Int($0.dropFirst(8)) : nil }
        return numbers.max().map { "2.\($0)" }
    }

    private var parts: [(name: String, file: ELFFile)] {
        [("the program", program)] + libraries.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    /// What keeps a part from being loaded.
    private func flaw(_ name: String, _ file: ELFFile) throws(ELFError) -> String? {
        guard file.machine == program.machine else {
            return "\(name) is for \(file.machine), the program for \(program.machine)"
        }
        for library in try file.neededLibraries where libraries[library] == nil && !isLoader(library) {
            return "\(name) needs \(library), which the loader did not name"
        }
        for (library, versions) in try file.neededVersions {
            let defined = try (libraries[library] ?? loader).definedVersions
            guard let lacking = versions.subtracting(defined).min() else { continue }
            return "\(name) needs \(lacking) of \(library), which this machine's \(library) does not have"
        }
        return nil
    }

    private func isLoader(_ library: String) -> Bool { library.hasPrefix("ld-") || library.hasPrefix("ld.") }
}

/// Why something cannot be packaged, and what can be done about it.
package struct PackagingError: Error, Hashable, CustomStringConvertible {
    package var description: String

    package init(_ description: String) { self.description = description }
}
