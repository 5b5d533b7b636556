/// The `Auth` of an API: its authorizers, and what guards routes that say nothing of their own.
struct APIAuth {
    private(set) var authorizers: [Application.Authorizer] = []
    /// By authorizer: what tokens must carry on routes that name no scopes.
    private var scopes: [String: [String]] = [:]
    private var hasDefault = false
    private var defaultAuthorizer: String?
    private var asksForSignature = false
    /// Routes may ask for `AWS_IAM`: those of HTTP APIs only where the API says so.
    private var hasSignatures: Bool
    private var requiresAPIKey = false
    /// What guards the `OPTIONS` methods that a REST API's `Cors` adds.
    private(set) var preflightGuards = Application.RouteGuards()
    private let kind: APIEvent.Kind
    /// Named in the template, whether or not they can be used.
    private var declared: Set<String> = []

    /// `api`: the properties of the API.
    init(_ kind: APIEvent.Kind, of api: Fields) {
        self.kind = kind
        hasSignatures = kind == .rest
        guard let fields = api.object("Auth") else { return }
        (kind == .http ? PropertyTable.httpAPIAuth : .restAPIAuth).check(fields)
        if kind == .http { hasSignatures = fields.bool("EnableIamAuthorizer") ?? false }
        readAuthorizers(fields)
        readDefault(fields)
        guard kind == .rest else { return }
        if let plan = fields.object("UsagePlan") { Self.check(plan) }
        requiresAPIKey = fields.bool("ApiKeyRequired") ?? false
        if fields.bool("AddDefaultAuthorizerToCorsPreflight") ?? true {
            preflightGuards.authorizer = defaultAuthorizer
            preflightGuards.authorizationScopes = defaultAuthorizer.flatMap { scopes[$0] } ?? []
            preflightGuards.asksForSignature = asksForSignature
        }
        if fields.bool("AddApiKeyRequiredToCorsPreflight") ?? true { preflightGuards.requiresAPIKey = requiresAPIKey }
    }

    private enum UsagePlanKind: String, CaseIterable { case perAPI = "PER_API", shared = "SHARED", none = "NONE" }

    /// What SAM makes of it is read like any other usage plan.
    private static func check(_ plan: Fields) {
        plan.allow(["CreateUsagePlan", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"])
        if plan["CreateUsagePlan"] == nil { plan.missing("CreateUsagePlan") }
        _ = plan.choice("CreateUsagePlan", UsagePlanKind.self)
    }

    private mutating func readAuthorizers(_ fields: Fields) {
        for member in fields.object("Authorizers")?.value.members ?? [] {
            declared.insert(member.key)
            guard let own = Fields(member.value, at: member.value.path, fields.findings),
                let (authorizer, scopes) = AuthorizerReader(kind: kind, fields: own, name: member.key).authorizer()
            else { continue }
            authorizers.append(authorizer)
            self.scopes[member.key] = scopes
        }
    }

    private mutating func readDefault(_ fields: Fields) {
        guard let name = fields.string("DefaultAuthorizer") else { return }
        hasDefault = true
        let path = fields.path(of: "DefaultAuthorizer")
        if name == Self.iam, hasSignatures {
            asksForSignature = true
        } else if declared.contains(name) {
            defaultAuthorizer = name
        } else {
            fields.findings.error(
                path,
                "Unable to set DefaultAuthorizer because '\(name)' was not defined in 'Authorizers'.",
                remedy: Spelling.remedy(for: name, among: declared)
            )
        }
    }

    private static let iam = "AWS_IAM"

    /// The route of an event, with what guards it.
    func guarded(_ event: APIEvent, throttle: Application.Throttle?) -> Application.Route {
        var route = event.route
        let own = event.auth
        let authorizer = authorizer(for: event)
        let name = own?.string("Authorizer")
        let scopes = own?.strings("AuthorizationScopes") ?? authorizer.flatMap { self.scopes[$0] } ?? []
        route.guards = Application.RouteGuards(
            authorizer: authorizer,
            authorizationScopes: authorizer == nil ? [] : scopes,
            requiresAPIKey: kind == .rest && (own?.bool("ApiKeyRequired") ?? requiresAPIKey),
            throttle: throttle
        )
        route.guards.asksForSignature = name == nil ? asksForSignature : name == Self.iam && hasSignatures
        return route
    }

    private func authorizer(for event: APIEvent) -> String? {
        guard let own = event.auth, let name = own.string("Authorizer") else { return defaultAuthorizer }
        let path = own.path(of: "Authorizer")
        let place = "on API method [\(event.route.method.lowercased())] for path [\(event.route.path)]"
        switch name {
        case "NONE" where hasDefault: return nil
        case "NONE":
            own.findings.error(
                path,
                "Unable to set Authorizer \(place) because 'NONE' is only a valid value when a DefaultAuthorizer on "
                    + "the API is specified."
            )
        case Self.iam where hasSignatures: return nil
        case let name where declared.contains(name): return name
        case let name where declared.isEmpty:
            own.findings.error(
                path,
                "Unable to set Authorizer [\(name)] \(place) because the related API does not define any Authorizers.",
                remedy: remedy(for: name)
            )
        default:
            own.findings.error(
                path,
                "Unable to set Authorizer [\(name)] \(place) because it wasn't defined in the API's Authorizers.",
                remedy: remedy(for: name)
            )
        }
        return nil
    }

    private func remedy(for name: String) -> String? {
        name == Self.iam ? "set EnableIamAuthorizer to true" : Spelling.remedy(for: name, among: declared)
    }
}
