import JSON
import Time
import Wire

/// A function with its versions and aliases.
struct RegisteredFunction: Sendable, Hashable {
    /// What can be changed: `$LATEST`.
    var latest: FunctionConfiguration
    /// The published ones, by ascending number.
    var versions: [FunctionConfiguration]
    /// In the order of their names.
    var aliases: [FunctionAlias]
    /// Ceiling and guarantee for all versions.
    var reservedConcurrency: Int?
    /// By version or alias.
    var provisionedConcurrency: [String: Int]

    var name: String { latest.name }
    /// `$LATEST` first.
    var all: [FunctionConfiguration] { [latest] + versions }

    func alias(_ name: String) -> FunctionAlias? { aliases.first { $0.name == name } }

    func version(_ version: String) -> FunctionConfiguration? { all.first { $0.version == version } }

    /// Whether there is such a version or alias; `nil` stands for the function itself.
    func has(_ qualifier: String?) -> Bool { configuration(qualifier) != nil }

    /// The version that a qualifier stands for: of an alias, the one that it names first.
    func configuration(_ qualifier: String?) -> FunctionConfiguration? {
        guard let qualifier else { return latest }
        return version(alias(qualifier)?.functionVersion ?? qualifier)
    }

    /// The versions as they are to run: with the concurrency that is theirs.
    var running: [FunctionConfiguration] {
        all.map { configuration in
            var running = configuration
            running.reservedConcurrency = reservedConcurrency
            running.provisionedConcurrency = provisioned(configuration.version)
            running.provisionedQualifiers = names(of: configuration.version).filter {
                provisionedConcurrency[$0] != nil
            }
            return running
        }
    }

    private func names(of version: String) -> [String] {
        [version] + aliases.filter { $0.functionVersion == version }.map(\.name)
    }

    /// What a version has provisioned, by its number and by the aliases that point to it.
    func provisioned(_ version: String) -> Int? {
        let counts = names(of: version).compactMap { provisionedConcurrency[$0] }
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }
}

extension FunctionSettings {
    /// The function of this name, put together from what is stored; `nil` where there is none.
    func function(_ name: String) -> RegisteredFunction? {
        guard let latest = self[Key(.function, name)] else { return nil }
        let versions = all(.function, of: name).filter { $0.qualifier != "$LATEST" }
            .map { FunctionConfiguration(stored: $0.value, name: name, version: $0.qualifier) }
        return RegisteredFunction(
            latest: FunctionConfiguration(stored: latest, name: name, version: "$LATEST"),
            versions: versions.sorted { (Int($0.version) ?? 0) < (Int($1.version) ?? 0) },
            aliases: all(.alias, of: name).map { FunctionAlias(stored: $0.value, name: $0.qualifier) },
            reservedConcurrency: self[Key(.reservedConcurrency, name)]?.intValue,
            provisionedConcurrency: Dictionary(
                all(.provisionedConcurrency, of: name).compactMap { setting in
                    setting.value["Requested"]?.intValue.map { (setting.qualifier, $0) }
                }
            ) { first, _ in first }
        )
    }

    /// Holds a function of the template, which is read anew at every start and stands above what was stored.
    func declare(_ function: FunctionConfiguration, _ account: AWSAccount, at now: Timestamp) {
        var settings = [Key(.function, function.name): function.stored]
        settings[Key(.reservedConcurrency, function.name)] = function.reservedConcurrency.map { JSON($0) }
        if let alias = function.alias {
            settings[Key(.function, function.name, FunctionAlias.published)] = function.stored
            let seed = "\(function.arn(in: account)):\(alias)".stableHash
            let value = FunctionAlias(
                name: alias,
                functionVersion: FunctionAlias.published,
                revisionID: IDSource(seed: seed).uuid()
            )
            settings[Key(.alias, function.name, alias)] = value.stored
            settings[Key(.provisionedConcurrency, function.name, alias)] =
                function.provisionedConcurrency.map { ProvisionedConcurrencyRequest.stored($0, at: now) }
        }
        declare(function.name, settings)
    }
}

extension FunctionAlias {
    /// The version that SAM publishes for `AutoPublishAlias`.
    static let published = "1"
}
