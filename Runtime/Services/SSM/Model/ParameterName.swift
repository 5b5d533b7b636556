import ServiceKit
import Wire

/// What a parameter may be called: `name`, or `/path/to/name` with up to fifteen levels.
/// https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
enum ParameterName {
    private static let levels = 15
    /// Characters of a name with the ARN before it.
    private static let lengthWithARN = 1011

    static func check(_ name: String, _ account: AWSAccount) throws(AWSError) {
        try checkPrefix(name)
        guard name.utf8.allSatisfy(isAllowed), !name.contains("//"), !name.hasSuffix("/") else {
            throw .validation(
                "Invalid parameter name. Please use correct syntax for referencing a version/label "
                    + "<name>:<version/label>"
            )
        }
        guard !name.contains("/") || name.hasPrefix("/") else {
            throw .validation("Parameter name must be a fully qualified name.")
        }
        guard name.count(where: { $0 == "/" }) <= levels else {
            throw AWSError(
                "HierarchyLevelLimitExceededException",
                message: "Parameter hierarchies are limited to a maximum of \(levels) levels."
            )
        }
        let arn = account.arn("ssm", "parameter/\(name)").description
        guard arn.utf8.count <= lengthWithARN else {
            throw .validation("Parameter name is too long: with its ARN it may have \(lengthWithARN) characters.")
        }
    }

    /// Refuses the name of a parameter to be read that none can have.
    static func checkPath(_ name: String) throws(AWSError) {
        guard !name.contains("//"), !name.contains("/") || name.hasPrefix("/") else { throw badPath }
    }

    private static let badPath = AWSError.validation(
        "Parameter name: can't be prefixed with \"ssm\" (case-insensitive). If formed as a path, it can consist of "
            + "sub-paths divided by slash symbol; each sub-path can be formed as a mix of letters, numbers and the "
            + "following 3 symbols .-_"
    )

    private static func checkPrefix(_ name: String) throws(AWSError) {
        let lower = name.lowercased()
        if lower.hasPrefix("/aws") {
            throw AWSError("AccessDeniedException", message: "No access to reserved parameter name: \(name).")
        }
        if lower.hasPrefix("/ssm") {
            throw badPath
        }
        if lower.hasPrefix("aws") || lower.hasPrefix("ssm") {
            throw .validation("Parameter name: can't be prefixed with \"aws\" or \"ssm\" (case-insensitive).")
        }
    }

    /// Letters, digits and `_.-/`.
    static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_.-/".utf8.contains(character)
        }
    }
}

/// How requests name a parameter and perhaps one of its versions: by name or ARN, and behind a colon a version or label.
struct ParameterReference: Sendable, Hashable {
    /// As the request has it.
    var text: String
    var name: String
    /// The number of a version, or a label.
    var selector: String?
    private(set) var isARN = false

    init(_ text: String) {
        self.text = text
        var rest = Substring(text)
        if let arn = ARN(text), arn.service == "ssm", arn.resource.hasPrefix("parameter/") {
            rest = Substring(arn.resource.dropFirst("parameter".count))
            isARN = true
        }
        let parts = rest.split(separator: ":" as Character, omittingEmptySubsequences: false)
        guard parts.count <= 2 else {
            name = String(rest)
            return
        }
        name = String(parts[0])
        selector = parts.count == 2 ? String(parts[1]) : nil
    }
}

extension AWSError {
    static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message: message) }

    static func noSuchParameter(_ name: String) -> AWSError {
        AWSError("ParameterNotFound", message: "Parameter \(name) not found.")
    }

    static func noSuchVersion(_ version: String, of name: String) -> AWSError {
        AWSError(
            "ParameterVersionNotFound",
            message: "Systems Manager could not find version \(version) of \(name). Verify the version and try again."
        )
    }
}
