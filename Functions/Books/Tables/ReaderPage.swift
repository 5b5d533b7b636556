import BookCatalog

/// Some of the readers there are.
package struct ReaderPage: Hashable, Sendable {
    package var readers: [ReaderProfile]
    /// The last reader looked at; `nil` on the last page.
    package var next: String?

    package init(readers: [ReaderProfile], next: String?) {
        self.readers = readers
        self.next = next
    }
}
