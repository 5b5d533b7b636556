import JSON
import ServiceKit
import Storage
import Time
import Wire

extension SecretsManager {
    /// What `GetSecretValue` answers of a secret by its name; `version` is the id or label of a version, the current one
    /// without it. `nil` where there is none.
    package func referenced(
        _ name: String,
        region: String,
        version: String?,
        _ connection: Connection
    ) throws -> JSON? {
        let service = inRegion(region)
        let store = service.store(connection)
        guard let secret = try store.find(name), secret.deletion == nil else { return nil }
        let label = version ?? SecretVersion.current
        guard let found = secret.version(at: label) ?? secret.version(label) else { return nil }
        return secret.value(found, service.context.account).map { .object($0) }
    }
}
