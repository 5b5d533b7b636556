/// What a dynamic loader says it would load, as `ldd` prints it.
package struct LibraryListing: Sendable, Hashable {
    package struct Library: Sendable, Hashable {
        /// As programs ask for it: `libm.so.6`.
        package var name: String
        package var path: String
    }

    /// In the order in which they would be loaded, without the loader itself.
    package private(set) var libraries: [Library] = []
    /// Those that are not on this machine.
    package private(set) var missing: [String] = []

    /// Lines look like `libm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x00007f…)`, or `libx.so => not found`.
    package init(_ text: String, loader: String) {
        let loaderName = Self.name(of: loader)
        for line in text.split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
            guard words.count >= 3, words[1] == "=>" else { continue }
            let name = Self.name(of: String(words[0]))
            if words[2] == "not" {
                missing.append(name)
            } else if name != loaderName {
                libraries.append(Library(name: name, path: String(words[2])))
            }
        }
    }

    /// What is asked for, and neither there nor said to be missing.
    package func lacks(_ names: [String]) -> [String] {
        missing + names.filter { name in !libraries.contains { $0.name == name } && !missing.contains(name) }
    }

    private static func name(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
}
