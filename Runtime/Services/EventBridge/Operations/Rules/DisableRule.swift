import ServiceKit

/// Lets a rule rest: it matches nothing and its schedule does not fire.
/// https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html
struct DisableRule: RuleSwitch {
    static let state = "DISABLED"

    let call: RegionalCall
}
