import JSON
import ServiceKit
import Storage
import Synchronization
import Time
import Wire

/// The local Application Auto Scaling: API version 2016-02-06 over awsJson 1.1. It scales the provisioned concurrency of
/// functions; what it is told of tables is kept without effect. Each region has targets of its own.
/// https://docs.aws.amazon.com/autoscaling/application/APIReference/Welcome.html
package final class ApplicationAutoScaling: DocumentService, HTTPHandler {
    package let context: ServiceContext
    package let documents: DocumentStore
    /// Reads what policies with metrics of their own go by.
    let metrics: any MetricReader
    let actionClock: ActionClock
    let trackers = Mutex<[TargetPlace: TargetScaling]>([:])
    let minute: ScalingMinute
    let progress: Alarm
    let lastActivity = Mutex<Int64>(0)
    /// Changes that are on their way to Lambda.
    let underWay = Atomic<Int>(0)
    private let scaler = Mutex<(functions: (any FunctionScaler)?, hasBegun: Bool)>((nil, false))

    private static let targetPrefix = "AnyScaleFrontendService."

    package static var actionNames: [String] { operations.map { $0.name } }

    static let operations: [any Operation<ApplicationAutoScaling>.Type] = [
        RegisterScalableTarget.self, DescribeScalableTargets.self, DeregisterScalableTarget.self,
        PutScalingPolicy.self, DescribeScalingPolicies.self, DeleteScalingPolicy.self,
        PutScheduledAction.self, DescribeScheduledActions.self, DeleteScheduledAction.self,
        DescribeScalingActivities.self,
        TagResource.self, UntagResource.self, ListTagsForResource.self,
    ]

    private let dispatcher = JSONDispatcher(
        version: "1.1",
        targetPrefixes: [targetPrefix],
        operations: operations
    )

    package static let migrations = [
        DocumentStore.migration("application-autoscaling.1", table: "autoscaling_document")
    ]

    /// Takes up what the store holds. Its schema must include `ApplicationAutoScaling.migrations`. Nothing is scaled
    /// before `resume`.
    package init(_ context: ServiceContext, metrics: any MetricReader = NoMetricReader()) throws {
        self.context = context
        self.metrics = metrics
        documents = try DocumentStore(table: "autoscaling_document", context.database)
        actionClock = ActionClock(context.time)
        minute = ScalingMinute(context.time)
        progress = Alarm(context.time)
    }

    /// Who scales functions, once there are functions.
    package func register(_ functions: any FunctionScaler) { scaler.withLock { $0.functions = functions } }

    /// `nil` where nothing runs functions.
    var functions: (any FunctionScaler)? { scaler.withLock { $0.functions } }

    /// Those who scale, from `resume` on.
    var activeFunctions: (any FunctionScaler)? { scaler.withLock { $0.hasBegun ? $0.functions : nil } }

    /// Begins to scale.
    package func resume() {
        scaler.withLock { $0.hasBegun = true }
        documentsChanged()
        adjustAll()
        followProgress()
    }

    package func documentsChanged() {
        guard activeFunctions != nil else { return }
        setActionClock()
        setTrackers()
    }

    /// Whether no change is on its way.
    package var isIdle: Bool { underWay.load(ordering: .sequentiallyConsistent) == 0 }

    package func matches(_ request: HTTPRequest) -> Bool {
        if let target = request.headers["X-Amz-Target"] { return target.hasPrefix(Self.targetPrefix) }
        return CredentialScope(request)?.service == "application-autoscaling"
    }

    package func bodyLimit(of request: HTTPRequest) -> Int { 1 << 20 }

    package func handle(_ request: HTTPRequest, respond: @escaping HTTPResponder) {
        dispatcher.handle(request, self, respond: respond)
    }

    package static func messageMember(ofError code: String) -> String { "Message" }

    package func error(for failure: StorageError) -> AWSError {
        AWSError("InternalServiceException", status: 500, message: "Internal service error: \(failure)")
    }

    /// Removes every target with its policies, scheduled actions and activities.
    package func reset() throws {
        try context.database.writeAndWait(.alone) { [documents] in try documents.removeAll($0) }
        documents.commit()
        documentsChanged()
    }
}
