/// An execution environment in the eyes of the model: never given twice.
package struct EnvironmentID: Hashable, Sendable, CustomStringConvertible {
    /// The serial number in the upper 36 bits, the place in the table in the lower 28.
    private var bits: UInt64

    init(number: UInt64, slot: Int) { bits = number << 28 | UInt64(slot) }

    /// Counts the environments of a fleet from 1.
    package var number: UInt64 { bits >> 28 }
    /// Where the environment stands in the fleet's table. Small, and given again once the environment is gone: an owner
    /// may keep what it knows of an environment in an array.
    package var slot: Int { Int(bits & 0xFFF_FFFF) }
    package var description: String { "\(number)" }

    static let none = EnvironmentID(number: 0, slot: 0)
}

/// A function version whose environments the model tracks.
package struct FunctionID: Hashable, Sendable {
    /// Counts the functions of a fleet from 0.
    package let number: Int
}
