import Wire

/// A request that got an error for an answer, and not by the client's fault.
package struct GatewayIncident: Sendable, Hashable {
    /// As the client has it in `apigw-requestid` or `x-amzn-RequestId`.
    package var requestID: String
    package var method: String
    /// With the query, as the client sent it.
    package var target: String
    package var routeKey: String
    /// The function behind the route; `nil` where the request did not get so far.
    package var functionName: String?
    /// What the client got.
    package var status: Int
    /// One sentence, such as `the function's reply is no response: 'body' is no string but object`.
    package var reason: String

    init(_ routed: RoutedRequest, functionName: String?, status: Int, reason: String) {
        requestID = routed.ids.request
        method = routed.request.method
        target = routed.request.target
        routeKey = routed.match.route.routeKey
        self.functionName = functionName
        self.status = status
        self.reason = reason
    }
}
