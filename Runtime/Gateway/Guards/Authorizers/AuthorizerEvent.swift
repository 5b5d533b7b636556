import JSON
import Template
import Wire

/// Writes the events of Lambda authorizers.
///
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
enum AuthorizerEvent {
    static func write(
        _ authorizer: Application.LambdaAuthorizer,
        _ routed: RoutedRequest,
        arn: String,
        identity: [String]
    ) -> [UInt8] {
        var writer = JSONWriter(capacity: 2048)
        switch (authorizer.type, authorizer.payloadFormatVersion) {
        case (.token, _): token(arn, identity, &writer)
        case (.request, .v1): requestV1(arn, identity, routed, &writer)
        case (.request, .v2): requestV2(arn, identity, routed, &writer)
        }
        return writer.bytes
    }

    private static func token(_ arn: String, _ identity: [String], _ writer: inout JSONWriter) {
        writer.literal(#"{"type":"TOKEN","methodArn":"#)
        writer.string(arn)
        writer.literal(#","authorizationToken":"#)
        writer.string(identity.first ?? "")
        writer.literal("}")
    }

    /// The event of the function behind the route, but for its body. What is empty is an empty object.
    private static func requestV1(
        _ arn: String,
        _ identity: [String],
        _ routed: RoutedRequest,
        _ writer: inout JSONWriter
    ) {
        writer.raw(routed.api.isREST ? #"{"type":"REQUEST","# : #"{"version":"1.0","type":"REQUEST","#)
        writer.literal(#""methodArn":"#)
        writer.string(arn)
        if !routed.api.isREST {
            let text = identity.joined(separator: ",")
            writer.literal(#","identitySource":"#)
            writer.string(text)
            writer.literal(#","authorizationToken":"#)
            writer.string(text)
        }
        writer.literal(#","resource":"#)
        ProxyEvent.request(routed, whatIsEmpty: .object, &writer)
        writer.literal("}")
    }

    private static func requestV2(
        _ arn: String,
        _ identity: [String],
        _ routed: RoutedRequest,
        _ writer: inout JSONWriter
    ) {
        writer.literal(#"{"version":"2.0","type":"REQUEST","routeArn":"#)
        writer.string(arn)
        writer.literal(#","identitySource":"#)
        writer.write(.array(identity.map { .string($0) }))
        writer.literal(#","routeKey":"#)
        HTTPAPIEvent.request(routed, &writer)
        writer.literal("}")
    }
}
