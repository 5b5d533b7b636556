import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// Rotations that run in this process, by the secret's ARN.
final class RunningRotations: Sendable {
    private let arns = Mutex<Set<String>>([])

    /// Whether it did not run yet.
    func begin(_ arn: String) -> Bool { arns.withLock { $0.insert(arn).inserted } }

    func end(_ arn: String) { arns.withLock { _ = $0.remove(arn) } }
}

/// Calls the functions that give secrets new values: four steps, one after another.
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html
extension SecretsManager {
    private static let steps = ["createSecret", "setSecret", "testSecret", "finishSecret"]
    /// How long nothing is tried after a failure of the store.
    private static let pause = Duration.seconds(60)
    /// A rotation that has failed is tried again after these, and then when it is due again.
    private static let retries: [Duration] = [.seconds(30), .seconds(60), .seconds(120), .seconds(240)]

    /// Takes up what was under way when Hearth stopped, and watches what falls due.
    package func resume() {
        resumeRotations()
        watchRotations()
    }

    /// Starts the rotations that have been begun in the store and do not run yet.
    func resumeRotations() {
        withSecrets { secrets in
            for (region, secret) in secrets {
                guard let rotation = secret.rotation, let token = rotation.underWay ?? rotation.tested,
                    let function = rotation.lambdaARN.flatMap({ ARN($0) }),
                    region.running.begin(secret.arn(region.context.account))
                else { continue }
                if rotation.underWay == nil {
                    region.test(secret, token, function)
                } else {
                    region.run(secret, token, function, step: 0, attempt: 0)
                }
            }
        }
    }

    /// Sees to it that a rotation begins when it is due.
    func watchRotations() {
        withSecrets { [self] secrets in
            let moments = secrets.compactMap { _, secret in secret.deletion == nil ? secret.rotation?.next : nil }
            guard let next = moments.min() else { return }
            rotationAlarm.set(at: Timestamp(nanosecondsSinceEpoch: next)) { [weak self] in self?.beginDueRotations() }
        }
    }

    /// Calls `body` with the secrets of all regions, each beside the service of its region. While they cannot be read, it
    /// tries again until the store is closed.
    private func withSecrets(_ body: @escaping @Sendable ([(SecretsManager, Secret)]) -> Void) {
        context.database.read { [self] connection in
            do {
                body(
                    try store(connection.get()).everywhere().flatMap { store in
                        try store.all().map { (inRegion(store.region), $0) }
                    }
                )
            } catch StorageError.closed {
                return
            } catch {
                context.time.schedule(after: Self.pause) { [weak self] in self?.withSecrets(body) }
            }
        }
    }

    private func beginDueRotations() {
        let now = context.time.now
        context.database.write(.alone) { [self] connection in
            for store in try self.store(connection).everywhere() {
                for secret in try store.all() {
                    if let begun = secret.beginningDueRotation(at: now, context.ids) { try store.save(begun) }
                }
            }
        } completion: { [self] (result: Result<Void, any Error>) in
            switch result {
            case .success:
                resumeRotations()
                watchRotations()
            case .failure(StorageError.closed): return
            case .failure: context.time.schedule(after: Self.pause) { [weak self] in self?.watchRotations() }
            }
        }
    }

    // MARK: Steps

    /// Has the function try out how it would rotate a secret; the version made for it goes again.
    private func test(_ secret: Secret, _ token: String, _ function: ARN) {
        functions.perform(function, by: caller(secret), event("testSecret", secret, token)) { [self] _ in
            change(secret) { secret in
                guard secret.rotation?.tested == token else { return }
                secret.rotation?.tested = nil
                secret.versions.removeAll { $0.id == token && !$0.stages.contains(SecretVersion.current) }
            }
        }
    }

    /// As whom the functions of a secret are called.
    func caller(_ secret: Secret) -> FunctionCalls.Caller {
        FunctionCalls.Caller(principal: "secretsmanager.amazonaws.com", source: secret.arn(context.account))
    }

    private func event(_ step: String, _ secret: Secret, _ token: String) -> [UInt8] {
        JSON.object(
            JSON.Object([
                ("Step", .string(step)), ("SecretId", .string(secret.arn(context.account))),
                ("ClientRequestToken", .string(token)),
            ])
        ).bytes
    }

    private func run(_ secret: Secret, _ token: String, _ function: ARN, step: Int, attempt: Int) {
        guard step < Self.steps.count else { return finish(secret, token, isDone: true) }
        functions.perform(function, by: caller(secret), event(Self.steps[step], secret, token)) { [self] result in
            if case .success(nil) = result {
                run(secret, token, function, step: step + 1, attempt: attempt)
            } else if attempt < Self.retries.count {
                context.time.schedule(after: Self.retries[attempt]) { [self] in
                    run(secret, token, function, step: 0, attempt: attempt + 1)
                }
            } else {
                finish(secret, token, isDone: false)
            }
        }
    }

    /// The function has moved the labels itself.
    private func finish(_ secret: Secret, _ token: String, isDone: Bool) {
        let now = context.time.now
        change(secret) { secret in
            guard secret.rotation?.underWay == token else { return }
            secret.rotation?.underWay = nil
            if isDone {
                secret.rotation?.last = now.nanosecondsSinceEpoch
                secret.endVersion(token)
            }
        }
    }

    /// Changes what the store holds of a secret, and takes it off those whose rotation runs.
    private func change(_ secret: Secret, _ body: @escaping @Sendable (inout Secret) -> Void) {
        context.database.write(.alone) { [self] connection in
            let store = self.store(connection)
            guard var current = try store.secret(named: secret.name) else { return }
            body(&current)
            try store.save(current)
        } completion: { [self] (_: Result<Void, any Error>) in
            running.end(secret.arn(context.account))
        }
    }
}

extension Secret {
    /// With its rotation begun; `nil` where none is due.
    fileprivate func beginningDueRotation(at now: Timestamp, _ ids: IDSource) -> Secret? {
        guard deletion == nil, var rotation, let next = rotation.next, next <= now.nanosecondsSinceEpoch else {
            return nil
        }
        var secret = self
        rotation.plan(from: now)
        if rotation.underWay == nil {
            let pending = version(at: SecretVersion.pending)
            let isOpen = pending.map { !$0.stages.contains(SecretVersion.current) } ?? false
            let token = isOpen ? pending?.id ?? "" : ids.uuid()
            if !isOpen { secret.beginVersion(token, at: now.nanosecondsSinceEpoch) }
            rotation.underWay = token
        }
        secret.rotation = rotation
        return secret
    }

    /// Adds a version for a function to fill. One that is only for its test has a value already.
    mutating func beginVersion(_ id: String, value: SecretValue? = nil, at now: Int64) {
        if version(id) != nil { return move(SecretVersion.pending, to: id) }
        add(SecretVersion(id: id, stages: [SecretVersion.pending], value: value, created: now))
    }

    /// The version is not pending any more once it is the current one.
    mutating func endVersion(_ id: String) {
        if version(id)?.stages.contains(SecretVersion.current) == true { move(SecretVersion.pending, to: nil) }
    }
}
