import ServiceKit
import Storage
import Time
import Wire

/// The local AWS Secrets Manager: API version 2017-10-17 over awsJson 1.1.
/// https://docs.aws.amazon.com/secretsmanager/latest/apireference/Welcome.html
package final class SecretsManager: AWSService {
    package let context: ServiceContext
    let functions: FunctionCalls
    let rotationAlarm: Alarm
    let running: RunningRotations
    private let dispatcher: JSONDispatcher<SecretsManager>
    private let home: String
    private static let targetPrefix = "secretsmanager."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<SecretsManager>.Type] = [
        CreateSecret.self, UpdateSecret.self, PutSecretValue.self, UpdateSecretVersionStage.self,
        GetSecretValue.self, BatchGetSecretValue.self, DescribeSecret.self, ListSecrets.self,
        ListSecretVersionIds.self, DeleteSecret.self, RestoreSecret.self, TagResource.self, UntagResource.self,
        PutResourcePolicy.self, GetResourcePolicy.self, DeleteResourcePolicy.self, ValidateResourcePolicy.self,
        GetRandomPassword.self, RotateSecret.self, CancelRotateSecret.self, ReplicateSecretToRegions.self,
        RemoveRegionsFromReplication.self, StopReplicationToReplica.self,
    ]

    /// The schema of `context`'s store must include `SecretsManager.migrations`. `functions` runs those that rotate
    /// secrets; `resume` follows when they can be run.
    package init(_ context: ServiceContext, functions: FunctionCalls = FunctionCalls()) {
        self.context = context
        self.functions = functions
        home = context.account.region
        running = RunningRotations()
        rotationAlarm = Alarm(context.time)
        dispatcher = JSONDispatcher(
            version: "1.1",
            targetPrefixes: [Self.targetPrefix],
            operations: Self.operations
        )
    }

    /// The same service with the secrets of another region.
    private init(_ service: SecretsManager, region: String) {
        var context = service.context
        context.account.region = region
        self.context = context
        (functions, home, dispatcher) = (service.functions, service.home, service.dispatcher)
        (running, rotationAlarm) = (service.running, service.rotationAlarm)
    }

    func inRegion(_ region: String) -> SecretsManager {
        region == context.account.region ? self : SecretsManager(self, region: region)
    }

    func store(_ connection: Connection) -> SecretStore {
        SecretStore(connection, region: context.account.region, home: home, at: context.time.now)
    }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        return CredentialScope(request)?.service == "secretsmanager"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        let region = CredentialScope(request)?.region ?? home
        dispatcher.handle(request, inRegion(region), respond: respond)
    }

    package static func messageMember(ofError code: String) -> String {
        code == "ValidationException" ? "message" : "Message"
    }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServiceError", status: 500, message: "An error occurred on the server side: \(failure)")
    }

    /// Removes every secret.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { try $0.execute(script: "DELETE FROM secretsmanager_secret") }
    }
}
