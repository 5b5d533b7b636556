import JSON
import ServiceKit
import Wire

/// Lists the tags of a rule or bus.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_ListTagsForResource.html
struct ListTagsForResource: DocumentQuery<EventBridge> {
    static let input = Shape.structure(
        [.required("ResourceARN", .string(length: 1...1600))],
        java: "ListTagsForResourceRequest"
    )

    let call: RegionalCall

    func answer(_ documents: Documents, _ service: EventBridge) throws(AWSError) -> JSON {
        let arn = try documents.taggable(call)
        return ["Tags": documents[call.shelf(Kind.tags), arn]?["Tags"] ?? []]
    }
}

extension Documents {
    /// The ARN of the request, if it is that of a rule or bus that is there.
    func taggable(_ call: RegionalCall) throws(AWSError) -> String {
        let text = call.text("ResourceARN") ?? ""
        let parts = (ARN(text)?.resource ?? "").split(separator: "/").map(String.init)
        switch parts.first {
        case "rule" where parts.count == 2: _ = try rule(parts[1], "default", call)
        case "rule" where parts.count > 2:
            _ = try rule(parts.last ?? "", parts[1..<parts.count - 1].joined(separator: "/"), call)
        case "event-bus" where parts.count > 1: _ = try bus(parts.dropFirst().joined(separator: "/"), call)
        default: throw .notFound("Resource \(text) does not exist.")
        }
        return text
    }

    mutating func setTags(_ tags: JSON?, of arn: String, _ call: RegionalCall) {
        let shelf = call.shelf(Kind.tags)
        if let tags, tags != [] {
            self[shelf, arn] = JSON.Object([("Tags", tags)])
        } else if self[shelf, arn] != nil {
            self[shelf, arn] = nil
        }
    }
}
