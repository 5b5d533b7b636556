import JSON
import Template
import Time
import Wire

/// Writes events of payload format 1.0: those of REST APIs, and of HTTP APIs whose integration asks for it.
///
/// What is empty is `null`. Header names are as the client spelt them. Paths are as the client encoded them; `path` of a
/// REST API is without the stage, `requestContext.path` is with it.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html#api-gateway-simple-proxy-for-lambda-input-format
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
enum ProxyEvent {
    static func write(_ routed: RoutedRequest) -> [UInt8] {
        let isREST = routed.api.isREST
        var writer = JSONWriter(capacity: 4096 + routed.request.body.count * 5 / 4)
        writer.literal("{")
        if !isREST { writer.literal(#""version":"1.0","#) }
        writer.literal(#""resource":"#)
        request(routed, whatIsEmpty: .null, &writer)
        let body =
            isREST
            ? EventBody(restAPI: routed.request, binary: routed.api.binaryMediaTypes)
            : EventBody(httpAPI: routed.request)
        writer.literal(#","body":"#)
        body.write(to: &writer)
        writer.raw(body.isBase64Encoded ? #","isBase64Encoded":true}"# : #","isBase64Encoded":false}"#)
        return writer.bytes
    }

    /// What stands for an object without members.
    enum Empty { case null, object }

    /// All but the body, from the value of `resource` on.
    static func request(_ routed: RoutedRequest, whatIsEmpty: Empty, _ writer: inout JSONWriter) {
        writer.string(routed.match.route.resource)
        writer.literal(#","path":"#)
        writer.string(routed.api.isREST ? collapsed(routed.match.path.text) : stagePath(routed))
        writer.literal(#","httpMethod":"#)
        writer.string(routed.request.method)
        headersAndQuery(routed, whatIsEmpty, &writer)
        context(routed, &writer)
        writer.literal(#","pathParameters":"#)
        object(routed.match.parameters, whatIsEmpty, &writer)
        writer.literal(#","stageVariables":"#)
        object(routed.api.stageVariables, whatIsEmpty, &writer)
    }

    private static func object(_ pairs: [(name: String, value: String)], _ empty: Empty, _ writer: inout JSONWriter) {
        if pairs.isEmpty, empty == .object { writer.literal("{}") } else { writer.objectOrNull(pairs) }
    }

    private static func stagePath(_ routed: RoutedRequest) -> String {
        routed.api.stagePrefix + routed.match.path.text
    }

    /// A REST API takes several slashes in front for one.
    private static func collapsed(_ path: Substring) -> String { "/" + path.drop { $0 == "/" } }

    private static func headersAndQuery(_ routed: RoutedRequest, _ empty: Empty, _ writer: inout JSONWriter) {
        let headers = MultiValues(
            routed.api.isREST ? EventHeaders.restAPI(routed) : EventHeaders.httpAPI(routed, withCookies: true)
        )
        writer.literal(#","headers":"#)
        writer.lastValues(headers)
        writer.literal(#","multiValueHeaders":"#)
        writer.allValues(headers)
        let query = routed.queryValues
        if query.entries.isEmpty, empty == .null {
            return writer.literal(#","queryStringParameters":null,"multiValueQueryStringParameters":null"#)
        }
        writer.literal(#","queryStringParameters":"#)
        writer.lastValues(query)
        writer.literal(#","multiValueQueryStringParameters":"#)
        writer.allValues(query)
    }

    private static func context(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        let isREST = routed.api.isREST
        let host = routed.host
        writer.literal(#","requestContext":{"accountId":"#)
        writer.string(routed.accountID)
        writer.literal(#","apiId":"#)
        writer.string(routed.api.id)
        if let authorization = routed.authorization, authorization.signer == nil {
            writer.literal(#","authorizer":"#)
            authorization.writeV1(isREST: isREST, to: &writer)
        }
        if isREST {
            writer.literal(#","deploymentId":"#)
            writer.string(routed.api.deploymentID)
        }
        writer.literal(#","domainName":"#)
        writer.string(host.name)
        writer.literal(#","domainPrefix":"#)
        writer.string(host.prefix)
        writer.literal(#","extendedRequestId":"#)
        writer.string(routed.ids.extended)
        writer.literal(#","httpMethod":"#)
        writer.string(routed.request.method)
        identity(routed, &writer)
        writer.literal(#","path":"#)
        writer.string(stagePath(routed))
        writer.literal(#","protocol":"HTTP/1.1","requestId":"#)
        writer.string(routed.ids.request)
        writer.literal(#","requestTime":"#)
        writer.string(routed.timeText)
        writer.literal(#","requestTimeEpoch":"#)
        writer.raw(String(routed.time.millisecondsSinceEpoch))
        writer.literal(#","resourceId":"#)
        writer.string(isREST ? routed.match.route.resourceID : routed.match.route.routeKey)
        writer.literal(#","resourcePath":"#)
        writer.string(routed.match.route.resource)
        writer.literal(#","stage":"#)
        writer.string(routed.api.stageName)
        writer.literal("}")
    }

    private static func identity(_ routed: RoutedRequest, _ writer: inout JSONWriter) {
        let signer = routed.authorization?.signer
        writer.literal(#","identity":{"accessKey":"#)
        writer.stringOrNull(signer?.accessKeyID)
        writer.literal(#","accountId":"#)
        writer.stringOrNull(signer?.caller.accountID)
        writer.literal(",")
        if let key = routed.apiKey {
            writer.literal(#""apiKey":"#)
            writer.string(key.value)
            writer.literal(#","apiKeyId":"#)
            writer.string(key.id)
            writer.literal(",")
        }
        writer.literal(#""caller":"#)
        writer.stringOrNull(signer?.caller.userID)
        writer.literal(",")
        if !routed.api.isREST { writer.literal(#""cognitoAmr":null,"#) }
        writer.literal(#""cognitoAuthenticationProvider":null,"cognitoAuthenticationType":null,"#)
        writer.literal(#""cognitoIdentityId":null,"cognitoIdentityPoolId":null,"principalOrgId":null,"sourceIp":"#)
        writer.string(routed.request.remoteAddress)
        writer.literal(#","user":"#)
        writer.stringOrNull(signer?.caller.userID)
        writer.literal(#","userAgent":"#)
        writer.stringOrNull(routed.api.isREST ? routed.userAgent : routed.userAgent ?? "")
        writer.literal(#","userArn":"#)
        writer.stringOrNull(signer?.caller.arn)
        writer.literal("}")
    }
}
