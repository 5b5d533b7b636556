extension Application {
    /// What a request must pass to reach a route.
    package struct RouteGuards: Sendable, Hashable {
        /// The name of one of the API's authorizers; `nil`: anybody may pass.
        package var authorizer: String?
        /// `AWS_IAM`: requests must be signed.
        package var asksForSignature = false
        /// A token must carry one of them, if there are any.
        package var authorizationScopes: [String] = []
        /// REST APIs only.
        package var requiresAPIKey = false
        package var throttle: Throttle?
        /// REST APIs only.
        package var validation: RequestValidation?

        package init(
            authorizer: String? = nil,
            authorizationScopes: [String] = [],
            requiresAPIKey: Bool = false,
            throttle: Throttle? = nil
        ) {
            self.authorizer = authorizer
            self.authorizationScopes = authorizationScopes
            self.requiresAPIKey = requiresAPIKey
            self.throttle = throttle
        }
    }

    /// How many requests are let through: a bucket of `burst` tokens into which `rate` tokens flow each second.
    package struct Throttle: Sendable, Hashable {
        package var rate: Double
        package var burst: Int

        package init(rate: Double, burst: Int) {
            self.rate = rate
            self.burst = burst
        }
    }
}
