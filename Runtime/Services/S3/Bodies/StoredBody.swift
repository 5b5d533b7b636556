import JSON
import Wire

/// Where the bytes of an object are: parts of files one behind the other, or the store itself for a few bytes.
struct StoredBody: Sendable, Hashable {
    struct Segment: Sendable, Hashable {
        enum Place: Sendable, Hashable {
            case file(String)
            case bytes([UInt8])
        }

        var place: Place
        var offset: Int
        var count: Int
    }

    /// Bodies up to this size are kept in the store: a file of their own would cost more than they do.
    static let inlineLimit = 16 << 10

    var segments: [Segment]

    var count: Int { segments.reduce(0) { $0 + $1.count } }

    var files: [String] {
        segments.compactMap { if case .file(let name) = $0.place { name } else { nil } }
    }

    init(segments: [Segment] = []) { self.segments = segments }

    init(bytes: [UInt8]) {
        segments = bytes.isEmpty ? [] : [Segment(place: .bytes(bytes), offset: 0, count: bytes.count)]
    }

    init(file: String, count: Int) { segments = [Segment(place: .file(file), offset: 0, count: count)] }

    /// The bytes of a range.
    func slice(_ range: Range<Int>) -> StoredBody {
        var (slices, start): ([Segment], Int) = ([], 0)
        for segment in segments {
            let overlap = range.clamped(to: start..<(start + segment.count))
            if !overlap.isEmpty {
                var slice = segment
                slice.offset += overlap.lowerBound - start
                slice.count = overlap.count
                slices.append(slice)
            }
            start += segment.count
        }
        return StoredBody(segments: slices)
    }

    /// The same bytes for another object: files under other names.
    func copy(_ bodies: BodyStore) throws(AWSError) -> StoredBody {
        var copy = StoredBody()
        do throws(AWSError) {
            for segment in segments {
                var other = segment
                switch segment.place {
                case .file(let name): other.place = .file(try bodies.link(name))
                case .bytes(let bytes):
                    other.place = .bytes(Array(bytes[segment.offset..<(segment.offset + segment.count)]))
                    other.offset = 0
                }
                copy.segments.append(other)
            }
        } catch {
            bodies.remove(copy.files)
            throw error
        }
        return copy
    }

    // MARK: In the store

    /// `[["name", offset, count], …]`; empty for what is in the store itself.
    var description: String {
        let list = segments.map { segment -> JSON in
            switch segment.place {
            case .file(let name): [.string(name), JSON(segment.offset), JSON(segment.count)]
            case .bytes: [.null, JSON(segment.offset), JSON(segment.count)]
            }
        }
        return JSON.array(list).text
    }

    /// All bytes that are kept in the store, one behind the other.
    var inline: [UInt8] {
        segments.reduce(into: []) { all, segment in
            if case .bytes(let bytes) = segment.place {
                all += bytes[segment.offset..<(segment.offset + segment.count)]
            }
        }
    }

    /// As `description` and `inline` have it.
    init(description: [UInt8], inline: [UInt8]) throws {
        var start = 0
        segments = try (JSON(parsing: description).arrayValue ?? []).map { entry in
            let (offset, count) = (entry.arrayValue?[1].intValue ?? 0, entry.arrayValue?[2].intValue ?? 0)
            if let name = entry.arrayValue?.first?.stringValue {
                return Segment(place: .file(name), offset: offset, count: count)
            }
            defer { start += count }
            let end = min(start + count, inline.count)
            return Segment(place: .bytes(Array(inline[min(start, end)..<end])), offset: 0, count: end - min(start, end))
        }
    }

    /// The names of the files in a description.
    static func files(in description: [UInt8]) -> [String] {
        ((try? JSON(parsing: description))?.arrayValue ?? []).compactMap { $0.arrayValue?.first?.stringValue }
    }
}
