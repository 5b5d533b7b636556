/// The throttles that an API's stage sets for its routes.
struct RouteThrottles {
    /// By route key (HTTP APIs), or by path and method (REST APIs), `*` standing for all.
    private var settings: [String: Application.Throttle] = [:]
    private let isREST: Bool
    private let routeSettings: Fields?
    /// Of `MethodSettings`: what each is for, such as `GET /books`.
    private var methods: [(key: String, path: JSONPath)] = []
    private let findings: Findings

    /// Of `DefaultRouteSettings` and `RouteSettings`, which stand in SAM's API or in a stage.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html
    init(httpAPI fields: Fields) {
        isREST = false
        findings = fields.findings
        routeSettings = fields.object("RouteSettings")
        settings["*"] = fields.object("DefaultRouteSettings").flatMap(Self.throttle)
        for member in routeSettings?.value.members ?? [] {
            settings[member.key] = Fields(member.value, at: member.value.path, fields.findings).flatMap(Self.throttle)
        }
    }

    /// Of `MethodSettings`, which stand in SAM's API or in a stage.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html
    init(restAPI fields: Fields) {
        isREST = true
        findings = fields.findings
        routeSettings = nil
        for setting in fields.objects("MethodSettings") {
            PropertyTable.methodSetting.check(setting)
            guard let path = setting.requiredString("ResourcePath"), let method = setting.requiredString("HttpMethod")
            else { continue }
            let key = "\(method.uppercased()) \(Self.unescaped(path))"
            settings[key] = Self.limits(setting)
            methods.append((key, setting.path))
        }
    }

    /// `/~1books~1{id}` is how a stage writes `/books/{id}`.
    private static func unescaped(_ path: String) -> String {
        "/" + path.replacing("~1", with: "/").drop { $0 == "/" }
    }

    private static func throttle(_ fields: Fields) -> Application.Throttle? {
        PropertyTable.routeSettings.check(fields)
        return limits(fields)
    }

    private static func limits(_ fields: Fields) -> Application.Throttle? {
        fields.throttle(rate: "ThrottlingRateLimit", burst: "ThrottlingBurstLimit")
    }

    /// The route's own `RouteSettings` before its path's before the stage's.
    func throttle(of route: any APIRoute, own settings: Fields? = nil) -> Application.Throttle? {
        if let own = settings.flatMap(Self.throttle) { return own }
        let names = isREST ? [route.routeKey, "* \(route.path)", "\(route.method) /*", "* /*"] : [route.routeKey, "*"]
        return names.lazy.compactMap { self.settings[$0] }.first
    }

    /// Complains of settings for routes that the API does not have, as AWS does. `hasPreflights`: every path has an
    /// `OPTIONS` method besides.
    func reportUnused(_ routes: [any APIRoute], hasPreflights: Bool = false) {
        let keys = routes.map(\.routeKey)
        for member in routeSettings?.value.members ?? [] where !keys.contains(member.key) {
            routeSettings?.findings.error(
                member.value.path,
                "Unable to find Route by key \(member.key) within the provided RouteSettings",
                remedy: Spelling.remedy(for: member.key, among: keys)
            )
        }
        let own = keys + (hasPreflights ? routes.map { "OPTIONS \($0.path)" } + ["OPTIONS /*"] : [])
        let all = Set(own + routes.flatMap { ["* \($0.path)", "\($0.method) /*"] } + ["* /*"])
        for method in methods where !all.contains(method.key) {
            findings.warning(
                method.path,
                "the API has no method \(method.key): the setting is for nothing",
                remedy: Spelling.remedy(for: method.key, among: keys)
            )
        }
    }
}

extension Fields {
    /// `nil` where neither is there; for one alone, the account's limit stands in for the other.
    ///
    /// https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
    func throttle(rate: String, burst: String) -> Application.Throttle? {
        guard self[rate] != nil || self[burst] != nil else { return nil }
        return Application.Throttle(rate: number(rate) ?? 10_000, burst: int(burst, in: 0...1_000_000) ?? 5_000)
    }

    /// A number that is not negative.
    private func number(_ name: String) -> Double? {
        guard let text = string(name) else { return nil }
        if let number = Double(text), number >= 0, number.isFinite { return number }
        findings.error(path(of: name), "\(text) is no number of requests a second")
        return nil
    }
}
