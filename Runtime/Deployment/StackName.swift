/// Names of stacks: letters, digits and hyphens, a letter first, 128 at most.
package enum StackName {
    package static func isValid(_ name: String) -> Bool {
        let bytes = Array(name.utf8)
        guard let first = bytes.first, isLetter(first), bytes.count <= 128 else { return false }
        return bytes.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// The name nearest to that of a folder; `nil` where none is near.
    package static func suggested(for folder: String) -> String? {
        let bytes = folder.utf8.map { isLetter($0) || isDigit($0) ? $0 : UInt8(ascii: "-") }
        let name = String(decoding: bytes.drop { !isLetter($0) }.prefix(128), as: UTF8.self)
        return isValid(name) ? name : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
