/// Why a text is no regular expression, or none that Hearth takes.
package struct RegularExpressionError: Error, Hashable, CustomStringConvertible {
    /// How many instructions an expression may have once its repetitions are written out.
    static let sizeLimit = 20_000
    /// How deep groups may stand within each other.
    static let depthLimit = 100

    package let description: String

    /// `position` counts characters (Unicode scalars) from 1.
    init(_ reason: String, at position: Int) { description = "\(reason), at character \(position)" }

    private init(_ description: String) { self.description = description }

    static let tooLarge = Self("with its repetitions written out it is longer than the \(sizeLimit) steps Hearth takes")
}
