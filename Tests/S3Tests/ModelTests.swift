import Testing
import Time
import Wire

@testable import S3

@Suite struct ModelTests {
    @Test(
        arguments: [
            ("bytes=0-4", 0..<5), ("bytes=5-", 5..<10), ("bytes=-3", 7..<10), ("bytes=8-99", 8..<10),
            ("bytes=-99", 0..<10),
            ("bytes=4-2", nil), ("bytes=0-1,3-4", nil), ("bytes=x-", nil), ("items=0-1", nil), (nil, nil),
        ] as [(String?, Range<Int>?)]
    )
    func ranges(_ header: String?, _ range: Range<Int>?) throws {
        #expect(try ByteRange.range(header, size: 10) == range)
    }

    @Test(arguments: ["bytes=10-", "bytes=99-100", "bytes=-0"])
    func rangesBehindTheEnd(_ header: String) {
        #expect { try ByteRange.range(header, size: 10) } throws: { ($0 as? AWSError)?.status == 416 }
    }

    private let modified = Timestamp(iso8601: "2026-11-21T03:04:05Z") ?? Timestamp(nanosecondsSinceEpoch: 0)

    @Test(
        arguments: [
            (["If-Match": "\"e\""], .met), (["If-Match": "*"], .met), (["If-Match": "\"x\""], .failed("If-Match")),
            (["If-None-Match": "\"x\", \"e\""], .notModified), (["If-None-Match": "\"x\""], .met),
            (["If-Modified-Since": "Sat, 21 Nov 2026 03:04:05 GMT"], .notModified),
            (["If-Modified-Since": "Sat, 21 Nov 2026 03:04:04 GMT"], .met),
            (["If-Unmodified-Since": "Sat, 21 Nov 2026 03:04:04 GMT"], .failed("If-Unmodified-Since")),
            (["If-Unmodified-Since": "Sat, 21 Nov 2026 03:04:04 GMT", "If-Match": "e"], .met),
            (["If-Modified-Since": "Sat, 21 Nov 2026 03:04:05 GMT", "If-None-Match": "x"], .met),
            (["If-Modified-Since": "yesterday"], .met),
        ] as [(HTTPHeaders, Conditions.Outcome)]
    )
    func conditions(_ headers: HTTPHeaders, _ outcome: Conditions.Outcome) {
        #expect(Conditions(headers).outcome(etag: "e", modified: modified) == outcome)
    }

    private func list(
        _ keys: [String],
        prefix: String = "",
        delimiter: String = "",
        after: String = "",
        limit: Int = 1_000
    ) -> Listing<String> {
        var listing = Listing<String>(prefix: prefix, delimiter: delimiter, after: after, limit: limit)
        var start = listing.start
        let sorted = keys.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) }
        for key in sorted where !key.lexicographicallyPrecedes(start) {
            let step = listing.take(key, String(decoding: key, as: UTF8.self))
            if step == .stop { break }
            if case .skip(let next) = step { start = next }
        }
        return listing
    }

    private let keys = ["a", "b/1", "b/2", "b/c/3", "b0", "c/1", "é", "z"]

    @Test func allKeys() { #expect(list(keys).elements == ["a", "b/1", "b/2", "b/c/3", "b0", "c/1", "z", "é"]) }

    @Test func keysThatShareAPrefix() {
        let top = list(keys, delimiter: "/")
        #expect(top.elements == ["a", "b0", "z", "é"] && top.prefixes == ["b/", "c/"])
        let inside = list(keys, prefix: "b/", delimiter: "/")
        #expect(inside.elements == ["b/1", "b/2"] && inside.prefixes == ["b/c/"])
    }

    @Test func pagesFollowEachOther() {
        var (after, pages): (String, [[String]]) = ("", [])
        while true {
            let page = list(keys, delimiter: "/", after: after, limit: 2)
            pages.append(page.elements + page.prefixes)
            guard page.isTruncated, let last = page.last else { break }
            after = last
        }
        #expect(pages == [["a", "b/"], ["b0", "c/"], ["z", "é"]])
        #expect(list(keys, limit: 0).items.isEmpty && !list(keys, limit: 0).isTruncated)
    }

    @Test func whatStandsInForms() {
        #expect(KeyEncoding.encode("a b/ü+(1)~.txt") == "a+b/%C3%BC%2B%281%29%7E.txt")
    }

    @Test func documentsOfXML() throws {
        let text = """
            <?xml version="1.0"?><!-- x --><a:Root xmlns:a="u"><B t='1 &lt; 2'>x &amp; &#252;</B><C/><B><![CDATA[<y>]]></B></a:Root>
            """
        let root = try #require(XMLElement(parsing: Array(text.utf8)))
        #expect(root.name == "Root" && root.all("B").map(\.text) == ["x & ü", "<y>"] && root["C"] != nil)
        #expect(root["B"]?.attributes == ["t": "1 < 2"])
        #expect(XMLElement(parsing: Array(root.xml.utf8))?.xml == root.xml)
    }

    @Test(arguments: [
        "", "x", "<a>", "<a></b>", "<a/><b/>", "<a>&x;</a>", "<!DOCTYPE a><a/>", "<a", "<a b></a>", "<a><!-- </a>",
        String(repeating: "<a>", count: 100),
    ])
    func whatIsNoDocument(_ text: String) { #expect(XMLElement(parsing: Array(text.utf8)) == nil) }

    @Test func slicesOfBodies() {
        let body = StoredBody(segments: [
            .init(place: .file("one"), offset: 5, count: 10),
            .init(place: .bytes(Array("0123456789".utf8)), offset: 0, count: 10),
        ])
        #expect(
            body.slice(8..<13).segments == [
                .init(place: .file("one"), offset: 13, count: 2),
                .init(place: .bytes(Array("0123456789".utf8)), offset: 0, count: 3),
            ]
        )
        #expect(body.slice(0..<20) == body && body.slice(20..<20).segments.isEmpty)
    }

    @Test func bodiesAreKeptAsTheyAre() throws {
        let body = StoredBody(segments: [
            .init(place: .bytes([1, 2]), offset: 0, count: 2), .init(place: .file("f"), offset: 3, count: 4),
            .init(place: .bytes([5]), offset: 0, count: 1),
        ])
        let kept = try StoredBody(description: Array(body.description.utf8), inline: body.inline)
        #expect(kept == body && StoredBody.files(in: Array(body.description.utf8)) == ["f"])
    }
}
