import Wire

/// What has to be so of other alarms for a composite alarm to go off.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
indirect enum AlarmRule: Sendable, Hashable {
    case constant(Bool)
    case state(AlarmState.Value, of: AlarmReference)
    case not(AlarmRule)
    case all([AlarmRule])
    case any([AlarmRule])
    case atLeast(Share, of: [AlarmRule])

    /// How many of several alarms are enough.
    enum Share: Sendable, Hashable {
        case count(Int)
        case percent(Int)

        func isReached(_ count: Int, of all: Int) -> Bool {
            switch self {
            case .count(let least): count >= least
            case .percent(let least): count * 100 >= least * all
            }
        }
    }

    /// `states` by the alarms' names; one that is not there is in none.
    func holds(_ states: [String: AlarmState.Value]) -> Bool {
        switch self {
        case .constant(let value): value
        case .state(let value, let alarm): states[alarm.name] == value
        case .not(let rule): !rule.holds(states)
        case .all(let rules): rules.allSatisfy { $0.holds(states) }
        case .any(let rules): rules.contains { $0.holds(states) }
        case .atLeast(let share, let rules): share.isReached(rules.count { $0.holds(states) }, of: rules.count)
        }
    }

    /// The alarms that the rule names, each once, in the order in which they come.
    var children: [AlarmReference] {
        var seen: Set<String> = []
        return mentioned.filter { seen.insert($0.name).inserted }
    }

    private var mentioned: [AlarmReference] {
        switch self {
        case .constant: []
        case .state(_, let alarm): [alarm]
        case .not(let rule): rule.mentioned
        case .all(let rules), .any(let rules), .atLeast(_, let rules): rules.flatMap(\.mentioned)
        }
    }
}

/// An alarm as a request names it: by its name or its ARN.
struct AlarmReference: Sendable, Hashable {
    let text: String

    var name: String {
        guard let arn, arn.resource.hasPrefix("alarm:") else { return text }
        return String(arn.resource.dropFirst("alarm:".count))
    }

    /// Whether it may name an alarm of this account and region.
    func isOf(_ account: AWSAccount) -> Bool {
        guard let arn else { return true }
        return arn.accountID == account.id && arn.region == account.region
    }

    private var arn: ARN? { ARN(text).flatMap { $0.service == "cloudwatch" ? $0 : nil } }
}
