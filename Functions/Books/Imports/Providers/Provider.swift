/// Somebody else's catalogue, and how it may be used.
package struct Provider: Sendable {
    /// As it stands in routes, keys and in front of the ids of its books.
    package var name: String
    /// Without a slash at the end.
    package var baseURL: String
    package var key: String
    /// A cap for all environments together.
    package var requestsPerSecond: Double
    var format: any ProviderFormat.Type

    /// Milliseconds between two requests.
    package var interval: Int { Int((1_000 / requestsPerSecond).rounded(.up)) }

    /// Every provider there is code for.
    private static let formats: [String: any ProviderFormat.Type] = ["openshelf": Openshelf.self]

    package static func isKnown(_ name: String) -> Bool { formats[name] != nil }

    /// The provider as the environment configures it: `OPENSHELF_URL`, `OPENSHELF_KEY` and, where the cap of five
    /// requests a second is not right, `OPENSHELF_REQUESTS_PER_SECOND`. `nil` for a name that no provider has.
    package init?(_ name: String, environment: [String: String]) throws(ProviderConfigurationError) {
        guard let format = Self.formats[name] else { return nil }
        let prefix = name.uppercased()
        guard let url = environment["\(prefix)_URL"], url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw ProviderConfigurationError(variable: "\(prefix)_URL", expectation: "must be an http or https address")
        }
        guard let key = environment["\(prefix)_KEY"], !key.isEmpty else {
            throw ProviderConfigurationError(variable: "\(prefix)_KEY", expectation: "must hold the key of the API")
        }
        let rate = environment["\(prefix)_REQUESTS_PER_SECOND"] ?? "5"
        guard let rate = Double(rate), (0.01...1_000).contains(rate) else {
            throw ProviderConfigurationError(
                variable: "\(prefix)_REQUESTS_PER_SECOND",
                expectation: "must be a number from 0.01 to 1000"
            )
        }
        self.init(
            name: name,
            baseURL: url.hasSuffix("/") ? String(url.dropLast()) : url,
            key: key,
            requestsPerSecond: rate,
            format: format
        )
    }

    init(name: String, baseURL: String, key: String, requestsPerSecond: Double, format: any ProviderFormat.Type) {
        self.name = name
        self.baseURL = baseURL
        self.key = key
        self.requestsPerSecond = requestsPerSecond
        self.format = format
    }

    /// Where a page is fetched; what was fetched elsewhere does not hold.
    func url(ofPage page: Int) -> String { baseURL + format.path(ofPage: page) }
}

/// The function's environment does not say how to use a provider.
package struct ProviderConfigurationError: Error, Hashable, CustomStringConvertible {
    package var variable: String
    package var expectation: String

    package var description: String { "the environment variable \(variable) \(expectation)" }
}
