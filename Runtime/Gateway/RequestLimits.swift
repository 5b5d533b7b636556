import Wire

/// What API Gateway takes, and no more.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
enum RequestLimits {
    /// 10 MB. Lambda takes less: what is over 6 MB as an event, it refuses.
    static let bodyBytes = 10 << 20
    /// An HTTP API counts the request line and all header fields; a REST API the values of the header fields.
    static let headerBytes = 10_240

    static func longestTimeout(isREST: Bool) -> Duration { isREST ? .seconds(29) : .seconds(30) }

    static func error(_ request: HTTPRequest, isWhole: Bool, isREST: Bool) -> GatewayError? {
        let line = request.method.utf8.count + request.target.utf8.count + " HTTP/1.1 ".utf8.count
        if line > headerBytes { return .targetTooLong }
        let size = request.headers.fields.reduce(isREST ? 0 : line) { size, field in
            size + field.value.utf8.count + (isREST ? 0 : field.name.utf8.count)
        }
        if size > headerBytes { return .headersTooLarge }
        return isWhole && request.body.count <= bodyBytes ? nil : .payloadTooLarge
    }
}
