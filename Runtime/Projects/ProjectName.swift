/// What a project and its function are called: letters, digits and hyphens, a letter first; 2 to 48 characters.
///
/// Narrower than what Lambda allows, as folders, modules and logical ids have to be named after it too.
package struct ProjectName: Sendable, Hashable {
    package let text: String

    /// `nil` for a text that is no such name.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard (2...48).contains(text.count), text.first?.isLetter == true,
            parts.allSatisfy({ part in
                !part.isEmpty && part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
            })
        else { return nil }
        self.text = text
    }

    /// `BookShelf` for `book-shelf`: logical ids and Swift's modules have no hyphens.
    var camelCase: String { text.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() }
}
