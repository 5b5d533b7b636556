import JSON
import Time
import Wire

/// Writes events of payload format 2.0.
///
/// What is empty is left out: cookies, query and path parameters, stage variables, the body. Header names are in lower
/// case and cookies stand apart from the headers. `rawPath` is decoded and has the stage in front unless that is
/// `$default`; `rawQueryString` is as the client wrote it.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
enum HTTPAPIEvent {
    static func write(_ routed: RoutedRequest) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048 + routed.request.body.count * 5 / 4)
        writer.literal(#"{"version":"2.0","routeKey":"#)
        request(routed, &writer)
        body(routed, &writer)
        writer.literal("}")
        return writer.bytes
    }

    /// All but the body, from the value of `routeKey` on.
    static func request(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        let path = routed.api.stagePrefix + PercentEncoding.decode(routed.match.path.text)
        writer.string(routed.match.route.routeKey)
        writer.literal(#","rawPath":"#)
        writer.string(path)
        writer.literal(#","rawQueryString":"#)
        writer.string(String(routed.query))
        headers(routed, &writer)
        query(routed, &writer)
        context(routed, path: path, &writer)
        parameters(routed, &writer)
    }

    private static func headers(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        if routed.request.headers["Cookie"] != nil { cookies(routed.request.headers.values(of: "Cookie"), &writer) }
        writer.literal(#","headers":"#)
        writer.lowercased(EventHeaders.httpAPI(routed, withCookies: false))
    }

    private static func cookies(_ values: [String], _ writer: inout JSONWriter) {
        writer.literal(#","cookies":["#)
        var isFirst = true
        for value in values {
            for cookie in value[...].pieces(separatedBy: UInt8(ascii: ";")) where !cookie.isEmpty {
                if !isFirst { writer.literal(",") }
                isFirst = false
                writer.string(String(Substring(cookie.utf8.drop { $0 == UInt8(ascii: " ") })))
            }
        }
        writer.literal("]")
    }

    private static func query(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        if routed.query.isEmpty { return }
        let values = routed.queryValues
        if values.entries.isEmpty { return }
        writer.literal(#","queryStringParameters":"#)
        writer.object(values.entries) { writer, entry in
            writer.string(entry.name)
            writer.literal(":")
            writer.joined(entry, separator: ",")
        }
    }

    private static func context(_ routed: RoutedRequest, path: String, _ writer: inout JSONWriter) {
        let host = routed.host
        writer.literal(#","requestContext":{"accountId":"#)
        writer.string(routed.accountID)
        writer.literal(#","apiId":"#)
        writer.string(routed.api.id)
        if let authorization = routed.authorization {
            writer.literal(#","authorizer":"#)
            authorization.writeV2(to: &writer)
        }
        writer.literal(#","domainName":"#)
        writer.string(host.name)
        writer.literal(#","domainPrefix":"#)
        writer.string(host.prefix)
        writer.literal(#","http":{"method":"#)
        writer.string(routed.request.method)
        writer.literal(#","path":"#)
        writer.string(path)
        writer.literal(#","protocol":"HTTP/1.1","sourceIp":"#)
        writer.string(routed.request.remoteAddress)
        writer.literal(#","userAgent":"#)
        writer.string(routed.userAgent ?? "")
        writer.literal(#"},"requestId":"#)
        writer.string(routed.ids.request)
        writer.literal(#","routeKey":"#)
        writer.string(routed.match.route.routeKey)
        writer.literal(#","stage":"#)
        writer.string(routed.api.stageName)
        writer.literal(#","time":"#)
        writer.string(routed.timeText)
        writer.literal(#","timeEpoch":"#)
        writer.raw(String(routed.time.millisecondsSinceEpoch))
        writer.literal("}")
    }

    private static func parameters(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        let parameters = routed.match.parameters
        if !parameters.isEmpty {
            writer.literal(#","pathParameters":"#)
            writer.objectOrNull(parameters)
        }
        if !routed.api.stageVariables.isEmpty {
            writer.literal(#","stageVariables":"#)
            writer.objectOrNull(routed.api.stageVariables)
        }
    }

    private static func body(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        let body = EventBody(httpAPI: routed.request)
        if !routed.request.body.isEmpty {
            writer.literal(#","body":"#)
            body.write(to: &writer)
        }
        writer.raw(body.isBase64Encoded ? #","isBase64Encoded":true"# : #","isBase64Encoded":false"#)
    }
}
