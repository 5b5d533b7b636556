import ColdStart
import FoundationEssentials
import Gateway
import JSON
import Lambda
import S3
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
            configuration.layers = function.layers.compactMap(layer)
            configuration.logging = logging(function.logging)
            configuration.alias = function.autoPublishAlias
            configuration.provisionedConcurrency = function.provisionedConcurrentExecutions
            return configuration
        }
    }

    private func logging(_ given: Application.Function.Logging) -> LoggingConfig {
        var logging = LoggingConfig()
        logging.group = given.group
        logging.format = given.isJSON ? .json : .text
        logging.applicationLevel = given.applicationLevel?.rawValue ?? logging.applicationLevel
        logging.systemLevel = given.systemLevel.flatMap { .init(rawValue: $0.rawValue) } ?? logging.systemLevel
        return logging
    }

    /// `nil` for a layer that the template does not describe.
    private func layer(_ arn: String) -> FunctionLayer? {
        application.layers.first { $0.arn.description == arn }.map {
            FunctionLayer(arn: arn, directory: folder($0.contentURI))
        }
    }

    /// What the template says of functions besides their configuration, and of layers.
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
        addVersions(to: &settings, at: now)
        for layer in application.layers {
            settings.publish(
                layer: layer.name,
                as: layer.version,
                folder: folder(layer.contentURI),
                layer.request,
                at: now
            )
        }
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
    private func addVersions(to settings: inout [FunctionSettings.Key: JSON], at now: Timestamp) {
        let functions = Dictionary(self.functions.map { ($0.name, $0) }) { first, _ in first }
        for version in application.functionVersions {
            guard var function = functions[version.functionName] else { continue }
            function.description = version.description ?? function.description
            settings.publish(
                function,
                as: version.number,
                provisioned: version.provisionedConcurrency,
                at: now
            )
        }
        for alias in application.functionAliases {
            settings.point(
                alias.name,
                of: alias.functionName,
                to: alias.version,
                weights: alias.weights,
                description: alias.description,
                provisioned: alias.provisionedConcurrency,
                at: now
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

    func codeDirectory(of function: Application.Function) -> String { folder(function.codeURI) }

    /// An absolute path.
    private func folder(_ uri: String) -> String {
        let path = uri.hasPrefix("/") ? uri : "\(directory)/\(uri)"
        return URL(filePath: path).standardizedFileURL.path.trimmingSuffix("/")
    }

    /// The same with the code that stands in the template in files of its own.
    func placingInlineCode(in store: CodeStore) throws(AWSError) -> ApplicationPlan {
        var plan = self
        for (index, function) in application.functions.enumerated() {
            guard let text = function.inlineCode else { continue }
            let file = function.runtime.hasPrefix("nodejs") ? "index.js" : "index.py"
            plan.application.functions[index].codeURI = try store.store(text, as: file)
        }
        return plan
    }

    /// The same with the code that lies in S3 unpacked. `missing` hears of what is not there: those functions and layers
    /// have no code before the next start.
    func placingCodeObjects(
        of s3: S3,
        in store: CodeStore,
        missing: (String) -> Void
    ) throws(AWSError) -> ApplicationPlan {
        var plan = self
        for (index, function) in application.functions.enumerated() {
            guard let object = function.codeObject else { continue }
            plan.application.functions[index].codeURI = try Self.place(object, s3, store, function.path, missing)
        }
        for (index, layer) in application.layers.enumerated() {
            guard let object = layer.contentObject else { continue }
            plan.application.layers[index].contentURI = try Self.place(object, s3, store, layer.path, missing)
        }
        return plan
    }

    /// Returns the folder.
    private static func place(
        _ object: Application.CodeObject,
        _ s3: S3,
        _ store: CodeStore,
        _ path: JSONPath,
        _ missing: (String) -> Void
    ) throws(AWSError) -> String {
        do throws(AWSError) {
            let zip = try s3.object(object.bucket, object.key, version: object.version)
            return try store.store(UploadedZip(zip, isFromS3: true)).directory
        } catch  where error.status < 500 {
            missing(
                "\(path): \(object) is not in the local S3 (\(error.code)): put it there with `aws s3 cp FILE \(object)` and "
                    + "start again, or name a folder on this machine"
            )
            return "/nowhere/\(object.bucket)/\(object.key)"
        }
    }

    /// Refuses what AWS would refuse to deploy: concurrency that the account does not have, function URLs' settings.
    func check(_ limits: FleetLimits) throws(CommandError) {
        let problems = (concurrencyProblems(limits) + functionURLProblems).map { "\($0.path): \($0.message)" }
        if !problems.isEmpty { throw CommandError(problems.joined(separator: "\n")) }
    }

    /// Functions that ask for more concurrency than is left of the account's, or of their own; the others get theirs.
    func concurrencyProblems(_ limits: FleetLimits) -> [Diagnostic] {
        var fleet = Fleet(limits: limits)
        var reserved: [Int] = []
        var problems: [Diagnostic] = []
        for function in application.functions {
            let own = function.reservedConcurrentExecutions.map { [$0] } ?? []
            do throws(ConcurrencyError) {
                try Fleet.check(reserved: reserved + own, limits: limits)
                reserved += own
                let id = fleet.add(reserved: function.reservedConcurrentExecutions)
                let provisioned = function.provisionedConcurrentExecutions ?? 0
                _ = try fleet.provision(id, provisioned, at: Timestamp(nanosecondsSinceEpoch: 0))
            } catch {
                problems.append(Diagnostic(.error, function.path, "\(error)"))
            }
        }
        return problems
    }

    var functionURLProblems: [Diagnostic] {
        application.functionURLs.compactMap { url in
            do throws(AWSError) {
                try FunctionURLConfig.check(url.request)
                return nil
            } catch {
                return Diagnostic(.error, url.path, error.message)
            }
        }
    }

    /// Functions that have no program and layers that have no folder, and what to do about it.
    var missingPrograms: [Diagnostic] {
        application.functions.filter { $0.codeObject == nil }
            .compactMap { ProgramRules.problem($0, folder: codeDirectory(of: $0)) }
            + application.layers.filter { $0.contentObject == nil }
            .compactMap { ProgramRules.problem($0, folder: folder($0.contentURI)) }
            + codeObjects.map { path, object in
                Diagnostic(
                    .note,
                    path,
                    "the code is taken from the local S3 when Hearth starts: \(object) must be there",
                    remedy: "aws s3 cp FILE \(object)"
                )
            }
    }

    /// Functions whose runtime AWS will not have for long, or has no longer, on a day such as `2026-11-23`.
    func deprecatedRuntimes(on day: String) -> [Diagnostic] {
        application.functions.compactMap { function in
            RuntimeLifecycle(function.runtime)?.warning(on: day).map { warning in
                Diagnostic(.warning, function.path, warning.text, remedy: warning.remedy)
            }
        }
    }

    private var codeObjects: [(JSONPath, Application.CodeObject)] {
        application.functions.compactMap { function in function.codeObject.map { (function.path, $0) } }
            + application.layers.compactMap { layer in layer.contentObject.map { (layer.path, $0) } }
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
        served.accessLog = api.accessLog
        served.forwardedRoutes = api.forwardedRoutes
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
        served.accessLog = api.accessLog
        served.gatewayResponses = api.gatewayResponses
        served.preflightGuards = api.preflightGuards
        served.mockMethods = api.mockMethods
        served.forwardedRoutes = api.forwardedRoutes
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

extension Application.Layer {
    /// As `PublishLayerVersion` has it.
    fileprivate var request: JSON.Object {
        var request = JSON.Object([("Description", .string(description ?? ""))])
        request["LicenseInfo"] = licenseInfo.map(JSON.string)
        for (name, values) in [
            ("CompatibleRuntimes", compatibleRuntimes), ("CompatibleArchitectures", compatibleArchitectures),
        ] where !values.isEmpty { request[name] = .array(values.map(JSON.string)) }
        return request
    }
}

extension String {
    func trimmingSuffix(_ suffix: String) -> String {
        count > 1 && hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
