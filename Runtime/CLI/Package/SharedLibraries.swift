import Packaging

/// The loader and the libraries of this machine that a program runs with.
struct SharedLibraries {
    var loader: ELFFile
    var libraries: [String: ELFFile]

    /// `nil` for a program that is complete in itself. `path` is where the program is on disk.
    init?(of program: ELFFile, at path: String) throws(CommandError) {
        let (loader, loaded): (String?, [String])
        do throws(ELFError) {
            (loader, loaded) = (try program.interpreter, try program.loadedLibraries)
        } catch {
            throw CommandError("\(path) is no program: \(error)")
        }
        guard let loader else { return nil }
        self.loader = try Self.file(loader)
        libraries = [:]
        for library in try Self.listing(path, loader, loaded).libraries {
            libraries[library.name] = try Self.file(library.path)
        }
    }

    /// The loader itself is asked: it alone knows where it looks. What the program loads later is loaded before it here.
    private static func listing(
        _ path: String,
        _ loader: String,
        _ loaded: [String]
    ) throws(CommandError) -> LibraryListing {
        let preload = loaded.isEmpty ? [] : ["--preload", loaded.joined(separator: " ")]
        let result = try Subprocess([loader] + preload + ["--list", path]).run()
        let listing = LibraryListing(String(decoding: result.output, as: UTF8.self), loader: loader)
        guard result.status == 0 else {
            throw CommandError("\(loader) cannot tell which libraries \(path) needs: is it built for this machine?")
        }
        let missing = listing.lacks(loaded)
        guard missing.isEmpty else {
            throw CommandError(
                "\(path) needs \(missing.joined(separator: ", ")), which this machine does not have: install it "
                    + "(on Debian, `apt-file search NAME` tells the package; libcurl.so.4 is in libcurl4)"
            )
        }
        return listing
    }

    private static func file(_ path: String) throws(CommandError) -> ELFFile {
        let bytes = try CodeFolder.bytes(of: path)
        do throws(ELFError) {
            return try ELFFile(bytes)
        } catch {
            throw CommandError("\(path) cannot be packaged: \(error)")
        }
    }
}
