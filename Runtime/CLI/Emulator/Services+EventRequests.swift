import ApplicationAutoScaling
import EventBridge
import Logs
import Metrics
import S3
import SNS
import Scheduler
import Template
import Wire

extension Services {
    /// Makes the template's buses, rules, topics, subscriptions, schedules, log groups, filters, alarms and buckets, or brings
    /// those that are there to what the template says.
    func setUp(_ requests: [Application.EventRequest]) throws {
        for request in requests.sorted(by: { $0.stage < $1.stage }) {
            try setUp(request.path) {
                switch request.service {
                case .eventBridge: try eventBridge.setUp(request.action, request.request)
                case .scheduler: try scheduler.setUp(request.action, request.request)
                case .sns: try sns.setUp(request.action, request.request)
                case .logs: try logs.setUp(request.action, request.request)
                case .cloudWatch: try metrics.setUp(request.action, request.request)
                case .s3: try s3.setUp(request.action, request.request)
                case .applicationAutoScaling: try autoScaling.setUp(request.action, request.request)
                }
            }
        }
    }

    /// Removes what earlier starts have made of the template and what it does not ask for any more, before the rest is
    /// made. `note` is told of what has to stay.
    func removeObsolete(_ application: Application, note: (String) -> Void) throws {
        let wanted = Set(application.eventRequests.flatMap(\.removals))
        var rest = try made.remember(wanted).sorted { $0.stage < $1.stage }
        var failures: [(removal: Application.EventRequest.Removal, error: AWSError)]
        // What others depend on can go when they have gone.
        repeat {
            failures = []
            for removal in rest {
                do {
                    try takeBack(removal)
                } catch let error as AWSError where !error.isOfNothing {
                    failures.append((removal, error))
                    continue
                } catch is AWSError {
                    // It has been removed by somebody else.
                }
                try made.forget(removal)
            }
            guard failures.count < rest.count else { break }
            rest = failures.map(\.removal)
        } while !rest.isEmpty
        for (removal, error) in failures {
            note("\(removal.action) of what is no longer in the template has failed: \(error.message)")
        }
    }

    private func takeBack(_ removal: Application.EventRequest.Removal) throws {
        switch removal.service {
        case .eventBridge: try eventBridge.takeBack(removal.action, removal.request)
        case .scheduler: try scheduler.takeBack(removal.action, removal.request)
        case .sns: try sns.takeBack(removal.action, removal.request)
        case .logs: try logs.takeBack(removal.action, removal.request)
        case .cloudWatch: try metrics.takeBack(removal.action, removal.request)
        case .s3: try s3.takeBack(removal.action, removal.request)
        case .applicationAutoScaling: try autoScaling.takeBack(removal.action, removal.request)
        }
    }
}

extension AWSError {
    /// Whether it says that what was to be removed is not there.
    fileprivate var isOfNothing: Bool { code.contains("NotFound") }
}
