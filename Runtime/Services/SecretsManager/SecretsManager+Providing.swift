import JSON
import ServiceKit
import Storage
import Time
import Wire

extension SecretsManager {
    /// Sees to it that a secret has this value: adds it where it is not there, and a version where its current one is
    /// another. One that waits for its deletion is restored.
    package func provide(_ name: String, value: String) throws {
        let (id, suffix) = (context.ids.uuid(), context.ids.text(6, of: .alphanumeric))
        let now = context.time.now
        try context.database.writeAndWait { connection in
            let store = self.store(connection)
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

extension SecretsManager {
    /// Sees to it that a secret is as a `CreateSecret` with this input makes it, and has an ARN that ends like this. One
    /// that is there keeps its versions; a value that `input` has and that is not the current one becomes it. `generate`
    /// makes the value of a new secret that has none. Throws `AWSError` for what Secrets Manager does not take.
    package func setUp(_ input: JSON.Object, arnSuffix: String, generate: () throws -> String?) throws {
        var input = input
        let name = input["Name"]?.stringValue ?? ""
        input["ClientRequestToken"] = .string(context.ids.uuid())
        let former = try context.database.readAndWait { try self.store($0).secret(named: name) }
        if former == nil, input["SecretString"] == nil, let value = try generate() {
            input["SecretString"] = .string(value)
        }
        let made = try CreateSecret(CreateSecret.read(.object(input)), self).result
        try context.database.writeAndWait { connection in
            var secret = former ?? made
            secret.suffix = arnSuffix
            secret.deletion = nil
            (secret.description, secret.kmsKeyID, secret.tags) = (made.description, made.kmsKeyID, made.tags)
            secret.type = made.type
            if let version = made.versions.first, secret.version(at: SecretVersion.current)?.value != version.value {
                secret.add(version)
            }
            try self.store(connection).save(secret)
        }
    }

    /// Keeps a value that another service needs, `events` for example, in its transaction: makes the secret of this ARN or
    /// changes it. Without a value, the secret goes at once.
    package func keep(_ value: String?, at arn: ARN, for service: String, _ connection: Connection) throws {
        let resource = arn.resource.dropFirst("secret:".count)
        guard arn.resource.hasPrefix("secret:"), let dash = resource.lastIndex(of: "-") else { return }
        let name = String(resource[..<dash])
        let store = inRegion(arn.region).store(connection)
        let now = context.time.now.nanosecondsSinceEpoch
        let former = try store.secret(named: name)
        guard let value else {
            if let former { try store.remove(former) }
            return
        }
        let suffix = String(resource[resource.index(after: dash)...])
        var secret = former ?? Secret(name: name, suffix: suffix, created: now, changed: now)
        if secret.version(at: SecretVersion.current)?.value == .text(value) { return }
        secret.owningService = service
        let id = context.ids.uuid()
        secret.add(SecretVersion(id: id, stages: [SecretVersion.current], value: .text(value), created: now))
        try store.save(secret)
    }

    /// A random password by the input of `GetRandomPassword`, as a member of an object where there is one.
    package func generate(_ input: JSON.Object, in template: JSON.Object?, as key: String?) throws -> String {
        let password = try GetRandomPassword(GetRandomPassword.read(.object(input)), self).password(context.ids)
        guard var object = template, let key else { return password }
        object[key] = .string(password)
        return JSON.object(object).text
    }
}
