import Packaging
import Testing

@Suite struct LibraryListingTests {
    private static let text = """
        \tlinux-vdso.so.1 (0x00007f53fa3b4000)
        \tlibcurl.so.4 => /lib/x86_64-linux-gnu/libcurl.so.4 (0x00007f53fa2c3000)
        \tlibgone.so.1 => not found
        \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f53f9e1e000)
        \t/lib64/ld-linux-x86-64.so.2 => /lib64/ld-linux-x86-64.so.2 (0x00007f53fa3b6000)

        """

    @Test func readsWhatLoadersPrint() {
        let listing = LibraryListing(Self.text, loader: "/lib64/ld-linux-x86-64.so.2")
        #expect(listing.libraries.map(\.name) == ["libcurl.so.4", "libc.so.6"])
        #expect(listing.libraries.last?.path == "/lib/x86_64-linux-gnu/libc.so.6")
        #expect(listing.missing == ["libgone.so.1"])
        #expect(listing.lacks(["libcurl.so.4", "libz.so.1"]) == ["libgone.so.1", "libz.so.1"])
    }
}
