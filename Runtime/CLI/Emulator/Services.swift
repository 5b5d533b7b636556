import ApplicationAutoScaling
import DynamoDB
import EventBridge
import IAM
import Logs
import Metrics
import S3
import SNS
import SQS
import SSM
import STS
import Scheduler
import SecretsManager
import ServiceKit
import Storage
import Template
import Wire

/// The services behind the endpoint. They keep their state in one store, and what is logged in another.
struct Services: Sendable {
    /// What functions may ask Parameter Store and Secrets Manager for.
    private let secrets: Secrets
    let dynamoDB: DynamoDB
    let sqs: SQS
    let eventBridge: EventBridge
    let scheduler: Scheduler
    let autoScaling: ApplicationAutoScaling
    let sns: SNS
    let s3: S3
    let ssm: SSM
    let secretsManager: SecretsManager
    private let sts: STS
    private let iam: IAM
    let logs: Logs
    let metrics: Metrics

    /// What earlier starts have made of the template.
    let made: MadeResources
    /// For services that wait for what functions answer.
    let functions = FunctionCalls()

    static let migrations =
        MadeResources.migrations + DynamoDB.migrations + SQS.migrations + EventBridge.migrations + Scheduler.migrations
        + ApplicationAutoScaling.migrations
        + SNS.migrations + S3.migrations
        + SSM.migrations + SecretsManager.migrations + IAM.migrations
    static let logMigrations = Logs.migrations + Metrics.migrations

    /// The schema of `context`'s store must include `migrations`, that of `logStore` must include `logMigrations`.
    /// `endpointURL` is where they are reached, `objects` the folder for the bytes of S3's objects, if they are kept.
    init(
        _ context: ServiceContext,
        logStore: Database,
        _ secrets: Secrets,
        endpointURL: String,
        objects: String?
    ) throws {
        self.secrets = secrets
        made = MadeResources(database: context.database)
        var ofLogs = context
        ofLogs.database = logStore
        metrics = try Metrics(ofLogs)
        ofLogs.metrics = metrics
        var context = context
        context.metrics = metrics
        dynamoDB = try DynamoDB(context)
        sqs = try SQS(context)
        scheduler = try Scheduler(context)
        autoScaling = try ApplicationAutoScaling(context, metrics: MetricValues(metrics: metrics))
        sns = try SNS(context, endpointURL: endpointURL, post: WebSubscribers.post)
        s3 = try S3(context, directory: objects, functions: functions)
        logs = try Logs(ofLogs, objects: s3, functions: functions)
        let secretsManager = SecretsManager(context, functions: functions)
        self.secretsManager = secretsManager
        eventBridge = try EventBridge(
            context,
            keepSecret: { try secretsManager.keep($1, at: $0, for: "events", $2) },
            httpCaller: WebSubscribers.call
        )
        ssm = SSM(context) { try secretsManager.referenced($0, region: $1, version: $2, $3) }
        sts = STS(context, roleID: IAM.roleID)
        iam = IAM(context)
        context.deliveries.register(sqs, for: "sqs")
        context.deliveries.register(eventBridge, for: "events")
        context.deliveries.register(sns, for: "sns")
        context.deliveries.register(logs, for: "logs")
        try provideSecrets()
    }

    var all: [any EndpointService] {
        [
            dynamoDB, sqs, eventBridge, scheduler, autoScaling, sns, ssm, secretsManager, sts, iam, logs, metrics, s3,
        ]
    }

    /// Takes up what was under way when Hearth stopped, once everything is there that takes deliveries.
    func resume() {
        eventBridge.resume()
        scheduler.resume()
        autoScaling.resume()
        sns.resume()
        s3.resume()
        secretsManager.resume()
        logs.resume()
    }

    /// Whether anything is on its way from one to another, or to a function.
    var areDelivering: Bool {
        !(eventBridge.isIdle && scheduler.isIdle && sns.isIdle && s3.isIdle && autoScaling.isIdle)
    }

    /// Removes everything they hold but what the secrets file says.
    func reset() async throws {
        try await dynamoDB.reset()
        try await sqs.reset()
        try eventBridge.reset()
        try scheduler.reset()
        try autoScaling.reset()
        try sns.reset()
        try s3.reset()
        try ssm.reset()
        try secretsManager.reset()
        try iam.reset()
        try logs.reset()
        try metrics.reset()
        try provideSecrets()
    }

    /// Makes the template's tables. One that is there already keeps what it holds, and gets the global indexes that it
    /// lacks. Returns the ARNs of their streams by the names of the tables.
    func setUp(_ tables: [Application.Table]) throws -> [String: String] {
        var streamARNs: [String: String] = [:]
        for table in tables {
            try setUp(table.path) {
                _ = try dynamoDB.setUpTable(table.createTableInput, timeToLive: table.updateTimeToLiveInput)
            }
            streamARNs[table.name] = dynamoDB.streamARN(ofTable: table.name)
        }
        return streamARNs
    }

    /// Makes the template's queues, what carries and watches events, parameters and secrets. A queue that is there already
    /// keeps its messages. What reaches functions needs them to be known as receivers.
    func setUp(_ application: Application) throws {
        for queue in application.queuesInOrder {
            try setUp(queue.path) { try sqs.setUpQueue(queue.createQueueInput) }
        }
        try setUp(application.eventRequests)
        for parameter in application.parameters {
            try setUp(parameter.path) { try ssm.setUp(parameter.request) }
        }
        for secret in application.secrets {
            try setUp(secret.path) {
                try secretsManager.setUp(secret.request, arnSuffix: secret.arnSuffix) {
                    try secret.generated.map { try secretsManager.generate($0.password, in: $0.template, as: $0.key) }
                }
            }
        }
    }

    func setUp(_ path: JSONPath, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as AWSError {
            throw SetUpError(path: path, message: error.message)
        }
    }

    private func provideSecrets() throws {
        let entries = secrets.entries
        for (name, value) in entries.parameters {
            try provide("ssm", name) { try ssm.provide(name, value: value) }
        }
        for (name, value) in entries.secrets {
            try provide("secretsmanager", name) { try secretsManager.provide(name, value: value) }
        }
    }

    private func provide(_ section: String, _ name: String, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let error as AWSError {
            throw CommandError("\(secrets.file): /\(section)/\(name): \(error.message)")
        }
    }
}

/// Why something that a template names cannot be made.
struct SetUpError: Error, CustomStringConvertible {
    var path: JSONPath
    /// In the words of the service that refused it.
    var message: String

    var description: String { "\(path): \(message)" }
}
