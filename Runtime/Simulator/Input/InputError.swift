/// Why an option, a file or a row cannot be used: what was found, and what is expected.
package struct InputError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
