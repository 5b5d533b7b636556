import Lambda
import Template
import Time
import Wire

/// Makes the guards of routes. The authorizers of one API, the keys of one issuer and the usage plans are shared.
struct GuardMaker {
    private let ledger: SharedLedger
    private let locations: [String: String]
    private let invoker: any FunctionInvoker
    private let time: any TimeSource
    let account: AWSAccount
    private let signatures: SignatureAuthorizer
    private let fetch: DocumentFetcher
    /// The addresses that the APIs have on AWS.
    private let addresses: [String]
    private var issuers: [String: IssuerKeys] = [:]

    init(
        _ configuration: GatewayConfiguration,
        ledger: SharedLedger,
        invoker: any FunctionInvoker,
        time: any TimeSource,
        account: AWSAccount,
        callers: @escaping CallerLookup,
        fetch: @escaping DocumentFetcher
    ) {
        signatures = SignatureAuthorizer(
            service: "execute-api",
            account: account,
            callers: callers,
            time: time.machine
        )
        self.ledger = ledger
        locations = configuration.keySetLocations
        addresses = configuration.apis.map { "https://\($0.id).execute-api.\(account.region).amazonaws.com" }
        self.invoker = invoker
        self.time = time
        self.account = account
        self.fetch = fetch
    }

    /// By name.
    mutating func authorizers(of api: GatewayConfiguration.API) -> [String: RouteGuard.Authorizer] {
        var authorizers: [String: RouteGuard.Authorizer] = [:]
        for authorizer in api.authorizers {
            switch authorizer.kind {
            case .lambda(let settings):
                authorizers[authorizer.name] = .function(
                    FunctionAuthorizer(
                        settings,
                        sourceARN: account.arn("execute-api", "\(api.id)/authorizers/\(authorizer.id)").description,
                        isREST: api.kind.isREST,
                        invoker: invoker,
                        time: time
                    )
                )
            case .jwt(let settings):
                let aliases = aliases(of: settings.issuer)
                let keys = keys(of: settings.issuer) { .discovered(issuer: settings.issuer, aliases: aliases) }
                authorizers[authorizer.name] = .token(
                    TokenAuthorizer(settings, aliases: aliases, keys: keys, time: time.machine)
                )
            case .userPools(let settings):
                var pools: [String: IssuerKeys] = [:]
                for issuer in settings.issuers {
                    pools[issuer] = keys(of: issuer) { .known("\(issuer)/.well-known/jwks.json") }
                }
                authorizers[authorizer.name] = .token(TokenAuthorizer(settings, keys: pools, time: time.machine))
            }
        }
        return authorizers
    }

    /// Functions may know an API that issues tokens by the address that it has on AWS; the template says where it answers
    /// here. All issuers on AWS begin with `https`, so the gateway is the only one that does not.
    private func aliases(of issuer: String) -> [String] { issuer.hasPrefix("http://") ? addresses : [] }

    private mutating func keys(of issuer: String, _ location: () -> IssuerKeys.Location) -> IssuerKeys {
        if let known = issuers[issuer] { return known }
        let keys = IssuerKeys(
            locations[issuer].map { .known($0) } ?? location(),
            fetch: fetch,
            time: time.machine
        )
        issuers[issuer] = keys
        return keys
    }

    /// `nil` where nothing guards the route: it costs nothing then.
    func routeGuard(
        _ guards: Application.RouteGuards,
        method: String,
        path: String,
        of api: GatewayConfiguration.API,
        _ authorizers: [String: RouteGuard.Authorizer]
    ) -> RouteGuard? {
        guard guards != Application.RouteGuards() else { return nil }
        let keys = APIKeyGuard(
            ledger: ledger,
            isFromAuthorizer: api.takesKeysFromAuthorizer,
            method: "\(path)/\(method)"
        )
        return RouteGuard(
            authorizer: guards.asksForSignature
                ? .signature(signatures) : guards.authorizer.flatMap { authorizers[$0] },
            scopes: guards.authorizationScopes,
            keys: guards.requiresAPIKey ? keys : nil,
            throttle: guards.throttle.map { SharedBucket($0, at: time.now) },
            validator: guards.validation.map(RequestValidator.init)
        )
    }
}
