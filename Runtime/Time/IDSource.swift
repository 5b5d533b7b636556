#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif
import Synchronization

/// Where identifiers and random numbers come from. A seeded source gives the same ones every time.
package final class IDSource: Sendable {
    private let generator: Mutex<any RandomNumberGenerator & Sendable>

    /// Unpredictable identifiers.
    package init() { generator = Mutex(BufferedSystemRandom()) }

    /// The same identifiers in the same order, for tests and golden files.
    package init(seed: UInt64) { generator = Mutex(SeededRandom(seed: seed)) }

    package func next() -> UInt64 { generator.withLock { $0.next() } }

    /// A version 4 UUID in lower case, as AWS writes its request ids.
    package func uuid() -> String {
        let high = next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        return String(unsafeUninitializedCapacity: 36) { buffer in
            var index = 0
            for position in 0..<32 {
                if position == 8 || position == 12 || position == 16 || position == 20 {
                    buffer[index] = UInt8(ascii: "-")
                    index += 1
                }
                buffer[index] = hexDigit((position < 16 ? high : low) >> UInt64(60 - position % 16 * 4) & 15)
                index += 1
            }
            return index
        }
    }

    /// `count` lower-case hexadecimal digits.
    package func hex(_ count: Int) -> String {
        String(unsafeUninitializedCapacity: count) { buffer in
            eachHexDigit(count) { buffer[$0] = $1 }
            return count
        }
    }

    /// The same, at the end of `bytes`.
    package func hex(_ count: Int, to bytes: inout [UInt8]) { eachHexDigit(count) { bytes.append($1) } }

    private func eachHexDigit(_ count: Int, _ body: (Int, UInt8) -> Void) {
        var number: UInt64 = 0
        for index in 0..<count {
            if index % 16 == 0 { number = next() }
            body(index, hexDigit(number >> 60))
            number <<= 4
        }
    }
}

extension IDSource {
    /// `count` of the given characters, each as likely as the others.
    package func text(_ count: Int, of alphabet: Alphabet) -> String {
        String((0..<count).map { _ in alphabet.characters[Int(next() % UInt64(alphabet.characters.count))] })
    }

    package struct Alphabet: Sendable {
        fileprivate let characters: [Character]

        /// What identifiers of IAM and access keys are made of.
        package static let base32 = Alphabet(characters: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"))
        /// What those of code signing configurations are made of.
        package static let base36 = Alphabet(characters: Array("abcdefghijklmnopqrstuvwxyz0123456789"))
        package static let alphanumeric = Alphabet(
            characters: Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
        )
    }
}

/// The system's random numbers, fetched 256 bytes at a time: a system call for each costs more than all else of an id.
private struct BufferedSystemRandom: RandomNumberGenerator, Sendable {
    private var numbers: [UInt64] = []

    mutating func next() -> UInt64 {
        if let number = numbers.popLast() { return number }
        numbers = [UInt64](repeating: 0, count: 32)
        let isFilled = numbers.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
        if !isFilled {
            var system = SystemRandomNumberGenerator()
            numbers = numbers.map { _ in system.next() }
        }
        return numbers.removeLast()
    }
}
