import JSON
import ServiceKit
import Wire

/// What a rule's target adds to a request of an API destination.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_HttpParameters.html
struct HTTPParameters: Sendable {
    /// Under which they travel with a delivery.
    private static let attribute = "HttpParameters"

    let pathValues: [String]
    let headers: [(name: String, value: String)]
    let query: [(name: String, value: String)]

    init(_ json: JSON?) {
        let pairs = { (name: String) in
            (json?[name]?.objectValue?.members ?? []).map { (name: $0.key, value: $0.value.stringValue ?? "") }
        }
        pathValues = (json?["PathParameterValues"]?.arrayValue ?? []).compactMap(\.stringValue)
        headers = pairs("HeaderParameters")
        query = pairs("QueryStringParameters")
    }

    init(_ delivery: Delivery) {
        let attribute = delivery.attributes.first { $0.name == Self.attribute }
        let text: String? = if case .text(let text) = attribute?.value { text } else { nil }
        self.init(text.flatMap { try? JSON(parsing: $0) })
    }

    /// `nil` where a target has none.
    static func attribute(_ json: JSON?) -> Delivery.MessageAttribute? {
        (json?.nonNull).map { .init(name: attribute, type: "String", value: .text($0.text)) }
    }
}
