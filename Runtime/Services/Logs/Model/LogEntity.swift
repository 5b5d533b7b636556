import JSON
import ServiceKit

/// What events are about, as who sends them says. Nothing looks for events by it: it is checked alone.
/// https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_Entity.html
enum LogEntity {
    static let shape = Shape.structure(
        [
            .optional("keyAttributes", .map(.string(length: 1...512), java: "java.lang.String", length: 2...4)),
            .optional("attributes", .map(.string(length: 1...512), java: "java.lang.String", length: 0...10)),
        ],
        java: "com.amazonaws.logs.Entity"
    )

    private static let keys: Set = ["Type", "ResourceType", "Identifier", "Name", "Environment"]

    /// `rejectedEntityInfo` of a reply: the events are taken in any case.
    static func rejection(_ entity: JSON?) -> JSON? {
        guard let entity else { return nil }
        guard let attributes = entity["keyAttributes"]?.objectValue else {
            return ["errorType": "MissingRequiredFields"]
        }
        if !attributes.members.allSatisfy({ keys.contains($0.key) }) { return ["errorType": "InvalidKeyAttributes"] }
        return attributes["Type"] == nil ? ["errorType": "MissingRequiredFields"] : nil
    }
}
