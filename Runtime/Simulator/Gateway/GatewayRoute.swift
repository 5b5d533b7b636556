import ColdStart

/// A route of an API that leads to a function, and what the gateway lets through it.
package struct GatewayRoute: Sendable, Hashable {
    /// They cost differently.
    package enum API: Sendable, Hashable {
        case http
        case rest
    }

    /// Such as `GET /books/{book_id}`, for reports.
    package var name = ""
    /// Of all requests for the function.
    package var share: Double
    /// The handler's for this route, in seconds.
    package var duration: Distribution
    package var api: API
    /// Places in the scenario's throttles: each must let a request pass, one after the other.
    package var throttles: [Int]
    /// How long the API waits for the function, in seconds.
    package var timeout: Double

    package init(share: Double, duration: Distribution, api: API, throttles: [Int] = [], timeout: Double = .infinity) {
        self.share = share
        self.duration = duration
        self.api = api
        self.throttles = throttles
        self.timeout = timeout
    }
}

/// A limit that routes share: of the account, of a stage's route or method, or of a usage plan's key
/// (https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html).
package struct GatewayThrottle: Sendable, Hashable {
    /// Requests a second.
    package var rate: Double
    package var burst: Double

    package init(rate: Double, burst: Double) {
        self.rate = rate
        self.burst = burst
    }

    /// What an account has in a region, for all its APIs together.
    package static let account = GatewayThrottle(rate: 10_000, burst: 5_000)

    var bucket: TokenBucket { TokenBucket(capacity: burst, refillPerSecond: rate) }
}
