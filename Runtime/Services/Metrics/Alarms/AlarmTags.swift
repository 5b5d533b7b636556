import JSON
import Wire

/// The tags of an alarm.
enum AlarmTags {
    private static let limit = 50

    /// The tags with those of a request added or put in place.
    static func merged(_ tags: [String: String], _ new: JSON?) throws(AWSError) -> [String: String] {
        var tags = tags
        for tag in new?.arrayValue ?? [] { tags[tag["Key"]?.stringValue ?? ""] = tag["Value"]?.stringValue ?? "" }
        guard tags.count <= limit else { throw .invalidValue("A resource may have \(limit) tags.") }
        return tags
    }

    /// The name of the alarm that an ARN of a request names.
    static func alarm(_ input: JSON.Object) throws(AWSError) -> String {
        let text = input["ResourceARN"]?.stringValue ?? ""
        guard let arn = ARN(text), arn.service == "cloudwatch", arn.resource.hasPrefix("alarm:") else {
            throw .noSuchResource(text)
        }
        return String(arn.resource.dropFirst("alarm:".count))
    }
}
