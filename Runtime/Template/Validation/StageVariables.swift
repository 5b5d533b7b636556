/// Reads the variables of a stage, which have API Gateway's rules.
///
/// https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html
enum StageVariables {
    /// Of the property `name`; those that break a rule are told.
    static func read(_ name: String, of fields: Fields) -> [String: String] {
        let variables = fields.stringMap(name)
        let path = fields.path(of: name)
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            if !isName(name) {
                fields.findings.error(
                    path / name,
                    "Invalid stage variable name: \(name).  Please use names with only word characters."
                )
            }
            if !isValue(value) {
                fields.findings.error(
                    path / name,
                    "Invalid stage variable value: \(value).  Please use values with alphanumeric characters and the "
                        + "symbols ' ', -', '.', '_', ':', '/', '?', '&', '=', and ','."
                )
            }
        }
        return variables
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || $0 == UInt8(ascii: "_") }
    }

    /// The documents know `~` and `#` as well.
    private static func isValue(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { isAlphanumeric($0) || " -._~:/?#&=,".utf8.contains($0) }
    }

    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
