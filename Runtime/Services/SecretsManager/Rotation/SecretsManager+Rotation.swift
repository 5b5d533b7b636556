import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Rotations that run in this process, by the secret's name.
final class RunningRotations: Sendable {
    private let names = Mutex<Set<String>>([])

    /// Whether it did not run yet.
    func begin(_ name: String) -> Bool { names.withLock { $0.insert(name).inserted } }

    func end(_ name: String) { names.withLock { _ = $0.remove(name) } }
}

/// Calls the functions that give secrets new values: four steps, one after another.
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
extension SecretsManager {
    private static let steps = ["createSecret", "setSecret", "testSecret", "finishSecret"]
    /// A rotation that has failed is tried again after these, and then when it is due again.
    private static let retries: [Duration] = [.seconds(30), .seconds(60), .seconds(120), .seconds(240)]

    /// Takes up what was under way when Hearth stopped, and watches what falls due.
    package func resume() {
        resumeRotations()
        watchRotations()
    }

    /// Starts the rotations that have been begun in the store and do not run yet.
    func resumeRotations() {
        withSecrets { [self] secrets in
            for secret in secrets {
                guard let rotation = secret.rotation, let token = rotation.underWay,
                    let function = rotation.lambdaARN.flatMap({ ARN($0) }), running.begin(secret.name)
                else { continue }
                run(secret, token, function, step: 0, attempt: 0)
            }
        }
    }

    /// Sees to it that a rotation begins when it is due.
    func watchRotations() {
        withSecrets { [self] secrets in
            guard let next = secrets.compactMap({ $0.deletion == nil ? $0.rotation?.next : nil }).min() else { return }
            rotationAlarm.set(at: Timestamp(nanosecondsSinceEpoch: next)) { [weak self] in self?.beginDueRotations() }
        }
    }

    private func withSecrets(_ body: @escaping @Sendable ([Secret]) -> Void) {
        let now = context.time.now
        context.database.read { connection in
            if let secrets = try? SecretStore(connection.get(), at: now).all() { body(secrets) }
        }
    }

    private func beginDueRotations() {
        let now = context.time.now
        context.database.write(.alone) { [self] connection in
            let store = SecretStore(connection, at: now)
            for var secret in try store.all() where secret.deletion == nil {
                guard var rotation = secret.rotation, let next = rotation.next, next <= now.nanosecondsSinceEpoch else {
                    continue
                }
                rotation.plan(from: now)
                if rotation.underWay == nil {
                    let pending = secret.version(at: SecretVersion.pending)
                    let isOpen = pending.map { !$0.stages.contains(SecretVersion.current) } ?? false
                    let token = isOpen ? pending?.id ?? "" : context.ids.uuid()
                    if !isOpen { secret.beginVersion(token, at: now.nanosecondsSinceEpoch) }
                    rotation.underWay = token
                }
                secret.rotation = rotation
                try store.save(secret)
            }
        } completion: { [self] (_: Result<Void, any Error>) in
            resumeRotations()
            watchRotations()
        }
    }

    // MARK: Steps

    private func run(_ secret: Secret, _ token: String, _ function: ARN, step: Int, attempt: Int) {
        guard step < Self.steps.count else { return finish(secret.name, token, isDone: true) }
        let event: JSON = [
            "Step": .string(Self.steps[step]), "SecretId": .string(secret.arn(context.account)),
            "ClientRequestToken": .string(token),
        ]
        functions.perform(function, event.bytes) { [self] result in
            if case .success(nil) = result {
                run(secret, token, function, step: step + 1, attempt: attempt)
            } else if attempt < Self.retries.count {
                context.time.schedule(after: Self.retries[attempt]) { [self] in
                    run(secret, token, function, step: 0, attempt: attempt + 1)
                }
            } else {
                finish(secret.name, token, isDone: false)
            }
        }
    }

    /// The function has moved the labels itself.
    private func finish(_ name: String, _ token: String, isDone: Bool) {
        let now = context.time.now
        context.database.write(.alone) { connection in
            let store = SecretStore(connection, at: now)
            guard var secret = try store.secret(named: name), secret.rotation?.underWay == token else { return }
            secret.rotation?.underWay = nil
            if isDone {
                secret.rotation?.last = now.nanosecondsSinceEpoch
                secret.endVersion(token)
            }
            try store.save(secret)
        } completion: { [self] (_: Result<Void, any Error>) in
            running.end(name)
        }
    }
}

extension Secret {
    /// Adds a version that has no value yet, for a function to fill.
    mutating func beginVersion(_ id: String, at now: Int64) {
        if version(id) != nil { return move(SecretVersion.pending, to: id) }
        add(SecretVersion(id: id, stages: [SecretVersion.pending], value: nil, created: now))
    }

    /// The version is not pending any more once it is the current one.
    mutating func endVersion(_ id: String) {
        if version(id)?.stages.contains(SecretVersion.current) == true { move(SecretVersion.pending, to: nil) }
    }
}
