import Wire

/// What references resolve to and the template itself cannot say: whose account this is and where things listen.
package struct EmulatorAttributes: Sendable {
    package var account: AWSAccount
    package var stackName: String
    /// The value of `AWS::URLSuffix`.
    package var urlSuffix = "amazonaws.com"
    /// Where the gateway listens, without a slash at the end: `http://127.0.0.1:3000`.
    package var gatewayURL: String
    /// Where AWS's services answer, without a slash at the end.
    package var endpointURL = "http://127.0.0.1:4566"
    /// By logical id: the addresses of APIs that have one of their own.
    package var apiEndpoints: [String: String] = [:]
    /// By function name, with the alias behind a colon: where function URLs answer.
    package var functionURLs: [String: String] = [:]
    /// By table name: the ARNs of streams, which are not known before the tables are there.
    package var streamARNs: [String: String] = [:]
    /// By logical id: where caches listen.
    package var cacheEndpoints: [String: CacheEndpoint] = [:]

    package init(
        account: AWSAccount = AWSAccount(),
        stackName: String = "hearth",
        gatewayURL: String = "http://127.0.0.1:3000"
    ) {
        self.account = account
        self.stackName = stackName
        self.gatewayURL = gatewayURL
    }

    /// The address that clients reach an API by.
    package func endpoint(ofAPI logicalID: String) -> String { apiEndpoints[logicalID] ?? gatewayURL }

    /// Where a function URL answers; until that is known, an address that looks like it.
    func functionURL(of function: String) -> String {
        functionURLs[function] ?? "https://\(apiID(function)).lambda-url.\(account.region).on.aws/"
    }

    /// The ARN of a table's stream; until that is known, one that looks like it.
    func streamARN(ofTable name: String) -> String {
        streamARNs[name] ?? account.arn("dynamodb", "table/\(name)/stream/1970-01-01T00:00:00.000").description
    }

    /// Where a cache listens; until that is known, something that looks like it.
    func endpoint(ofCache logicalID: String) -> CacheEndpoint {
        cacheEndpoints[logicalID] ?? CacheEndpoint(address: "127.0.0.1", port: 6_379)
    }

    /// The id of an API: ten letters and digits, made from the names of stack and API alone.
    package func apiID(_ logicalID: String) -> String {
        Self.identifier(of: "\(stackName)/\(logicalID)", 10, "abcdefghijklmnopqrstuvwxyz0123456789")
    }

    /// The value of an API key whose template gives it none: forty letters and digits, made from the names of stack and
    /// key alone.
    func keyValue(_ logicalID: String) -> String {
        (0..<4).map { apiID("\(logicalID)/\($0)") }.joined()
    }

    /// What stands behind a secret's name in its ARN, made from the name alone.
    func secretSuffix(_ name: String) -> String {
        Self.identifier(of: name, 6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    }

    private static func identifier(of text: String, _ count: Int, _ alphabet: String) -> String {
        let characters = Array(alphabet)
        var hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        return String(
            (0..<count).map { _ in
                defer { hash /= UInt64(characters.count) }
                return characters[Int(hash % UInt64(characters.count))]
            }
        )
    }

    var stackID: String {
        account.arn("cloudformation", "stack/\(stackName)/\(apiID("stack"))").description
    }
}

/// Where a cache is reached.
package struct CacheEndpoint: Sendable, Hashable {
    package var address: String
    package var port: Int
    /// Scheme, user and password included: what stands in templates for the plain address of the cache becomes this.
    package var url: String

    /// Without TLS; `url` is made of the two where it is not given.
    package init(address: String, port: Int, url: String? = nil) {
        self.address = address
        self.port = port
        self.url = url ?? "redis://\(address):\(port)"
    }

    /// A text with the addresses that would lead to this cache on AWS turned into those that do here.
    func localized(_ text: String) -> String {
        let place = "\(address):\(port)"
        guard text.contains(place) else { return text }
        for scheme in ["rediss://", "redis://"] where text.contains(scheme + place) {
            return text.replacing(scheme + place, with: url)
        }
        let scheme = url.prefix { $0 != ":" }
        return ["rediss", "redis"].filter { $0 != scheme && text.hasPrefix("\($0)://") }
            .reduce(text) { "\(scheme)\($0.dropFirst($1.count))" }
    }
}
