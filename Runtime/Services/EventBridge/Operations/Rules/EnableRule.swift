import ServiceKit

/// Lets a rule match events and its schedule fire.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_EnableRule.html
struct EnableRule: RuleSwitch {
    static let state = "ENABLED"

    let call: RegionalCall
}
