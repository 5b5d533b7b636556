/// A call of an intrinsic function: an object with one member, `Ref` or `Fn::…`.
struct Intrinsic {
    /// `Ref` or `Fn::Join`, as written.
    var name: String
    var argument: TemplateValue
    /// The path of the object that is the call.
    var path: JSONPath

    init?(_ value: TemplateValue) {
        guard let members = value.members, members.count == 1, let member = members.first,
            member.key == "Ref" || member.key.hasPrefix("Fn::") && !Loop.isLoop(member.key)
        else { return nil }
        name = member.key
        argument = member.value
        path = value.path
    }

    /// All that CloudFormation has; Hearth refuses some of them by name.
    static let functionNames = [
        "Fn::And", "Fn::Base64", "Fn::Cidr", "Fn::Equals", "Fn::FindInMap", "Fn::GetAtt", "Fn::GetAZs", "Fn::If",
        "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Not", "Fn::Or", "Fn::Select", "Fn::Split", "Fn::Sub",
        "Fn::ToJsonString", "Fn::Transform",
    ]

    /// The functions that Hearth refuses, and why.
    static let refused = [
        "Fn::ImportValue": "other stacks' exports are unknown here",
        "Fn::Transform": "Hearth runs no macros",
        "Fn::GetAZs": "there are no availability zones here",
        "Fn::Cidr": "there are no networks here",
    ]
}
