// The function that is measured. `_HANDLER` chooses between bytes as they come, a typed event of an HTTP API or a REST
// API, a stream, and taking its time.
import LambdaEvents
import LambdaRuntime

var handlers = LambdaHandlers()

handlers.add("bytes", makeStreaming: { BytesHandler { event, _ in event } })

handlers.add("http") { (request: APIGatewayV2Request, _: LambdaContext) in
    APIGatewayV2Response(
        statusCode: .ok,
        headers: ["content-type": "application/json"],
        body: #"{"route":"\#(request.routeKey)","bytes":\#(request.body?.utf8.count ?? 0)}"#
    )
}

handlers.add("rest") { (request: APIGatewayRequest, _: LambdaContext) in
    APIGatewayResponse(
        statusCode: .ok,
        headers: ["content-type": "application/json"],
        body: #"{"resource":"\#(request.resource)","bytes":\#(request.body?.utf8.count ?? 0)}"#
    )
}

handlers.add("slow") { (seconds: Double, _: LambdaContext) in
    try await Task.sleep(for: .seconds(seconds))
    return seconds
}

handlers.add("stream", makeStreaming: { StreamHandler() })

try await handlers.run()
