import ServiceKit
import Storage
import Time
import Wire

extension SecretsManager {
    /// Sees to it that a secret has this value: adds it where it is not there, and a version where its current one is
    /// another. One that waits for its deletion is restored.
    package func provide(_ name: String, value: String) throws {
        let (id, suffix) = (context.ids.uuid(), SecretSuffix.make(context.ids))
        let now = context.time.now
        try context.database.writeAndWait { connection in
            let store = SecretStore(connection, at: now)
            var secret =
                try store.secret(named: name)
                ?? Secret(
                    name: name,
                    suffix: suffix,
                    created: now.nanosecondsSinceEpoch,
                    changed: now.nanosecondsSinceEpoch
                )
            guard secret.deletion != nil || secret.version(at: SecretVersion.current)?.value != .text(value) else {
                return
            }
            secret.deletion = nil
            secret.add(
                SecretVersion(
                    id: id,
                    stages: [SecretVersion.current],
                    value: .text(value),
                    created: now.nanosecondsSinceEpoch
                )
            )
            try store.save(secret)
        }
    }
}
