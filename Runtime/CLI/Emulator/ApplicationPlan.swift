import ColdStart
import FoundationEssentials
import Gateway
import JSON
import Lambda
import Template
import Time
import Wire

/// A template's application in the terms of the parts that serve it.
struct ApplicationPlan {
    var application: Application
    /// The folder that relative `CodeUri`s start from.
    var directory: String
    var account: AWSAccount
    /// What dynamic references stand for.
    var secrets: Secrets

    var functions: [FunctionConfiguration] {
        application.functions.map { function in
            var configuration = FunctionConfiguration(
                name: function.name,
                handler: function.handler,
                runtime: function.runtime,
                codeDirectory: codeDirectory(of: function),
                timeout: function.timeout,
                memorySize: function.memorySizeMB,
                environment: function.environment,
                reservedConcurrency: function.reservedConcurrentExecutions
            )
            configuration.deadLetterTarget = function.deadLetterTarget
            configuration.description = function.description
            configuration.role = function.role
            configuration.tracingMode = function.tracing.rawValue
            configuration.architectures = function.architectures.map(\.rawValue)
            configuration.ephemeralStorage = function.ephemeralStorageMB
            configuration.alias = function.autoPublishAlias
            configuration.provisionedConcurrency = function.provisionedConcurrentExecutions
            return configuration
        }
    }

    /// What the template says of functions besides their configuration.
    func functionSettings(at now: Timestamp) -> [FunctionSettings.Key: JSON] {
        var settings: [FunctionSettings.Key: JSON] = [:]
        for config in application.eventInvokeConfigs {
            let name = FunctionName.name(in: config.functionName)
            settings[.init(.eventInvokeConfig, name, config.qualifier)] = EventInvokeConfig.setting(
                config.request,
                at: now
            )
        }
        for url in application.functionURLs {
            let urlID = urlID(url)
            settings[.init(.url, url.functionName, url.qualifier)] = FunctionURLConfig.setting(
                url.request,
                urlID: urlID,
                at: now
            )
        }
        addVersions(to: &settings)
        for permission in application.functionPermissions {
            settings.allow(permission.request, to: permission.functionName, permission.qualifier, account)
        }
        for function in application.functions {
            if function.allowsRecursion { settings[.init(.recursiveLoop, function.name)] = "Allow" }
            if !function.tags.isEmpty {
                let tags = function.tags.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
                settings[.init(.tags, function.name)] = .object(JSON.Object(tags))
            }
        }
        return settings
    }

    /// As with the alias that SAM publishes, a version runs what the function's folder holds.
    private func addVersions(to settings: inout [FunctionSettings.Key: JSON]) {
        let functions = Dictionary(self.functions.map { ($0.name, $0) }) { first, _ in first }
        for version in application.functionVersions {
            guard var function = functions[version.functionName] else { continue }
            function.description = version.description ?? function.description
            settings.publish(function, as: version.number, provisioned: version.provisionedConcurrency)
        }
        for alias in application.functionAliases {
            settings.point(
                alias.name,
                of: alias.functionName,
                to: alias.version,
                weights: alias.weights,
                description: alias.description,
                provisioned: alias.provisionedConcurrency
            )
        }
    }

    private func urlID(_ url: Application.FunctionURL) -> String {
        FunctionURLConfig.urlID(of: url.functionName, url.qualifier, in: account)
    }

    /// Where function URLs answer, by function name, with the alias behind a colon.
    func functionURLs(endpointPort: Int) -> [String: String] {
        Dictionary(
            application.functionURLs.map { url in
                let name = url.functionName + (url.qualifier.map { ":\($0)" } ?? "")
                return (name, FunctionURLAddress.url(urlID(url), account, endpointPort: endpointPort))
            },
            uniquingKeysWith: { first, _ in first }
        )
    }

    func codeDirectory(of function: Application.Function) -> String {
        let uri = function.codeURI.hasPrefix("/") ? function.codeURI : "\(directory)/\(function.codeURI)"
        return URL(filePath: uri).standardizedFileURL.path.trimmingSuffix("/")
    }

    /// Refuses what AWS would refuse to deploy: concurrency that the account does not have.
    func check(_ limits: FleetLimits) throws(CommandError) {
        if let problem = concurrencyProblem(limits) { throw CommandError("\(problem.path): \(problem.message)") }
    }

    /// The first function that asks for more concurrency than is left of the account's.
    func concurrencyProblem(_ limits: FleetLimits) -> Diagnostic? {
        var fleet = Fleet(limits: limits)
        var reserved: [Int] = []
        for function in application.functions {
            reserved += function.reservedConcurrentExecutions.map { [$0] } ?? []
            do throws(ConcurrencyError) {
                try Fleet.check(reserved: reserved, limits: limits)
                let id = fleet.add(reserved: function.reservedConcurrentExecutions)
                let provisioned = function.provisionedConcurrentExecutions ?? 0
                _ = try fleet.provision(id, provisioned, at: Timestamp(nanosecondsSinceEpoch: 0))
            } catch {
                return Diagnostic(.error, function.path, "\(error)")
            }
        }
        return nil
    }

    /// Functions that have no program, and what to do about it.
    var missingPrograms: [Diagnostic] {
        application.functions.compactMap { ProgramRules.problem($0, folder: codeDirectory(of: $0)) }
    }

    var gateway: GatewayConfiguration {
        var gateway = GatewayConfiguration(apis: application.httpAPIs.map(api) + application.restAPIs.map(api))
        gateway.usagePlans = application.usagePlans
        gateway.apiKeys = application.apiKeys
        return gateway
    }

    private func api(_ api: Application.HTTPAPI) -> GatewayConfiguration.API {
        let cors = api.cors.map {
            GatewayConfiguration.HTTPCORS(
                allowOrigins: $0.allowOrigins,
                allowMethods: $0.allowMethods,
                allowHeaders: $0.allowHeaders,
                exposeHeaders: $0.exposeHeaders,
                maxAge: $0.maxAge,
                allowCredentials: $0.allowCredentials
            )
        }
        var served = GatewayConfiguration.API(
            id: api.id,
            name: api.logicalID,
            kind: .http(cors: cors),
            stageName: api.stageName,
            stageVariables: api.stageVariables,
            routes: api.routes.map(route),
            source: api.path.description
        )
        served.authorizers = api.authorizers
        return served
    }

    private func api(_ api: Application.RESTAPI) -> GatewayConfiguration.API {
        let cors = api.cors.map {
            GatewayConfiguration.RESTCORS(
                allowOrigin: $0.allowOrigin,
                allowMethods: $0.allowMethods,
                allowHeaders: $0.allowHeaders,
                maxAge: $0.maxAge,
                allowCredentials: $0.allowCredentials
            )
        }
        var served = GatewayConfiguration.API(
            id: api.id,
            name: api.logicalID,
            kind: .rest(binaryMediaTypes: api.binaryMediaTypes, cors: cors),
            stageName: api.stageName,
            stageVariables: api.stageVariables,
            routes: api.routes.map(route),
            source: api.path.description
        )
        served.authorizers = api.authorizers
        served.gatewayResponses = api.gatewayResponses
        served.preflightGuards = api.preflightGuards
        served.mockMethods = api.mockMethods
        served.takesKeysFromAuthorizer = api.takesKeysFromAuthorizer
        return served
    }

    private func route(_ route: Application.Route) -> GatewayConfiguration.Route {
        var served = GatewayConfiguration.Route(
            route.method,
            route.path,
            function: route.functionName,
            qualifier: route.qualifier,
            payloadFormat: route.payloadFormatVersion == .v1 ? .v1 : .v2,
            timeout: route.timeout,
            source: route.source.description
        )
        served.credentials = route.credentials
        served.streamsResponse = route.streamsResponse
        served.guards = route.guards
        return served
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        count > 1 && hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
