/// Decompresses DEFLATE data (RFC 1951).
struct Inflate {
    private let input: ArraySlice<UInt8>
    private var index: Int
    private var bits: UInt32 = 0
    private var bitCount = 0
    private var output: [UInt8] = []

    init(_ input: ArraySlice<UInt8>) {
        self.input = input
        index = input.startIndex
    }

    /// `nil` for data that is damaged, or for more than `limit` bytes.
    mutating func run(limit: Int) -> [UInt8]? {
        var isLast = false
        while !isLast {
            guard let final = take(1), let kind = take(2) else { return nil }
            isLast = final == 1
            let isRead: Bool
            switch kind {
            case 0: isRead = stored(limit)
            case 1: isRead = block(Self.fixedLengths, Self.fixedDistances, limit)
            case 2: isRead = dynamicBlock(limit)
            default: isRead = false
            }
            guard isRead else { return nil }
        }
        return output
    }

    // MARK: Bits

    /// The next bits, the lowest first.
    private mutating func take(_ count: Int) -> Int? {
        while bitCount < count {
            guard index < input.endIndex else { return nil }
            bits |= UInt32(input[index]) << UInt32(bitCount)
            index += 1
            bitCount += 8
        }
        let value = Int(bits & (1 << UInt32(count) - 1))
        bits >>= UInt32(count)
        bitCount -= count
        return value
    }

    private mutating func symbol(_ code: HuffmanCode) -> Int? {
        var (value, first, position) = (0, 0, 0)
        for length in 1...15 {
            guard let bit = take(1) else { return nil }
            value |= bit
            let count = code.counts[length]
            if value - first < count { return code.symbols[position + value - first] }
            position += count
            first = (first + count) << 1
            value <<= 1
        }
        return nil
    }

    // MARK: Blocks

    private mutating func stored(_ limit: Int) -> Bool {
        (bits, bitCount) = (0, 0)
        guard index + 4 <= input.endIndex else { return false }
        let length = Int(input[index]) | Int(input[index + 1]) << 8
        let complement = Int(input[index + 2]) | Int(input[index + 3]) << 8
        index += 4
        guard length == complement ^ 0xFFFF, index + length <= input.endIndex, output.count + length <= limit else {
            return false
        }
        output += input[index..<(index + length)]
        index += length
        return true
    }

    private mutating func dynamicBlock(_ limit: Int) -> Bool {
        guard let literals = take(5), let distances = take(5), let codes = take(4) else { return false }
        var lengths = [Int](repeating: 0, count: 19)
        for position in Self.codeOrder.prefix(codes + 4) {
            guard let length = take(3) else { return false }
            lengths[position] = length
        }
        guard let all = codeLengths(HuffmanCode(lengths), literals + 257 + distances + 1) else { return false }
        return block(
            HuffmanCode(Array(all[..<(literals + 257)])),
            HuffmanCode(Array(all[(literals + 257)...])),
            limit
        )
    }

    /// The lengths of the codes of a block, which are themselves coded.
    private mutating func codeLengths(_ code: HuffmanCode, _ count: Int) -> [Int]? {
        var lengths: [Int] = []
        while lengths.count < count {
            guard let symbol = symbol(code) else { return nil }
            switch symbol {
            case 16:
                guard let last = lengths.last, let times = take(2) else { return nil }
                lengths += [Int](repeating: last, count: times + 3)
            case 17:
                guard let times = take(3) else { return nil }
                lengths += [Int](repeating: 0, count: times + 3)
            case 18:
                guard let times = take(7) else { return nil }
                lengths += [Int](repeating: 0, count: times + 11)
            default: lengths.append(symbol)
            }
        }
        return lengths.count == count ? lengths : nil
    }

    private mutating func block(_ literals: HuffmanCode, _ distances: HuffmanCode, _ limit: Int) -> Bool {
        while let symbol = symbol(literals) {
            if symbol == 256 { return true }
            if symbol < 256 {
                guard output.count < limit else { return false }
                output.append(UInt8(symbol))
                continue
            }
            guard symbol - 257 < Self.lengthBases.count,
                let extra = take(Self.lengthBits[symbol - 257]),
                let code = self.symbol(distances), code < Self.distanceBases.count,
                let more = take(Self.distanceBits[code])
            else { return false }
            let length = Self.lengthBases[symbol - 257] + extra
            let distance = Self.distanceBases[code] + more
            guard distance <= output.count, output.count + length <= limit else { return false }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
        return false
    }

    // MARK: Tables of RFC 1951

    private static let codeOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let lengthBits = [
        0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145, 8193, 12_289, 16_385, 24_577,
    ]
    private static let distanceBits = [
        0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
    ]
    private static let fixedLengths = HuffmanCode(
        (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
    )
    private static let fixedDistances = HuffmanCode([Int](repeating: 5, count: 30))
}

/// A canonical Huffman code: how many codes there are of each length, and their symbols in the order of the codes.
struct HuffmanCode: Sendable {
    let counts: [Int]
    let symbols: [Int]

    /// `lengths` by symbol, from 0 for none to 15.
    init(_ lengths: [Int]) {
        var counts = [Int](repeating: 0, count: 16)
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        self.counts = counts
        symbols = (1...15).flatMap { length in lengths.indices.filter { lengths[$0] == length } }
    }
}
