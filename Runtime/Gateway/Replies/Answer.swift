import Lambda
import Wire

/// Puts together what the client gets.
enum Answer {
    /// The answer to a request whose function was called.
    static func of(
        _ outcome: PendingAnswer.Outcome,
        format: GatewayConfiguration.PayloadFormat,
        to routed: RoutedRequest
    ) -> (response: HTTPResponse, error: GatewayError?) {
        do throws(GatewayError) {
            switch try outcome.get() {
            case .whole(let result): return (try whole(result, format: format, to: routed), nil)
            case .streamed(let response, let trace):
                return (finished(response, routed, trace: trace.isEmpty ? routed.ids.trace : trace), nil)
            }
        } catch {
            return (of(error, to: routed, trace: routed.ids.trace), error)
        }
    }

    private static func whole(
        _ result: InvocationResult,
        format: GatewayConfiguration.PayloadFormat,
        to routed: RoutedRequest
    ) throws(GatewayError) -> HTTPResponse {
        if result.functionError != nil { throw .functionFailed }
        var response = try reply(result, format: format, to: routed)
        if response.status == 204 || response.status == 304 { response.body = [] }
        let trace = result.traceID.isEmpty ? routed.ids.trace : result.traceID
        return finished(response, routed, trace: trace)
    }

    private static func reply(
        _ result: InvocationResult,
        format: GatewayConfiguration.PayloadFormat,
        to routed: RoutedRequest
    ) throws(GatewayError) -> HTTPResponse {
        if routed.match.route.streamsResponse {
            return try StreamedReply.read((result.payload, result.contentType), needsPrelude: true)
        }
        guard routed.api.isREST else { return try HTTPAPIReply.read(result.payload, format: format) }
        let acceptsBinary = routed.api.binaryMediaTypes.contains(routed.request.headers["Accept"])
        return try RESTAPIReply.read(result.payload, acceptsBinary: acceptsBinary)
    }

    /// The answer to a request that went on to a web server or a service.
    static func of(_ result: Result<HTTPResponse, GatewayError>, to routed: RoutedRequest) -> HTTPResponse {
        switch result {
        case .success(let response): finished(response, routed, trace: routed.ids.trace)
        case .failure(let error): of(error, to: routed, trace: routed.ids.trace)
        }
    }

    /// `trace` where the function was called.
    static func of(_ error: GatewayError, to routed: RoutedRequest, trace: String? = nil) -> HTTPResponse {
        let response = routed.api.isREST ? error.restAPIResponse : error.httpAPIResponse
        routed.access?.fails(error.gatewayResponse, response)
        guard routed.api.isREST else { return finished(response, routed, trace: trace) }
        let worded = error.gatewayResponse.flatMap {
            routed.match.api.gatewayResponses?.response($0, to: routed, instead: response)
        }
        return finished(worded ?? response, routed, trace: trace)
    }

    /// The answer to a request that one of the route's guards turned away.
    static func of(_ refusal: Refusal, to routed: RoutedRequest) -> HTTPResponse {
        let response = routed.api.isREST ? refusal.restAPIResponse : refusal.httpAPIResponse
        routed.access?.fails(refusal.gatewayResponse, response)
        guard routed.api.isREST else { return finished(response, routed, trace: nil) }
        let worded = routed.match.api.gatewayResponses?
            .response(refusal.gatewayResponse, message: refusal.message, to: routed, instead: response)
        return finished(worded ?? response, routed, trace: nil)
    }

    private static func finished(_ response: HTTPResponse, _ routed: RoutedRequest, trace: String?) -> HTTPResponse {
        var response = response
        if let cors = routed.match.api.cors { cors.apply(to: &response, for: routed.request) }
        return stamped(response, isREST: routed.api.isREST, ids: routed.ids, trace: trace)
    }

    /// Adds the header fields by which API Gateway names the request.
    static func stamped(
        _ response: HTTPResponse,
        isREST: Bool,
        ids: RequestIDs,
        trace: String? = nil
    ) -> HTTPResponse {
        var response = response
        if isREST {
            response.headers["x-amzn-RequestId"] = ids.request
            response.headers["x-amz-apigw-id"] = ids.extended
            if let trace { response.headers["X-Amzn-Trace-Id"] = trace }
        } else {
            response.headers["Apigw-Requestid"] = ids.request
        }
        return response
    }
}
