import FoundationEssentials

/// The text being written, with the values that are open, outermost first.
///
/// A value is written while its `encode(to:)` runs, straight to the end of the text. What `Codable` lets a value write
/// to later (nested containers, `super`) gets an output of its own, put in place at the end.
final class JSONOutput {
    struct Frame {
        enum Kind { case empty, single, array, object }

        var kind = Kind.empty
        /// How many members or elements have been written.
        var count = 0
        /// What the value is called in the one around it.
        var key: (any CodingKey)?
    }

    var writer = JSONWriter(capacity: 256)
    private(set) var frames: [Frame] = []
    private var splices: [(position: Int, output: JSONOutput)] = []
    private let path: [any CodingKey]

    init(path: [any CodingKey]) { self.path = path }

    var hasSplices: Bool { !splices.isEmpty }

    /// Where the value of frame `index` stands.
    func path(to index: Int) -> [any CodingKey] {
        path + frames.prefix(index + 1).compactMap(\.key)
    }

    // MARK: Frames

    func push(key: (any CodingKey)?) -> Int {
        frames.append(Frame(key: key))
        return frames.count - 1
    }

    private func pop() {
        close(frames.count - 1)
        frames.removeLast()
    }

    private func close(_ index: Int) {
        switch frames[index].kind {
        case .object: writer.bytes.append(UInt8(ascii: "}"))
        case .array: writer.bytes.append(UInt8(ascii: "]"))
        case .empty: writer.raw("{}")
        case .single: break
        }
    }

    /// Makes the value of frame `index` an object or array. Asking again goes on where the first container is.
    func open(_ kind: Frame.Kind, _ index: Int) {
        if frames[index].kind == .empty {
            frames[index].kind = kind
            if kind != .single { writer.bytes.append(kind == .object ? UInt8(ascii: "{") : UInt8(ascii: "[")) }
        }
        precondition(frames[index].kind == kind, "A value asked for containers of different kinds")
    }

    /// Stands before the next member of frame `index`.
    @inline(__always)
    func member(_ name: String, _ index: Int) {
        if frames[index].count > 0 { writer.bytes.append(UInt8(ascii: ",")) }
        frames[index].count += 1
        writer.string(name)
        writer.bytes.append(UInt8(ascii: ":"))
    }

    /// Stands before the next element of frame `index`.
    @inline(__always)
    func element(_ index: Int) {
        if frames[index].count > 0 { writer.bytes.append(UInt8(ascii: ",")) }
        frames[index].count += 1
    }

    // MARK: Splices

    /// A text of its own that will stand here.
    func splice(below index: Int, key: any CodingKey) -> JSONOutput {
        let output = JSONOutput(path: path(to: index) + [key])
        _ = output.push(key: nil)
        splices.append((writer.bytes.count, output))
        return output
    }

    /// Closes what is open. Returns the whole text.
    func finish() -> [UInt8] {
        while !frames.isEmpty { pop() }
        guard hasSplices else { return writer.bytes }
        var text: [UInt8] = []
        var start = 0
        for (position, output) in splices {
            text += writer.bytes[start..<position]
            text += output.finish()
            start = position
        }
        return text + writer.bytes[start...]
    }

    /// Runs `body`, which writes one member or element into frame `index`. If it throws, it has written nothing.
    @inline(__always)
    func writing(_ index: Int, _ body: () throws -> Void) rethrows {
        let (length, depth, spliced, count) = (writer.bytes.count, frames.count, splices.count, frames[index].count)
        do {
            try body()
        } catch {
            writer.bytes.removeLast(writer.bytes.count - length)
            frames.removeLast(frames.count - depth)
            splices.removeLast(splices.count - spliced)
            frames[index].count = count
            throw error
        }
    }
}

// MARK: - Values

extension JSONOutput {
    func encode<T: Encodable>(_ value: T, key: (any CodingKey)?) throws {
        switch value {
        case let text as String where T.self == String.self: writer.string(text)
        case let data as Data where T.self == Data.self: writer.string(data.base64EncodedString())
        case let url as URL where T.self == URL.self: writer.string(url.absoluteString)
        case let number as Decimal where T.self == Decimal.self: try write(number, key)
        default:
            let index = push(key: key)
            try value.encode(to: JSONValueEncoder(output: self, frame: index))
            pop()
        }
    }

    @inline(__always)
    func write(_ flag: Bool) { writer.raw(flag ? "true" : "false") }

    @inline(__always)
    func write(_ number: some FixedWidthInteger) { writer.raw(String(number)) }

    func write<Number: BinaryFloatingPoint & LosslessStringConvertible>(_ number: Number, _ key: (any CodingKey)?)
        throws
    {
        guard number.isFinite else { throw notANumber(number, key) }
        if let whole = Int(exactly: number), abs(whole) < 1 << 53 {
            write(whole)
        } else {
            writer.raw("\(number)")
        }
    }

    private func write(_ number: Decimal, _ key: (any CodingKey)?) throws {
        guard !number.isNaN else { throw notANumber(number, key) }
        writer.raw(number.description)
    }

    private func notANumber(_ value: Any, _ key: (any CodingKey)?) -> EncodingError {
        let path = path(to: frames.count - 1) + (key.map { [$0] } ?? [])
        return .invalidValue(value, .init(codingPath: path, debugDescription: "JSON has no \(value)"))
    }
}
