import JSON
import Lambda
import Wire

/// What the client of a function URL gets.
enum FunctionURLAnswer {
    typealias Answer = (response: HTTPResponse, error: GatewayError?)

    /// No URL has this id.
    static let unknown = refusal(403, #"{"Message":null}"#)
    static let forbidden = refusal(
        403,
        #"{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: "#
            + #"https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}"#
    )
    static let tooLarge = HTTPResponse(status: 413, json: #"{"Message":"Request Entity Too Large"}"#)

    private static func refusal(_ status: Int, _ body: String) -> HTTPResponse {
        HTTPResponse(status: status, headers: ["x-amzn-ErrorType": "AccessDeniedException"], json: body)
    }

    /// To a request that is not signed as it should be.
    static func of(_ problem: SignatureProblem) -> HTTPResponse {
        guard problem != .missing else { return forbidden }
        let body = JSON.object(JSON.Object([("message", .string(problem.message))]))
        return HTTPResponse(status: 403, headers: ["x-amzn-ErrorType": problem.errorType], json: body.text)
    }

    static func preflight(_ cors: GatewayConfiguration.HTTPCORS?, origin: String) -> HTTPResponse {
        HTTPResponse(headers: cors?.preflightHeaders(origin: origin) ?? [:])
    }

    /// `completion` comes as soon as status and headers are known.
    static func of(
        _ result: Result<InvocationResult, AWSError>,
        _ url: ServedFunctionURL,
        completion: @escaping @Sendable (Answer) -> Void
    ) {
        switch result {
        case .failure(let error): completion((refused(error), GatewayError(error)))
        case .success(let result) where result.functionError != nil: completion(failed(.functionFailed))
        case .success(let result):
            if let stream = result.stream {
                StreamedReplyReader.read(stream, contentType: result.contentType) { completion(answer($0)) }
            } else {
                completion(whole(result, streams: url.config.invokeMode == .responseStream))
            }
        }
    }

    /// Lambda's own refusal: too many at once, too large an event, no such function.
    private static func refused(_ error: AWSError) -> HTTPResponse {
        let body = JSON.object(JSON.Object([("Message", .string(error.message))]))
        return HTTPResponse(status: error.status, headers: ["x-amzn-ErrorType": error.code], json: body.text)
    }

    private static func whole(_ result: InvocationResult, streams: Bool) -> Answer {
        do throws(GatewayError) {
            if streams {
                let payload = (result.payload, result.contentType)
                if result.isStreamed { return (try StreamedReply.read(payload), nil) }
                // A URL that streams does not look into replies.
                return (HTTPResponse(headers: ["Content-Type": result.contentType], body: result.payload), nil)
            }
            return (try HTTPAPIReply.read(result.payload, format: .v2, front: .functionURL), nil)
        } catch {
            return failed(error)
        }
    }

    private static func answer(_ result: Result<HTTPResponse, GatewayError>) -> Answer {
        switch result {
        case .success(let response): (response, nil)
        case .failure(let error): failed(error)
        }
    }

    private static func failed(_ error: GatewayError) -> Answer {
        let headers: HTTPHeaders = ["Content-Type": "application/json"]
        return (HTTPResponse(status: 502, headers: headers, body: Array("Internal Server Error".utf8)), error)
    }

    /// Adds what names the request.
    static func named(_ response: HTTPResponse, _ ids: RequestIDs) -> HTTPResponse {
        var response = response
        response.headers["x-amzn-RequestId"] = ids.request
        return response
    }

    /// Adds what names the request, and what lets pages of other origins read the answer.
    static func stamped(
        _ response: HTTPResponse,
        _ routed: RoutedRequest,
        _ cors: GatewayConfiguration.HTTPCORS?,
        origin: String?
    ) -> HTTPResponse {
        var response = named(response, routed.ids)
        if let cors { cors.apply(to: &response, origin: origin) }
        response.headers["X-Amzn-Trace-Id"] = routed.ids.trace
        return response
    }
}
