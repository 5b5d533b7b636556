import FoundationEssentials
import JSON
import Wire

/// An HTTP endpoint with the connection that says how it is called.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html
struct APIDestination: Sendable {
    let destination: JSON.Object
    let connection: JSON.Object

    var rate: Int { max(1, destination["InvocationRateLimitPerSecond"]?.intValue ?? 300) }

    private var parameters: JSON? { connection["AuthParameters"] }

    /// The request that hands on a payload. What the connection says goes over what the target says. `token` is that of
    /// a connection that asks for one.
    func call(_ payload: [UInt8], _ target: HTTPParameters, token: String?) -> HTTPCall {
        let own = parameters?["InvocationHttpParameters"]
        var headers = Fields([("Content-Type", "application/json; charset=utf-8")])
        headers.merge(target.headers)
        headers.merge(own.pairs("HeaderParameters"))
        headers.merge([("User-Agent", "Amazon/EventBridge/ApiDestinations"), ("Range", "bytes=0-1048575")])
        headers.merge(authorization(token))
        var query = Fields(target.query)
        query.merge(own.pairs("QueryStringParameters"))
        return HTTPCall(
            method: destination.text("HttpMethod") ?? "POST",
            url: Self.url(destination.text("InvocationEndpoint") ?? "", target.pathValues, query.pairs),
            headers: headers.pairs,
            body: Self.body(payload, own.pairs("BodyParameters"))
        )
    }

    private func authorization(_ token: String?) -> [(name: String, value: String)] {
        if let token { return [("Authorization", "Bearer \(token)")] }
        if let basic = parameters?["BasicAuthParameters"]?.nonNull {
            let text = "\(basic["Username"]?.stringValue ?? ""):\(basic["Password"]?.stringValue ?? "")"
            return [("Authorization", "Basic \(Data(text.utf8).base64EncodedString())")]
        }
        guard let key = parameters?["ApiKeyAuthParameters"]?.nonNull else { return [] }
        return [(key["ApiKeyName"]?.stringValue ?? "", key["ApiKeyValue"]?.stringValue ?? "")]
    }

    /// The request for a token; `nil` for a connection that needs none.
    var tokenCall: HTTPCall? {
        guard let oauth = parameters?["OAuthParameters"]?.nonNull else { return nil }
        let own = oauth["OAuthHttpParameters"]
        let client = oauth["ClientParameters"]
        var form = Fields([
            ("grant_type", "client_credentials"), ("client_id", client?["ClientID"]?.stringValue ?? ""),
            ("client_secret", client?["ClientSecret"]?.stringValue ?? ""),
        ])
        form.merge(own.pairs("BodyParameters"))
        var headers = Fields([("Content-Type", "application/x-www-form-urlencoded")])
        headers.merge(own.pairs("HeaderParameters"))
        let endpoint = oauth["AuthorizationEndpoint"]?.stringValue ?? ""
        return HTTPCall(
            method: oauth["HttpMethod"]?.stringValue ?? "POST",
            url: Self.url(endpoint, [], own.pairs("QueryStringParameters")),
            headers: headers.pairs,
            body: Array(Self.form(form.pairs).utf8)
        )
    }

    // MARK: Parts of requests

    /// Puts the values into the place of the asterisks.
    private static func url(
        _ endpoint: String,
        _ pathValues: [String],
        _ query: [(name: String, value: String)]
    ) -> String {
        var url = ""
        var values = pathValues[...]
        for character in endpoint {
            if character == "*", let value = values.popFirst() {
                url += PercentEncoding.encode(value)
            } else {
                url.append(character)
            }
        }
        return query.isEmpty ? url : url + (url.contains("?") ? "&" : "?") + form(query)
    }

    private static func form(_ pairs: [(name: String, value: String)]) -> String {
        pairs.map { "\(PercentEncoding.encode($0.name))=\(PercentEncoding.encode($0.value))" }.joined(separator: "&")
    }

    /// Adds members to a payload that is an object.
    private static func body(_ payload: [UInt8], _ members: [(name: String, value: String)]) -> [UInt8] {
        guard !members.isEmpty, var object = try? JSON(parsing: payload).objectValue else { return payload }
        for member in members { object[member.name] = .string(member.value) }
        return JSON.object(object).bytes
    }
}

/// Names and values, of which one that comes later takes the place of one with the same name, whatever its case.
private struct Fields {
    private(set) var pairs: [(name: String, value: String)]

    init(_ pairs: [(name: String, value: String)]) { self.pairs = pairs }

    mutating func merge(_ others: [(name: String, value: String)]) {
        for other in others {
            pairs.removeAll { $0.name.lowercased() == other.name.lowercased() }
            pairs.append(other)
        }
    }
}

extension JSON? {
    /// The names and values of a connection's parameters.
    fileprivate func pairs(_ member: String) -> [(name: String, value: String)] {
        (self?[member]?.arrayValue ?? []).map {
            (name: $0["Key"]?.stringValue ?? "", value: $0["Value"]?.stringValue ?? "")
        }
    }
}
