import JSON

/// The result of a stage, with all that is needed to tell whether it still holds.
package struct StageEntry: Hashable, Sendable {
    package struct Facts: Hashable, Codable, Sendable {
        /// How often the stage had been invalidated when this was made.
        package var generation: Int
        /// `Stage.version` of the code that made it.
        package var version: Int
        /// What it was made of: the fingerprint of the stage before; for a raw page, where it was fetched.
        package var source: String
        /// Milliseconds since 1970.
        package var madeAt: Int
        /// The provider's name for this very content; raw pages only.
        package var etag: String?

        package init(generation: Int, version: Int, source: String, madeAt: Int, etag: String? = nil) {
            self.generation = generation
            self.version = version
            self.source = source
            self.madeAt = madeAt
            self.etag = etag
        }
    }

    package var facts: Facts
    package var content: [UInt8]

    package init(facts: Facts, content: [UInt8]) {
        self.facts = facts
        self.content = content
    }

    /// Tells contents apart: FNV-1a and the length.
    package var fingerprint: String {
        let hash = content.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        return "\(String(hash, radix: 16))-\(content.count)"
    }
}

// MARK: - Bytes

extension StageEntry {
    /// The facts as one line of JSON, then the content as it is: what the cache and the table hold.
    package func bytes() throws -> [UInt8] { try JSONCoder.encode(facts) + [UInt8(ascii: "\n")] + content }

    /// `nil` for bytes that are no entry; they count as absent.
    package init?(bytes: [UInt8]) {
        guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")),
            let facts = try? JSONCoder.decode(Facts.self, from: bytes[..<end])
        else { return nil }
        self.init(facts: facts, content: Array(bytes[(end + 1)...]))
    }
}
