import JSON
import Wire

/// Instruction sets of functions and layers.
enum Architectures {
    static let all = ["x86_64", "arm64"]
    static let constraint =
        "Member must satisfy enum value set: [\(all.joined(separator: ", "))], Member must not be null"

    static func check(_ values: [JSON]) throws(AWSError) {
        let names = values.compactMap(\.stringValue)
        guard !names.allSatisfy(all.contains) else { return }
        throw AWSError(
            "ValidationException",
            message:
                "1 validation error detected: Value '[\(names.joined(separator: ", "))]' at 'architectures' failed "
                + "to satisfy constraint: Member must satisfy constraint: [\(constraint)]"
        )
    }
}
