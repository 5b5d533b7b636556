import JSON
import ServiceKit
import Wire

extension Operation where Service == SQS {
    /// SQS tells in its own words that a parameter is missing, the first alone.
    package static func precheck(_ input: JSON.Object) throws(AWSError) {
        try Self.input.checkRequired(.object(input), "")
    }
}

extension Shape {
    fileprivate func checkRequired(_ value: JSON, _ path: String) throws(AWSError) {
        switch (self, value) {
        case (.structure(let members, _), .object(let object)):
            for member in members {
                let name = path + member.name
                if let value = object[member.name], !value.isNull {
                    try member.shape.checkRequired(value, name + ".")
                } else if member.isRequired {
                    throw .missing(name)
                }
            }
        case (.list(let element, _), .array(let values)):
            for (index, value) in values.enumerated() { try element.checkRequired(value, "\(path)\(index + 1).") }
        default: return
        }
    }
}
