import Time
import Wire

/// What a request tells the conditions of a policy.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-aws-condition-keys.html
struct PolicyContext: Sendable {
    var sourceIP: String
    var userAgent: String?
    var referer: String?
    /// By the machine's clock: functions that write policies go by it.
    var now: Timestamp

    /// In lower case: conditions may write them as they like.
    static let keys: Set<String> = [
        "aws:currenttime", "aws:epochtime", "aws:referer", "aws:securetransport", "aws:sourceip", "aws:sourcevpc",
        "aws:sourcevpce", "aws:useragent", "aws:vpcsourceip",
    ]

    /// `nil` where the request has none, as of VPCs, which nobody comes from here.
    func value(of key: String) -> String? {
        switch key {
        case "aws:currenttime": now.iso8601Seconds
        case "aws:epochtime": String(Int64(now.secondsSinceEpoch))
        case "aws:referer": referer
        // On AWS there is no other way to an API.
        case "aws:securetransport": "true"
        case "aws:sourceip": sourceIP
        case "aws:useragent": userAgent
        default: nil
        }
    }
}

extension PolicyContext {
    init(_ routed: RoutedRequest, at now: Timestamp) {
        self.init(
            sourceIP: routed.request.remoteAddress,
            userAgent: routed.userAgent,
            referer: routed.request.headers["Referer"],
            now: now
        )
    }
}
