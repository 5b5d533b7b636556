/// Code of a template that is on this machine: a folder or a zip file, and who runs it.
package struct LocalCode: Sendable, Hashable {
    /// As the template has it, relative to the template's folder.
    package var path: String
    /// The resources whose code it is, by their logical ids.
    package var resources: [String] = []
    package var runtimes: Set<String> = []
    package var architectures: Set<String> = []
    /// The executables of the Swift package that build it, as `Metadata` has them under `SwiftProduct`.
    package var products: Set<String> = []

    /// A name for the zip: that of the folder.
    package var name: String {
        let last = path.split(separator: "/").last { $0 != "." && $0 != ".." }.map(String.init) ?? "code"
        return last.hasSuffix(".zip") ? String(last.dropLast(4)) : last
    }
}
