import JSON
import ServiceKit
import Wire

/// Names that users give to versions of a parameter. A label stands on one version at a time.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-labels.html
struct Labels {
    private static let perVersion = 10
    private static let length = 1...100

    let valid: [String]
    let invalid: [String]

    init(_ json: JSON?) throws(AWSError) {
        let labels = (json?.arrayValue ?? []).compactMap(\.stringValue)
        guard labels.count <= Self.perVersion else { throw Self.tooMany }
        guard labels.allSatisfy({ Self.length.contains($0.count) }) else {
            throw .validation(
                "1 validation error detected: Value '[\(labels.joined(separator: ", "))]' at 'labels' failed to "
                    + "satisfy constraint: Member must satisfy constraint: [Member must have length less than or "
                    + "equal to 100, Member must have length greater than or equal to 1]"
            )
        }
        valid = labels.filter(Self.isValid)
        invalid = labels.filter { !Self.isValid($0) }
    }

    /// Letters, digits and `.-_`, not with a digit, `aws` or `ssm` in front.
    private static func isValid(_ label: String) -> Bool {
        let lower = label.lowercased()
        return !lower.hasPrefix("aws") && !lower.hasPrefix("ssm") && label.first?.isNumber == false
            && label.utf8.allSatisfy { $0 != UInt8(ascii: "/") && ParameterName.isAllowed($0) }
    }

    /// What the labels of a version are when these have come to it.
    func added(to labels: [String]) throws(AWSError) -> [String] {
        let all = labels + valid.filter { !labels.contains($0) }
        guard all.count <= Self.perVersion else { throw Self.tooMany }
        return all
    }

    private static var tooMany: AWSError {
        AWSError(
            "ParameterVersionLabelLimitExceeded",
            message: "An error occurred (ParameterVersionLabelLimitExceeded) when calling the LabelParameterVersion "
                + "operation: A parameter version can have maximum 10 labels."
                + "Move one or more labels to another version and try again."
        )
    }
}
