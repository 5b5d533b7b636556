import JSON
import ServiceKit
import Wire

/// Keeps alarms from acting; they go on changing their states.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DisableAlarmActions.html
struct DisableAlarmActions: AlarmActionsSwitch {
    static let isOn = false

    let names: [String]
    let region: String?

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        names = Self.names(in: input)
        self.region = region
    }
}
