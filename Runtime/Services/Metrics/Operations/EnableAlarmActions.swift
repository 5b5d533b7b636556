import JSON
import ServiceKit
import Wire

/// Lets alarms act again.
/// https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_EnableAlarmActions.html
struct EnableAlarmActions: AlarmActionsSwitch {
    static let isOn = true

    let names: [String]
    let region: String?

    init(_ input: JSON.Object, region: String?, _ service: Metrics) throws(AWSError) {
        names = Self.names(in: input)
        self.region = region
    }
}
