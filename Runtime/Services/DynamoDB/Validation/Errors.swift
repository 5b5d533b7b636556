import JSON
import Wire

/// DynamoDB's errors, in its words.
/// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
extension AWSError {
    static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message: message) }

    /// What the writes of single items say of a request that is refused before it is looked up.
    static func enveloped<Value>(_ read: () throws(AWSError) -> Value) throws(AWSError) -> Value {
        do throws(AWSError) {
            return try read()
        } catch {
            guard error.code == "ValidationException" else { throw error }
            throw .validation("1 validation error detected: \(error.message)")
        }
    }

    static func invalid(_ message: String) -> AWSError {
        validation("One or more parameter values were invalid: \(message)")
    }

    static let keyMismatch = validation("The provided key element does not match the schema")

    /// A key that is empty: unlike others, AWS refuses it before it begins a transaction.
    var isEmptyKey: Bool { message.hasPrefix("One or more parameter values are not valid.") }

    static let tooNested = validation(
        "Nesting Levels have exceeded supported limits: "
            + "Attributes in the item have nested levels beyond supported limit"
    )

    static let itemTooLarge = validation("Item size has exceeded the maximum allowed size")

    static let noSuchTable = AWSError("ResourceNotFoundException", message: "Requested resource not found")

    static func noSuchTable(named name: String) -> AWSError {
        AWSError("ResourceNotFoundException", message: "Requested resource not found: Table: \(name) not found")
    }

    static func invalidTableARN(_ text: String) -> AWSError {
        validation("Invalid TableArn: Invalid ResourceArn provided as input \(text)")
    }

    static func tableExists(_ name: String) -> AWSError {
        AWSError("ResourceInUseException", message: "Table already exists: \(name)")
    }

    static func tableInUse(_ name: String) -> AWSError {
        AWSError(
            "ResourceInUseException",
            message: "Attempt to change a resource which is still in use: Table is being updated: \(name)"
        )
    }

    static func limitExceeded(_ message: String) -> AWSError {
        AWSError("LimitExceededException", message: "Subscriber limit exceeded: \(message)")
    }

    /// `item` is what is there instead, for a caller that asked for it.
    static func conditionFailed(item: AttributeMap?) -> AWSError {
        var members = JSON.Object()
        if let item { members["Item"] = item.json }
        return AWSError("ConditionalCheckFailedException", message: "The conditional request failed", members: members)
    }

    static let internalFailure = AWSError("InternalServerError", status: 500, message: "Internal server error")
}
