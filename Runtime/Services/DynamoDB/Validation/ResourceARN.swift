import ServiceKit
import Wire

/// The `ResourceArn` of a request, which must be that of a table.
struct ResourceARN: Sendable {
    static let shape = Shape.string()

    let text: String

    /// Refuses what is no ARN.
    init(_ text: String?) throws(AWSError) {
        guard let text else { throw .validation("Invalid TableArn") }
        guard text.hasPrefix("arn:") else { throw .invalid("ARNs must start with 'arn:': \(text)") }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count >= 6 else {
            throw .invalid("\(Self.missingPart(behind: parts.count)) not found: \(text)")
        }
        self.text = text
    }

    /// What the parser of AWS's ARNs says of one that ends too early.
    private static func missingPart(behind parts: Int) -> String {
        switch parts {
        case 2: "Second colon partition"
        case 3: "Third colon vendor"
        case 4: "Fourth colon (region/namespace delimiter)"
        default: "Fifth colon (namespace/relative-id delimiter)"
        }
    }

    /// The table's name. Refuses what is no table: an index, or another service's.
    func tableName(_ catalogue: Catalogue) throws(AWSError) -> String {
        let arn = ARN(text)
        let path = arn?.resource.split(separator: "/", omittingEmptySubsequences: false) ?? []
        guard arn?.service == "dynamodb", path.first == "table", path.dropFirst(2).first != "backup" else {
            throw .invalid("Provided Arn is not a DynamoDB resource arn: \(text)")
        }
        guard path.dropFirst(2).first != "index" else {
            throw .invalid(
                "Invalid resource arn provided, only table or stream is accepted. Provided resource arn: \(text)"
            )
        }
        return try catalogue.name(text)
    }
}
